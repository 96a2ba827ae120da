"""What can be built: text, pages, Markdown, scripts, standard input, and several at once."""

from pathlib import Path
from typing import Any

import pytest

from tests.conftest import BRIEF, OTHER_STORY, STORY, Bobao, Ran

TITLE, _, *PARAGRAPHS, _ = STORY.split("\n\n")
PAGE = f"""<!doctype html><html lang="zh"><head><title>{TITLE}_海州日报网</title>
<link rel="canonical" href="https://news.example.com/2026/library.html"></head>
<body><nav><a href="/">首页</a><a href="/local">本地</a></nav>
<article><h1>{TITLE}</h1>{"".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)}</article>
<footer><a href="/about">关于我们</a></footer></body></html>"""
MARKDOWN = f"# {TITLE}\n\n**海州日报** 2026-11-20\n\n" + "\n\n".join(PARAGRAPHS) + "\n"


@pytest.fixture
def bobao(bobao_here: Bobao) -> Bobao:
    return bobao_here


@pytest.fixture(autouse=True)
def _brief_show(bobao: Bobao) -> None:
    bobao.make_show(BRIEF)


def build(bobao: Bobao, *sources: str | Path, stdin: str = "") -> Ran:
    return bobao("build", "--engine", "espeak", "--json", *sources, stdin=stdin)


def built(ran: Ran) -> Any:
    assert ran.code == 0, ran.err
    (episode,) = ran.json["episodes"]
    return episode


def test_standard_input(bobao: Bobao) -> None:
    assert built(build(bobao, "-", stdin=STORY))["title"] == TITLE


def test_a_page(bobao: Bobao) -> None:
    (bobao.folder / "page.html").write_text(PAGE, "utf-8")
    assert built(build(bobao, "page.html"))["title"] == TITLE
    assert [episode["url"] for episode in bobao.episodes()] == ["https://news.example.com/2026/library.html"]


def test_markdown(bobao: Bobao) -> None:
    (bobao.folder / "note.md").write_text(MARKDOWN, "utf-8")
    assert built(build(bobao, "note.md"))["title"] == TITLE


def test_a_script_gives_the_episode_that_its_article_gives(bobao: Bobao, story: Path) -> None:
    assert bobao("script", story, "-o", "story.script").code == 0
    from_article = built(build(bobao, story))
    from_script = built(build(bobao, "story.script"))
    same = ("title", "duration_s", "segments", "guid")
    assert [from_script[key] for key in same] == [from_article[key] for key in same]


def test_an_edited_script_says_what_was_edited(bobao: Bobao, story: Path) -> None:
    bobao("script", story, "-o", "story.script")
    script = bobao.folder / "story.script"
    before = built(build(bobao, script))
    script.write_text(script.read_text("utf-8") + "\n这一句是后来加上去的，好让大家听见。\n", "utf-8")
    after = built(build(bobao, script))
    assert (after["change"], after["guid"]) == ("updated", before["guid"])
    assert after["segments"] == before["segments"] + 1 == after["cached"] + 1
    assert after["duration_s"] > before["duration_s"] + 1


def test_several_sources_make_several_episodes(bobao: Bobao, story: Path) -> None:
    (bobao.folder / "other.txt").write_text(OTHER_STORY, "utf-8")
    ran = build(bobao, story, "other.txt")
    assert (ran.code, ran.json["status"]) == (0, "built")
    titles = [episode["title"] for episode in ran.json["episodes"]]
    assert titles == [TITLE, "云川铁路今日通车"]
    assert sorted(episode["title"] for episode in bobao.episodes()) == sorted(titles)


def test_a_bad_source_does_not_stop_the_others(bobao: Bobao, story: Path) -> None:
    ran = build(bobao, "gone.txt", story)
    assert (ran.code, ran.json["status"]) == (3, "partial")
    assert [episode["title"] for episode in ran.json["episodes"]] == [TITLE]
    assert [failed["source"] for failed in ran.json["failed"]] == ["gone.txt"]
    assert ran.complaint.startswith("error: gone.txt: no such file")
    assert ran.complaint.count("\n") == 1
