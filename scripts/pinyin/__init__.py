"""Chinese characters to pinyin, with the readings that news uses."""

from .speak import to_pinyin

__all__ = ["to_pinyin"]
