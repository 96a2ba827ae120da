"""`bobao build --digest`: several stories in one episode."""

from pathlib import Path
from typing import Any

import pytest

from tests.conftest import BRIEF, OTHER_STORY, STORY, Bobao


def digest(bobao: Bobao, *sources: str | Path) -> Any:
    ran = bobao("build", "--digest", "--json", *sources)
    assert ran.code == 0, ran.err
    (episode,) = ran.json["episodes"]
    return episode


@pytest.mark.storm
def test_several_stories_are_one_episode_whose_voices_alternate(bobao: Bobao) -> None:
    bobao.make_show(f'title = "早报"\n{BRIEF}[voice]\nengine = "espeak"\nalternate = ["cmn", "cmn+f3"]\n')
    for name, text in (("one.txt", STORY), ("two.txt", OTHER_STORY)):
        (bobao.folder / name).write_text(text, "utf-8")
    first = digest(bobao, "one.txt", "two.txt")
    assert (first["change"], first["title"].partition("：")[2]) == ("new", "海州新图书馆开馆")
    shown = bobao("episodes", "show", first["id"], "--json").json
    assert [each["title"] for each in shown["chapters"]] == ["开场", "海州新图书馆开馆", "云川铁路今日通车"]
    assert shown["publisher"] == "海州日报、云川晚报"

    again = digest(bobao, "one.txt", "two.txt")
    assert (again["change"], again["guid"]) == ("unchanged", first["guid"])
    (bobao.folder / "one.txt").write_text(OTHER_STORY.replace("云川", "海州"), "utf-8")
    other = digest(bobao, "one.txt", "two.txt")
    assert (other["change"], len(bobao.episodes())) == ("new", 2)
    assert other["guid"] != first["guid"]
