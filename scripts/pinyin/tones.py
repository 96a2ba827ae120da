"""一 and 不 as they sound in place.

The third tone before another is left as the dictionary has it: synthesizers of Mandarin, and readers of
pinyin, change it by themselves.
"""

import re
from collections.abc import Sequence

# 一 in a number read digit by digit, in an ordinal, a date, or at the end of a word such as 统一.
_CITED = re.compile(
    r"(?<=[第初期周拜零〇十二三四五六七八九点月比])一|(?<=[之统唯单专划同])一(?![个些样般直起定致])"
    r"|一(?=[零〇一二三四五六七八九十月号级楼审等季])|一$|(?<=数)一(?=数)"
)
_BETWEEN_TWINS = re.compile(r"(.)[一不]\1")


def spoken_tones(run: str, syllables: Sequence[str]) -> list[str]:
    """The syllables of a run of Chinese, one a character, with 一 and 不 as they are said."""
    return [_spoken(run, position, syllables) for position in range(len(run))]


def _spoken(run: str, position: int, syllables: Sequence[str]) -> str:
    syllable = syllables[position]
    if syllable not in {"yi1", "bu4"} or run[position] not in "一不":
        return syllable
    if position and _BETWEEN_TWINS.match(run, position - 1) and run[position - 1] not in "一不十数":
        return f"{syllable[:2]}5"
    following = syllables[position + 1] if position + 1 < len(run) else ""
    if not following or (syllable == "yi1" and _CITED.match(run, position)):
        return syllable
    falling = following.endswith("4") or run[position + 1] == "个"
    if syllable == "bu4":
        return "bu2" if falling else "bu4"
    return "yi2" if falling else "yi4"
