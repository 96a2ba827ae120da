"""What show.toml may say. The file `show.toml` beside this one explains each option to a user."""

import json
import re
import tomllib
from functools import partial
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import quote
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    Field,
    StringConstraints,
    ValidationError,
    field_validator,
)
from pydantic_core import PydanticCustomError

from audio import Sound
from scripts import (
    FIELDS,
    LONGEST_TITLE,
    ConfigurationError,
    Pauses,
    SiteRules,
    Speaker,
    Words,
    line_pattern,
    names_in,
    spoken,
)

from .complaints import explained
from .errors import SettingsError
from .run_settings import DigestSettings, KeepSettings, NotifySettings, RunSettings
from .sections import Line
from .sections import Section as _Section
from .source_settings import SourceSettings

TEMPLATE = Path(__file__).with_name("show.toml")
"""The show.toml that `bobao new` writes: every option, explained, at its default."""

LOCAL_URL = "http://localhost:8000/"
"""Where `bobao serve` listens, until the show says where it is hosted."""

Title = Annotated[Line, StringConstraints(min_length=1, max_length=LONGEST_TITLE)]


def _template(text: str) -> str:
    unknown = [name for name in names_in(text) if name not in FIELDS]
    if unknown:
        allowed = ", ".join(f"{{{name}}}" for name in FIELDS)
        raise PydanticCustomError("template", f"in braces may stand only {allowed}")
    return text


def _host(name: str) -> str:
    if set(name) & set("/:@ "):
        raise PydanticCustomError("host", "it should be a host such as example.com")
    return name


def _pattern(text: str) -> str:
    try:
        line_pattern(text)
    except ConfigurationError as error:
        raise PydanticCustomError("line_pattern", "{message}", {"message": error.message}) from None
    return text


Said = Annotated[str, StringConstraints(max_length=100)]
"""So short that no word makes a segment longer than engines take."""

Announcement = Annotated[Line, AfterValidator(_template)]
LinePattern = Annotated[str, AfterValidator(_pattern)]
Host = Annotated[Line, StringConstraints(to_lower=True), AfterValidator(_host)]


class VoiceSettings(_Section):
    """[voice]: who speaks."""

    engine: Line = "edge"
    name: Line = ""
    rate: Annotated[int, Field(ge=-50, le=100)] = 0
    quotations: Line = ""
    alternate: tuple[Line, ...] = ()
    fallback: Literal["espeak", "none"] = "espeak"
    budget_s: Annotated[int, Field(ge=0, le=86_400)] = 0


class TextSettings(_Section):
    """[text]: what is said around a story."""

    opening: Announcement = "欢迎收听{show}。今天是{date}，{weekday}。"
    closing: Announcement = "以上内容来自{publisher}。感谢收听{show}，我们下次再见。"


class ScriptSettings(_Section):
    """[script]: who may rewrite it."""

    filter: tuple[Line, ...] = ()


class NoticeSettings(_Section):
    """[notice]: how listeners and machines are told that the voice is synthetic."""

    spoken: Announcement = "本节目由人工智能语音合成。"
    metadata: bool = True
    producer: Line = ""


class MusicSettings(_Section):
    """[music]: "default", "none", or a path from the show's folder."""

    intro: Line = "default"
    outro: Line = "default"
    bed: Line = "default"
    bed_under: Literal["opening", "chapters"] = "opening"


class CleanSettings(_Section):
    """[[clean]]: which lines of a site are the story."""

    site: Host = ""
    drop: tuple[LinePattern, ...] = ()
    keep: tuple[LinePattern, ...] = ()
    stop_at: tuple[LinePattern, ...] = ()

    @property
    def rules(self) -> SiteRules:
        """The same with its patterns compiled."""
        drop, keep, stop_at = (
            tuple(map(line_pattern, each)) for each in (self.drop, self.keep, self.stop_at)
        )
        return SiteRules(self.site, drop, keep, stop_at)


class FetchSettings(_Section):
    """[fetch]: where links may lead."""

    private: bool = False


class FeedSettings(_Section):
    """[feed]: how it is laid out."""

    updates: Literal["daily", "weekly", "monthly", ""] = "daily"
    page: Annotated[int, Field(ge=10, le=5000)] = 300


class PublishSettings(_Section):
    """[publish]: where `bobao publish` brings public/ to; the options are those of its file system."""

    to: Line = ""
    options: dict[str, Any] = Field(default={})


