"""What search engines read of an episode's page (schema.org)."""

from typing import Any

from .addresses import FEED, address, hosted, page_of
from .episode import Episode
from .media_types import media_type
from .show import Show


def structured_data(show: Show, episode: Episode, cover: str) -> dict[str, Any]:
    """A PodcastEpisode, as JSON-LD.

    Args:
        show: the podcast.
        episode: which.
        cover: the cover's path from public/.
    """
    recording = episode.recording
    return {
        "@context": "https://schema.org",
        "@type": "PodcastEpisode",
        "url": address(show, page_of(episode.id)),
        "name": episode.title,
        "description": recording.summary or episode.title,
        "inLanguage": show.settings.language,
        "datePublished": show.local(episode.published_at).isoformat(),
        "duration": _duration(recording.length_s),
        "image": address(show, hosted(episode.image) or cover),
        "associatedMedia": {
            "@type": "AudioObject",
            "contentUrl": address(show, hosted(recording.audio)),
            "encodingFormat": media_type(recording.audio),
            "contentSize": str(recording.bytes),
            "duration": _duration(recording.length_s),
        },
        "partOfSeries": {
            "@type": "PodcastSeries",
            "name": show.settings.title,
            "url": address(show, ""),
            "webFeed": address(show, FEED),
        },
    }


def _duration(seconds: float) -> str:
    """ISO 8601, as in PT7M6S."""
    whole = max(1, round(seconds))
    hours, minutes, rest = whole // 3600, whole // 60 % 60, whole % 60
    return "PT" + "".join(
        f"{value}{unit}" for value, unit in ((hours, "H"), (minutes, "M"), (rest, "S")) if value
    )
