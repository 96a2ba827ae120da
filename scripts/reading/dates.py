"""Publication times, as Chinese pages write them."""

import re
import unicodedata
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
"""The zone of a time that names none."""

_DATE = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)(?:\s?[-/.年]\s?|\s)(?P<month>\d{1,2})\s?[-/.月]\s?(?P<day>\d{1,2})(?:日|号)?"
    r"(?:[\s,T(]*(?:(?:星期|周).\)?|HKT|CST|北京时间)?\s*(?P<half>[上下]午|凌晨|早上|中午|晚上|晚|[AP]M)?\s*"
    r"(?P<hour>\d{1,2})\s?[:时点]\s?(?P<minute>\d\d)(?:\s?[:分]\s?(?P<second>\d\d))?(?:秒|\.\d+)?"
    r"\s*(?P<half_after>[AP]M)?\s*(?P<zone>Z|[+-]\d\d:?\d\d)?)?",
    re.IGNORECASE,
)
_TIMESTAMP = re.compile(r"\s*1\d{9}(?:\d{3})?\s*")
_AFTERNOON = frozenset(("下午", "晚上", "晚", "pm", "中午"))


def published_in(text: str) -> datetime | None:
    """Return the first full date in `text` with its zone, or None.

    A date without a time is midnight; a time without a zone is Beijing's, which is Taipei's too.
    """
    match = _DATE.search(unicodedata.normalize("NFKC", text))
    return _moment(match.groupdict()) if match else None


def of_timestamp(text: str) -> datetime | None:
    """Return the moment that a Unix time in seconds or milliseconds names, or None if `text` is none."""
    if not _TIMESTAMP.fullmatch(text):
        return None
    return datetime.fromtimestamp(int(text.strip()[:10]), UTC).astimezone(SHANGHAI)


def has_clock(moment: datetime) -> bool:
    """Whether more than the day is known of the moment."""
    return (moment.hour, moment.minute, moment.second) != (0, 0, 0)


def _moment(parts: dict[str, str | None]) -> datetime | None:
    numbers = [int(parts[name] or 0) for name in ("year", "month", "day", "hour", "minute", "second")]
    half = (parts["half"] or parts["half_after"] or "").lower()
    if half in _AFTERNOON and numbers[3] in range(1, 12):
        numbers[3] += 12
    try:
        return datetime(*numbers[:6], tzinfo=_zone(parts["zone"]))  # type: ignore[misc,arg-type]
    except ValueError:
        return None


def _zone(written: str | None) -> ZoneInfo | timezone:
    if not written:
        return SHANGHAI
    if written in "Zz":
        return UTC
    digits = written[1:].replace(":", "")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-offset if written[0] == "-" else offset)
