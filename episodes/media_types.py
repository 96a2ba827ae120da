"""What the files of a show are, as web servers name them (IANA, and Podcasting 2.0 for chapters)."""

_TYPES = {
    ".chapters.json": "application/json+chapters",
    ".css": "text/css",
    ".gif": "image/gif",
    ".html": "text/html",
    ".ico": "image/x-icon",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".js": "text/javascript",
    ".json": "application/json",
    ".m4a": "audio/mp4",
    ".mp3": "audio/mpeg",
    ".ogg": "audio/ogg",
    ".opus": "audio/ogg",
    ".png": "image/png",
    ".srt": "application/x-subrip",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".vtt": "text/vtt",
    ".webp": "image/webp",
    ".xml": "application/rss+xml",
}
_TEXT = ("text/", "application/rss+xml", "application/x-subrip")


def media_type(name: str) -> str:
    """The type of a file by its name, without parameters."""
    lower = name.lower()
    return next(
        (kind for suffix, kind in _TYPES.items() if lower.endswith(suffix)), "application/octet-stream"
    )


def content_type(name: str) -> str:
    """The Content-Type of a file by its name: what is text says that it is UTF-8."""
    kind = media_type(name)
    return f"{kind}; charset=utf-8" if kind.startswith(_TEXT) else kind
