"""What espeak-ng is sent: pinyin for its Mandarin voice, other words for its English one."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from scripts.pinyin import HAN, to_pinyin

_LONGEST_CLAUSE = 250
"""Characters without a pause; of one four times as long the library loses the end."""

# The scripts that the English voice can read, if only letter by letter or by a voice of their own.
_SCRIPTS = (
    r"A-Za-z\u00c0-\u024f\u1e00-\u1eff",
    r"\u0370-\u03ff",
    r"\u0400-\u04ff",
    r"\u3041-\u30ff",
    r"\uac00-\ud7a3",
)
_WORDS = "|".join(rf"(?:(?=[^\W_×÷])[{letters}]){{1,20}}" for letters in _SCRIPTS)
_SPEAKABLE = re.compile(rf"[{HAN}]|\d|{_WORDS}")
_SENTENCE = re.compile(r"[^。！？!?；;…]*(?:[。！？!?；;…]+[”’」』）)》\"']*|$)")
_TOKEN = re.compile(
    r"(?P<pinyin>(?:[a-z]+[1-5])+)"
    rf"|(?P<foreign>(?:[A-Z]\.){{2,5}}|[A-Za-z]{{1,20}}['’&][A-Za-z]{{1,20}}|{_WORDS})"
    r"|(?P<stops>[，,、；;：:。.！!？?…—]+)"
)
# In ASCII, a full stop before a small letter would not be one.
_STOPS = {
    **dict.fromkeys("，,…—", "，"),
    **dict.fromkeys("；;：:", "；"),
    **dict.fromkeys("。.", "。"),
    **dict.fromkeys("！!", "！"),
    **dict.fromkeys("？?", "？"),
    "、": '<break time="70ms"/>',
}
_PAUSE = re.compile("|".join(map(re.escape, _STOPS.values())))
_VOICES = {"pinyin": "cmn-latn-pinyin", "foreign": "en-us"}
_SYMBOLS = str.maketrans(
    dict.fromkeys("%％", "百分号")
    | dict.fromkeys("+＋", "加")
    | dict.fromkeys("=＝", "等于")
    | dict.fromkeys("¥￥", "元")
    | {"℃": "摄氏度", "°": "度", "×": "乘", "÷": "除以", "$": "美元", "€": "欧元", "£": "英镑", "…": "，"}
)
# The library does not know these three and reads them as English; without the i they sound the same.
_MISSING_SYLLABLE = re.compile(r"([jqx])iong(?=[1-5])")
_ACRONYM = re.compile(r"\b(?:[A-Z]\.?){1,5}(?!\w)")
_SAID_AS_WORDS = re.compile(
    "NASA|NATO|OPEC|APEC|ASEAN|FIFA|UEFA|SARS|MERS|AIDS|COVID|SWIFT|VISA|OPPO|VIVO|IKEA|IMAX|ZARA|GIF|SIM|PIN"
    "|RAM|ROM|DRAM|NAND|CUDA|OLED|SONY|ASUS|ACER|DELL|LEGO|NIKE|META|JAVA|LINE"
)


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of a sentence in one language.

    Attributes:
        voice: what the library calls the voice.
        markup: SSML without its `speak` element.
        words: how many words are in it, those not counted that the library may count otherwise.
    """

    voice: str
    markup: str
    words: int

    @property
    def last_clause(self) -> int:
        """How many characters there are after the last pause."""
        return len(_PAUSE.split(self.markup)[-1])

    @property
    def ends_in_pause(self) -> bool:
        """Whether a sign at its end asks for a pause."""
        return self.markup.endswith(tuple(_STOPS.values()))

    def followed_by(self, markup: str, words: int) -> "Passage":
        """The passage with more at its end."""
        return Passage(self.voice, self.markup + markup, self.words + words)


def sentences(text: str) -> list[str]:
    """The text cut after every sentence; a piece with nothing to say stays with its neighbour."""
    found = [""]
    for piece in _SENTENCE.findall(text):
        if has_speech(piece) and has_speech(found[-1]):
            found.append(piece)
        else:
            found[-1] += piece
    return found


def has_speech(text: str) -> bool:
    """Whether the library can say anything of it."""
    return _SPEAKABLE.search(_plain(text)) is not None


@lru_cache(maxsize=1024)
def spelling(sentence: str) -> str:
    """A sentence as it is to be read: in pinyin, with the names of symbols, and other words as they are.

    Remembered for a while: a clip's address in the cache is asked for before it is spoken, and after.
    """
    return to_pinyin(_plain(sentence))


def _plain(text: str) -> str:
    """The text with the names of symbols; letters and digits as usual, not full-width or circled."""
    named = text.translate(_SYMBOLS)
    return "".join(unicodedata.normalize("NFKC", each) if each.isalnum() else each for each in named)


def passages(spelt: str, variant: str) -> list[Passage]:
    """The sentence cut where the language changes; of its signs, only those that are heard as pauses stay.

    Args:
        spelt: what `spelling` gave.
        variant: how the voice is varied, so that both languages have the same speaker: "" or "+f3".
    """
    found: list[Passage] = []
    for token in _TOKEN.finditer(spelt):
        if token["stops"]:
            found[-1:] = [last.followed_by(_STOPS[token["stops"][0]], words=0) for last in found[-1:]]
            continue
        voice = f"{_VOICES[token.lastgroup or '']}{variant}"
        if not found or found[-1].voice != voice or found[-1].last_clause > _LONGEST_CLAUSE:
            found.append(Passage(voice, "", 0))
        found[-1] = found[-1].followed_by(f" {_spoken(token)}", words=token[0].isascii())
    return found


def _spoken(token: re.Match[str]) -> str:
    if token["pinyin"]:
        return _MISSING_SYLLABLE.sub(r"\1ong", token["pinyin"])
    return _ACRONYM.sub(_letters, token["foreign"].replace("&", " and "))


def _letters(acronym: re.Match[str]) -> str:
    """Letter by letter: a short word in capitals, if it is not one that is said as a word."""
    letters = acronym[0].replace(".", "")
    if _SAID_AS_WORDS.fullmatch(letters):
        return letters
    return f'<say-as interpret-as="characters">{letters}</say-as>'
