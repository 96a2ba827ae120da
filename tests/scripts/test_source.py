"""Reading what the user points at, and refusing what cannot be an article."""

import io
import zipfile
from pathlib import Path

import pytest

from scripts.errors import SourceError
from scripts.reading.formats import MAX_BYTES, MAX_LINES
from scripts.reading.source import Source, SourceKind, read_source, source_of

PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)


def read(path: Path) -> Source:
    return read_source(str(path), io.BytesIO())


def test_a_file_is_read_with_its_absolute_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text("标题\n\n正文。", "utf-8")
    monkeypatch.chdir(tmp_path)
    source = read_source("a.txt", io.BytesIO())
    assert (source.name, source.path, source.text) == ("a.txt", tmp_path / "a.txt", "标题\n\n正文。")


def test_a_dash_reads_standard_input() -> None:
    source = read_source("-", io.BytesIO("正文。\r\n".encode()))
    assert (source.name, source.path, source.text) == ("-", None, "正文。\n")


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        ("a.txt", "标题\n\n正文。", SourceKind.TEXT),
        ("a.txt", "<!-- saved -->\n<!DOCTYPE html><html><body>正文。</body></html>", SourceKind.HTML),
        ("a.txt", "# 标题\n\n正文。", SourceKind.MARKDOWN),
        ("a.txt", "#话题# 正文里的井号。", SourceKind.TEXT),
        ("a.md", "标题\n\n正文。", SourceKind.MARKDOWN),
        ("a.md", "<div>一点标记</div>\n\n正文。", SourceKind.MARKDOWN),
        ("a.md", "<!doctype html><title>页</title>", SourceKind.HTML),
        ("a.html", "没有标记的正文。", SourceKind.TEXT),
        ("a.htm", "正文，<p>在标记之前。", SourceKind.HTML),
        ("a.script", "---\ntitle: 标题\n---\n正文。", SourceKind.MARKDOWN),
    ],
)
def test_content_decides_the_kind_before_the_extension(name: str, text: str, kind: SourceKind) -> None:
    assert source_of(name, Path(name), text.encode()).kind is kind


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"%PDF-1.7\n", "PDF"),
        (PNG, "image"),
        (b"\xff\xd8\xff\xe0" + bytes(50), "image"),
        (b"ID3\x04" + bytes(50), "audio"),
        (b"\x00\x00\x00\x20ftypisom" + bytes(50), "video"),
        (b"\x1f\x8b\x08" + bytes(50), "archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(50), "Office"),
        (b"{\\rtf1 text}", "RTF"),
        (b"From: <Saved by Blink>\n", "web archive"),
        (bytes(range(256)) * 20, "not text"),
        (b"", "empty"),
        (b" \n\t\n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"a" * (MAX_BYTES + 1), "larger"),
        (b"a\n" * (MAX_LINES + 1), "100,000 lines"),
        (b"a\xe2\x80\xa8" * (MAX_LINES + 1), "100,000 lines"),
        (b"<p>a" * (MAX_LINES + 1), "100,000 lines or tags"),
    ],
)
def test_what_is_no_text_is_refused_by_name_whatever_it_is_called(data: bytes, what: str) -> None:
    with pytest.raises(SourceError, match=what) as raised:
        source_of("news.txt", Path("news.txt"), data)
    assert "news.txt" in raised.value.message
    assert raised.value.hint


def test_a_word_document_is_told_from_a_zip_archive(tmp_path: Path) -> None:
    for name, member, what in (("a.docx", "[Content_Types].xml", "Word"), ("a.zip", "a.txt", "zip archive")):
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            archive.writestr(member, "正文")
        with pytest.raises(SourceError, match=what):
            read(tmp_path / name)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no such file"):
        read(tmp_path / "none.txt")
    with pytest.raises(SourceError, match="is a folder"):
        read(tmp_path)


@pytest.mark.parametrize("spec", ["x" * 5000, "a\x00b"])
def test_a_name_that_no_file_can_have_is_refused(spec: str) -> None:
    with pytest.raises(SourceError):
        read_source(spec, io.BytesIO())
