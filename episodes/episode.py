"""What the catalog holds of an episode, as values."""

from dataclasses import dataclass
from datetime import datetime

from audio import Chapter


@dataclass(frozen=True, slots=True)
class Reservation:
    """What is fixed about an episode before it is made.

    Attributes:
        id: what the command line takes; eight hexadecimal digits.
        guid: what podcast apps know it by.
        published_at: with a zone; never changes.
        new: whether it was reserved just now.
    """

    id: str
    guid: str
    published_at: datetime
    new: bool


@dataclass(frozen=True, slots=True)
class Recording:
    """What a build made of a reserved episode.

    Attributes:
        recipe: a hash of all that shaped it; the same recipe gives the same episode.
        title: the story's title.
        author: of the story; may be empty.
        publisher: of the story; may be empty.
        url: of the story; may be empty.
        audio: path from the show's folder, with slashes.
        bytes: the audio file's size.
        length_s: how long it plays.
        engine: which spoke.
        voice: whose voice it was.
        fallback: whether the engine spoke because another could not.
        chapters: titled stretches.
        summary: how the story begins; may be empty.
        texts: path from the show's folder of its transcripts and chapters, without their endings; "" if it
            has none.
    """

    recipe: str
    title: str
    author: str
    publisher: str
    url: str
    audio: str
    bytes: int
    length_s: float
    engine: str
    voice: str
    fallback: bool
    chapters: tuple[Chapter, ...]
    summary: str = ""
    texts: str = ""


@dataclass(frozen=True, slots=True)
class Episode:
    """A published episode.

    Attributes:
        id: what the command line takes.
        guid: what podcast apps know it by.
        published_at: with a zone.
        recording: what was made of it.
        own_title: what its owner calls it instead of the story's title; may be empty.
        notes: what its owner says of it; may be empty.
        image: path from the show's folder of its own picture; "" is the show's cover.
    """

    id: str
    guid: str
    published_at: datetime
    recording: Recording
    own_title: str = ""
    notes: str = ""
    image: str = ""

    @property
    def title(self) -> str:
        """What listeners see."""
        return self.own_title or self.recording.title


@dataclass(frozen=True, slots=True)
class Caption:
    """A piece of the written text, and when it is said.

    Attributes:
        start_s: seconds from the start of the episode.
        end_s: seconds from the start of the episode.
        text: as written, on one line.
        speaker: who says it, by a name for listeners.
        begins: whether a paragraph begins with it.
    """

    start_s: float
    end_s: float
    text: str
    speaker: str
    begins: bool
