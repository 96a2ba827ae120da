"""Chinese characters to pinyin, with the readings that news uses."""

from .speak import HAN, to_pinyin

__all__ = ["HAN", "to_pinyin"]
