"""Listeners are told of a synthetic voice, once, unless the show says otherwise."""

import pytest

from episodes import Settings, style_of

NOTICE = "本节目由人工智能语音合成。"


@pytest.mark.parametrize(
    ("settings", "opening"),
    [
        ({"text": {"opening": "早上好。"}}, "早上好。" + NOTICE),
        ({"text": {"opening": ""}}, NOTICE),
        ({"text": {"opening": f"早上好。{NOTICE}走吧。"}}, f"早上好。{NOTICE}走吧。"),
        ({"text": {"opening": "早上好。"}, "notice": {"spoken": ""}}, "早上好。"),
        (
            {"text": {"opening": "好。"}, "notice": {"spoken": "{show}的声音是合成的。"}},
            "好。{show}的声音是合成的。",
        ),
    ],
)
def test_the_notice_ends_the_opening(settings: dict[str, dict[str, str]], opening: str) -> None:
    assert style_of(Settings.model_validate(settings)).opening == opening
