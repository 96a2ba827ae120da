"""One engine speaks a whole episode: the lead, or else its understudy."""

from pathlib import Path

import pytest

from audio import Clip, ClipCache, EngineError, EngineUnreachable, Narrator, UnknownVoiceError
from audio.engines import EDGE_URL
from episodes import Order, Settings, Stage
from episodes.casting import Cast, Narration, choose_cast, narrate
from scripts import ConfigurationError, Script, Segment
from tests.conftest import NOBODY
from tests.tones import ToneEngine


class Notebook:
    """A watcher that remembers what it was told."""

    def __init__(self) -> None:
        self.warnings: list[str] = []
        self.speakers: list[tuple[str, int]] = []
        self.clips = 0

    def stage(self, stage: Stage, subject: str) -> None:
        raise AssertionError((stage, subject))

    def speaking(self, engine: str, segments: int) -> None:
        self.speakers.append((engine, segments))

    def heard(self, clip: Clip) -> None:
        self.clips += clip.samples > 0

    def making(self, stories: int, workers: int) -> None:
        raise AssertionError((stories, workers))

    def made(self) -> None:
        raise AssertionError

    def warn(self, message: str) -> None:
        self.warnings.append(message)


class Understudy(ToneEngine):
    name = "understudy"
    default_voice = "square"


GONE = EngineUnreachable("nobody answers")
ALL_GONE = {"甲甲": GONE, "乙乙": GONE}
"""Each text, as one that had been answered would make the other one wait for the engine to come back."""
SCRIPT = Script(
    "题", (Segment("甲甲", "甲甲", 0.5), Segment("＊", "＊", 1), Segment("乙乙", "乙乙", 0.5, voice="own"))
)


@pytest.fixture
def notebook() -> Notebook:
    return Notebook()


def narrated(lead: ToneEngine, understudy: ToneEngine | None, notebook: Notebook, folder: Path) -> Narration:
    second = Narrator(understudy, understudy.default_voice, 10) if understudy else None
    cast = Cast(Narrator(lead, lead.default_voice, 10), second)
    return narrate(SCRIPT, cast, ClipCache(folder / "cache"), folder, notebook)


# Speaking --------------------------------------------------------------------------------------------------


def test_the_lead_speaks_everything_if_it_can(notebook: Notebook, tmp_path: Path) -> None:
    understudy = Understudy()
    narration = narrated(ToneEngine(), understudy, notebook, tmp_path)
    assert (narration.narrator.engine.name, narration.fallback) == ("tone", False)
    assert [clip.segment.text for clip in narration.clips] == ["甲甲", "乙乙"]
    assert (understudy.asked, notebook.warnings) == ([], [])
    assert (notebook.speakers, notebook.clips) == ([("tone", 2)], 2)


@pytest.mark.storm
def test_the_understudy_speaks_all_of_an_episode_in_its_own_voice(notebook: Notebook, tmp_path: Path) -> None:
    lead, understudy = ToneEngine(after={"乙乙": "甲甲"}, faults={"乙乙": GONE}), Understudy()
    narration = narrated(lead, understudy, notebook, tmp_path)
    assert (narration.narrator.engine.name, narration.fallback) == ("understudy", True)
    said = {(asked.text, asked.voice, asked.rate_percent) for asked in understudy.asked}
    assert said == {("甲甲", "square", 10), ("乙乙", "square", 10)}


def test_a_listener_is_warned_of_it_in_one_line(notebook: Notebook, tmp_path: Path) -> None:
    narrated(ToneEngine(faults=ALL_GONE), Understudy(), notebook, tmp_path)
    (warning,) = notebook.warnings
    assert warning == "tone cannot speak (nobody answers); understudy speaks this whole episode instead"


def test_without_an_understudy_the_leads_failure_is_told(notebook: Notebook, tmp_path: Path) -> None:
    with pytest.raises(EngineUnreachable) as caught:
        narrated(ToneEngine(faults=ALL_GONE), None, notebook, tmp_path)
    assert caught.value is GONE


def test_if_neither_can_speak_the_understudys_failure_is_told(notebook: Notebook, tmp_path: Path) -> None:
    failure = EngineError("broken too")
    with pytest.raises(EngineError) as caught:
        narrated(ToneEngine(faults=ALL_GONE), Understudy(faults={"乙乙": failure}), notebook, tmp_path)
    assert caught.value is failure


def test_a_voice_that_does_not_exist_is_a_mistake_and_not_mended(notebook: Notebook, tmp_path: Path) -> None:
    lead = ToneEngine(faults={"乙乙": UnknownVoiceError("there is no voice “own”")})
    with pytest.raises(UnknownVoiceError):
        narrated(lead, Understudy(), notebook, tmp_path)


# Choosing --------------------------------------------------------------------------------------------------


def settings(**voice: str | int) -> Settings:
    return Settings.model_validate({"voice": {"engine": "espeak", **voice}})


def test_the_show_says_who_speaks_and_how_fast() -> None:
    cast = choose_cast(settings(name="cmn+f2", rate=20), Order())
    assert (cast.lead.engine.name, cast.lead.voice, cast.lead.rate_percent) == ("espeak", "cmn+f2", 20)
    assert cast.understudy is None


def test_an_order_goes_before_the_show() -> None:
    lead = choose_cast(settings(name="cmn+f2", rate=20), Order(voice="cmn+m3", rate_percent=0)).lead
    assert (lead.voice, lead.rate_percent) == ("cmn+m3", 0)


def test_the_shows_voice_is_not_asked_of_another_engine() -> None:
    assert (
        choose_cast(settings(engine="edge", name="zh-CN-YunxiNeural"), Order(engine="espeak")).lead.voice
        == "cmn"
    )


@pytest.mark.parametrize(
    ("voice", "order", "understudy"),
    [
        ({"engine": "edge"}, Order(), "espeak"),
        ({"engine": "edge", "fallback": "none"}, Order(), None),
        ({"engine": "edge"}, Order(engine="edge"), None),
        ({"engine": "espeak"}, Order(), None),
    ],
    ids=["by default", "not wanted", "engine asked for by name", "nobody else"],
)
def test_an_understudy_stands_by_unless_the_lead_alone_is_wanted(
    voice: dict[str, str], order: Order, understudy: str | None
) -> None:
    chosen = choose_cast(settings(**voice), order).understudy
    assert (chosen.engine.name if chosen else None) == understudy


def test_a_voice_that_cannot_be_checked_is_left_to_the_understudy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(EDGE_URL, NOBODY)
    cast = choose_cast(settings(engine="edge", name="zh-CN-YunxiNeural"), Order())
    assert cast.lead.voice == "zh-CN-YunxiNeural"
    assert cast.understudy


@pytest.mark.parametrize(
    ("voice", "order"),
    [({"name": "nobody"}, Order()), ({}, Order(voice="nobody")), ({}, Order(engine="nobody"))],
)
def test_who_does_not_exist_is_told_before_anything_is_spoken(voice: dict[str, str], order: Order) -> None:
    with pytest.raises(ConfigurationError, match="nobody"):
        choose_cast(settings(**voice), order)