class BackupSettings(_Section):
    """[backup]: where `bobao backup` keeps the show; the options are those of its file system."""

    to: Line = ""
    options: dict[str, Any] = Field(default={})


class Settings(_Section):
    """All of show.toml."""

    title: Title = "播报"
    description: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1300)] = (
        "用声音读新闻：每天把值得听的文章读给你听。"
    )
    author: Line = ""
    email: Line = ""
    language: Literal["zh-cn", "zh-tw", "zh-hk", "zh-sg", "zh", "en", "en-us", "en-gb"] = "zh-cn"
    category: Line = "News"
    explicit: bool = False
    public: bool = False
    base_url: Line = ""
    timezone: Line = "Asia/Shanghai"
    cover: Line = ""
    voice: VoiceSettings = VoiceSettings()
    text: TextSettings = TextSettings()
    notice: NoticeSettings = NoticeSettings()
    script: ScriptSettings = ScriptSettings()
    pauses: Pauses = Pauses()
    sound: Sound = Sound()
    music: MusicSettings = MusicSettings()
    fetch: FetchSettings = FetchSettings()
    feed: FeedSettings = FeedSettings()
    publish: PublishSettings = PublishSettings()
    backup: BackupSettings = BackupSettings()
    clean: tuple[CleanSettings, ...] = ()
    source: tuple[SourceSettings, ...] = ()
    run: RunSettings = RunSettings()
    digest: DigestSettings = DigestSettings()
    keep: KeepSettings = KeepSettings()
    notify: NotifySettings = NotifySettings()
    engine: dict[str, dict[str, Any]] = Field(default={})
    words: dict[str, Said] = Field(default={})

    def options_of(self, engine: str) -> dict[str, Any]:
        """What [engine.NAME] says; the engine itself knows what may stand there."""
        return self.engine.get(engine, {})

    @property
    def rules(self) -> tuple[SiteRules, ...]:
        """The show's own rules of cleaning."""
        return tuple(each.rules for each in self.clean)

    @property
    def speaker(self) -> Speaker:
        """Turns written text into its spoken form, the show's words first."""
        return partial(spoken, words=self.dictionary)

    @property
    def dictionary(self) -> Words:
        """[words], as the rules want it."""
        return Words(self.words)

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ValueError, OSError, LookupError):
            raise PydanticCustomError("zone", "it should be a time zone such as Asia/Shanghai") from None
        return name

    @field_validator("base_url")
    @classmethod
    def _absolute_url(cls, url: str) -> str:
        # What a browser shows as 播客 is %E6%92… in a link: some apps read nothing else.
        url = quote(url, safe=":/?#[]@!$&'()*+,;=%~")
        if url and not re.fullmatch(r"https?://[A-Za-z0-9.\-:\[\]]+(/[^?#]*)?", url):
            raise PydanticCustomError("url", "it should be an address such as https://example.com/podcast/")
        return url and url.rstrip("/") + "/"

    @field_validator("category")
    @classmethod
    def _apple_category(cls, name: str) -> str:
        if name not in CATEGORIES:
            raise PydanticCustomError("category", f"it should be one of {', '.join(CATEGORIES)}")
        return name

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read and check a show.toml.

        Raises:
            SettingsError: the first thing that is wrong: the key, what was found, what is allowed.
        """
        try:
            written = tomllib.loads(path.read_text("utf-8-sig"))
            # By way of JSON, as only there strict types allow that a table becomes a dataclass.
            return cls.model_validate_json(json.dumps(written, default=str), strict=True)
        except OSError as error:
            raise SettingsError(f"{path} cannot be read: {error.strerror}") from error
        except UnicodeDecodeError as error:
            raise SettingsError(f"{path} is not UTF-8", "save it as UTF-8") from error
        except tomllib.TOMLDecodeError as error:
            raise SettingsError(f"{path} is not TOML: {error}", "mend that line") from error
        except ValidationError as error:
            raise SettingsError(*explained(path, error.errors()[0], cls)) from error


CATEGORIES = (
    "Arts",
    "Business",
    "Comedy",
    "Education",
    "Fiction",
    "Government",
    "Health & Fitness",
    "History",
    "Kids & Family",
    "Leisure",
    "Music",
    "News",
    "Religion & Spirituality",
    "Science",
    "Society & Culture",
    "Sports",
    "TV & Film",
    "Technology",
    "True Crime",
)
"""Apple's top-level podcast categories."""
