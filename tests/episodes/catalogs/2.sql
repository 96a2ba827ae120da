PRAGMA user_version = 2;
BEGIN TRANSACTION;
CREATE TABLE aliases (
    name TEXT PRIMARY KEY,
    episode TEXT NOT NULL REFERENCES episodes (id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
INSERT INTO "aliases" VALUES('link:example.com/1','49b9932a');
INSERT INTO "aliases" VALUES('link:example.com/2','b47f8403');
INSERT INTO "aliases" VALUES('link:example.com/3','ab8ec095');
INSERT INTO "aliases" VALUES('path:/stories/1.txt','49b9932a');
INSERT INTO "aliases" VALUES('path:/stories/2.txt','b47f8403');
INSERT INTO "aliases" VALUES('path:/stories/3.txt','ab8ec095');
CREATE TABLE captions (
    episode TEXT PRIMARY KEY REFERENCES episodes (id) ON DELETE CASCADE, lines TEXT NOT NULL
) STRICT;
CREATE TABLE episodes (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    guid TEXT NOT NULL UNIQUE,
    published_at TEXT NOT NULL,
    body TEXT NOT NULL,
    recipe TEXT,
    title TEXT, author TEXT, publisher TEXT, url TEXT,
    audio TEXT, bytes INTEGER, length_s REAL,
    engine TEXT, voice TEXT, fallback INTEGER, chapters TEXT
, summary TEXT NOT NULL DEFAULT '', texts TEXT NOT NULL DEFAULT '', own_title TEXT NOT NULL DEFAULT '', notes TEXT NOT NULL DEFAULT '', image TEXT NOT NULL DEFAULT '', removed INTEGER NOT NULL DEFAULT 0, revision INTEGER NOT NULL DEFAULT 0, drawn INTEGER NOT NULL DEFAULT -1) STRICT;
INSERT INTO "episodes" VALUES(1,'49b9932a','urn:uuid:05181afb-9475-5a75-9f90-8026fc4a39cb','2026-11-20T04:01:00+00:00','第1条新闻的正文','r1','第1条新闻','林一舟','海州日报','https://example.com/1','public/audio/1.mp3',123456,83.4,'tone','sine',0,'[["开场", 0, 9.5], ["海州新图书馆开馆", 9.5, 80], ["结尾", 80, 83.4]]','','','','','',0,0,-1);
INSERT INTO "episodes" VALUES(2,'b47f8403','urn:uuid:d58b6fef-dc51-5494-a464-c1a7df08cc56','2026-11-20T04:02:00+00:00','第2条新闻的正文','r1','第2条新闻','林一舟','海州日报','https://example.com/1','public/audio/2.mp3',123456,83.4,'tone','sine',0,'[["开场", 0, 9.5], ["海州新图书馆开馆", 9.5, 80], ["结尾", 80, 83.4]]','','','','','',0,0,-1);
INSERT INTO "episodes" VALUES(3,'ab8ec095','urn:uuid:4da147a8-bd17-5edf-b8ac-b83e6a5c88a6','2026-11-20T04:03:00+00:00','第3条新闻的正文',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'','','','','',0,0,-1);
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE stories (
    episode TEXT PRIMARY KEY REFERENCES episodes (id) ON DELETE CASCADE, content TEXT NOT NULL
) STRICT;
CREATE INDEX episodes_by_time ON episodes (published_at, number, revision, removed) WHERE recipe IS NOT NULL;
CREATE INDEX episodes_by_revision ON episodes (revision);
CREATE INDEX episodes_files ON episodes (id, audio, texts, image) WHERE recipe IS NOT NULL AND NOT removed;
CREATE INDEX episodes_undrawn ON episodes (number) WHERE recipe IS NOT NULL AND drawn <> revision;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('episodes',3);
COMMIT;
