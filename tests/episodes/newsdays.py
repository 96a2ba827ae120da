"""Days of a show that nobody watches: a news site, a clock that is set, and a run at any of its times."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import feedparser

from audio import open_cache
from episodes import Crew, Duty, Memory, RunReport, open_show, run
from episodes.worker import Notepad
from tests.conftest import BRIEF
from tests.servers.newsroom import Newsroom, Printed

DAWN = datetime(2026, 11, 19, 22, 30, tzinfo=UTC)
"""Half past six on the 20th, in Shanghai."""

NAMES = (
    "图书馆", "铁路", "菜市场", "博物馆", "码头", "公园", "医院", "学校", "体育场", "邮局",
    "水库", "果园", "茶山", "渔港", "古桥", "灯塔", "剧院", "天文台", "植物园", "消防站",
)  # fmt: skip
EVENTS = (
    ("开馆", "清晨六点，门口已排起长队。第一位入场的是退休教师何淑珍，她说自己等这一天等了{n}年。"),
    ("修缮完工", "工匠换下了{n}根朽坏的木梁，外墙仍按旧照片刷成浅黄色，施工没有用一颗铁钉。"),
    ("延长开放时间", "管理处说，从下周起每晚多开两个小时，试行{n}个月，之后再听取意见。"),
    ("举行消防演练", "警报响后{n}分钟，最后一名参演者走出大楼，讲评时指出了两处不足。"),
    ("发现旧信", "信纸夹在一本账簿里，落款是{n}年前的冬天，字迹仍然清楚，档案员正在查收信人。"),
    ("招募志愿者", "报名首日就收到{n}份表格，年纪最大的申请人七十八岁，最小的还在读初中。"),
    ("启用雨水系统", "地下蓄水池可存{n}立方米雨水，够浇灌四周草地半个月，成本由三家企业分担。"),
)


def story(number: int, *, more: str = "", **changes: Any) -> Printed:
    """The story of a number: no two are alike in more than a few words."""
    name, (event, told) = NAMES[number % len(NAMES)], EVENTS[number % len(EVENTS)]
    body = (
        f"海州{name}今天{event}。{told.format(n=number + 11)}",
        f"记者在{name}看到，{NAMES[(number + 7) % len(NAMES)]}方向的人也陆续赶来，编号{number * 37 + 5}的展牌前停留最久。{more}",
    )
    return Printed(f"海州{name}{event}", body, **changes)


@dataclass
class Newsdays:
    """A show, its news site, and the time."""

    folder: Path
    newsroom: Newsroom
    now: datetime = DAWN
    watcher: Notepad = field(default_factory=Notepad)

    def make(self, *sections: str, voice: str = 'engine = "silent"', more: str = "") -> None:
        """Make the show, with a feed for each section."""
        sources = "".join(f'[[source]]\nfeed = "{self.newsroom.feed(section)}"\n' for section in sections)
        self.write(f"{sources}[voice]\n{voice}\n{BRIEF}[fetch]\nprivate = true\n{more}")

    def write(self, settings: str) -> None:
        self.folder.mkdir(exist_ok=True)
        (self.folder / "show.toml").write_text(settings, "utf-8")

    def print(self, section: str, *numbers: int, **changes: Any) -> None:
        """Print these stories in a section, at the present time."""
        for number in numbers:
            printed = story(number, published=self.now - timedelta(hours=1), **changes)
            self.newsroom.print(section, f"{number}.html", printed)

    def run(self, clock: Callable[[], datetime] | None = None, crew: Crew | None = None) -> RunReport:
        cache = open_cache(self.watcher.warn)
        duty = Duty(open_show(self.folder), cache, self.watcher, clock=clock or (lambda: self.now), crew=crew)
        try:
            return run(duty)
        finally:
            cache.keep_bounded()

    def tomorrow(self) -> None:
        self.now += timedelta(days=1)

    def memory(self) -> Memory:
        return Memory(self.folder / "catalog.sqlite3")

    def entries(self) -> list[Any]:
        """What the feed holds, every enclosure of it being there, of the length that the feed says."""
        data = (self.folder / "public" / "feed.xml").read_bytes()
        parsed = feedparser.parse(data)
        assert not parsed.bozo
        for entry in parsed.entries:
            (enclosure,) = entry.enclosures
            file = self.folder / "public" / enclosure.href.removeprefix("http://localhost:8000/")
            assert file.stat().st_size == int(enclosure.length)
        return list(parsed.entries)

    def titles(self) -> list[str]:
        return [entry.title for entry in self.entries()]


def told(report: RunReport) -> list[tuple[str, str]]:
    """What a run changed: how, and what."""
    return [(str(built.change), built.episode.title) for built in report.changed]
