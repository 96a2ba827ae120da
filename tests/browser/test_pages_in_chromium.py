"""The pages in a real browser: play, seek, follow, share, without a script, on a narrow phone, for everybody.

Chromium is Debian's, driven by Playwright, which downloads nothing. axe-core and the Nu checker are npm's.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright

from tests.cli.test_serve import serving
from tests.conftest import ROOT, Bobao

pytestmark = [pytest.mark.storm, pytest.mark.filterwarnings("ignore::ResourceWarning")]

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--autoplay-policy=no-user-gesture-required",
]
NODE_MODULES = [
    Path(os.environ.get("BOBAO_NODE_MODULES", "")),
    ROOT / "node_modules",
    Path("/usr/local/lib/node_modules"),
]


@dataclass(frozen=True)
class Hosted:
    """A show that is being served.

    Attributes:
        base: its address.
        episode: the address of an episode with several chapters.
        public: its folder.
    """

    base: str
    episode: str
    public: Path


@pytest.fixture(scope="module")
def hosted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hosted]:
    bobao = Bobao(tmp_path_factory.mktemp("browser"))
    ran = bobao(
        "build",
        ROOT / "examples/clay-drum.md",
        ROOT / "examples/solar-sheep.html",
        "--engine",
        "espeak",
        "--json",
    )
    assert ran.code == 0, ran.err
    (known, *_) = (each["id"] for each in ran.json["episodes"])
    with serving(bobao) as (_, port):
        base = f"http://127.0.0.1:{port}/"
        yield Hosted(base, f"{base}episodes/{known}.html", bobao.show / "public")


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not program:
        pytest.skip("no Chromium here: the pages are not tried in a browser (apt install chromium)")
    started = playwright.chromium.launch(executable_path=program, args=FLAGS)
    yield started
    started.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(locale="zh-CN")
    made.grant_permissions(["clipboard-read", "clipboard-write"])
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext, hosted: Hosted) -> Iterator[Page]:
    opened = context.new_page()
    strangers: list[str] = []
    errors: list[str] = []
    opened.on(
        "request",
        lambda request: strangers.append(request.url) if not request.url.startswith(hosted.base) else None,
    )
    opened.on("pageerror", lambda error: errors.append(str(error)))
    yield opened
    assert strangers == [], "nobody else is asked for anything"
    assert errors == []


def at(page: Page) -> float:
    """Where the player is, in seconds."""
    return float(page.evaluate("document.querySelector('audio').currentTime"))


def wait_for(page: Page, condition: str) -> None:
    page.wait_for_function(
        f"(() => {{ const audio = document.querySelector('audio'); return {condition}; }})()"
    )


def ready(page: Page, url: str) -> Page:
    page.goto(url)
    wait_for(page, "audio.readyState > 0")
    return page


# Playing ---------------------------------------------------------------------------------------------------


def test_it_plays_and_seeks(page: Page, hosted: Hosted) -> None:
    ready(page, hosted.episode)
    page.evaluate("document.querySelector('audio').play()")
    wait_for(page, "audio.currentTime > 0.2 && !audio.paused")
    page.evaluate("document.querySelector('audio').pause()")
    stopped = at(page)  # or it would go on meanwhile, and far on a slow machine
    page.click("#forward")
    wait_for(page, f"Math.abs(audio.currentTime - {stopped + 30}) < 0.1")
    page.click("#back")
    wait_for(page, f"Math.abs(audio.currentTime - {stopped + 15}) < 0.1")


def test_a_chapter_is_played_from_its_start_and_marked(page: Page, hosted: Hosted) -> None:
    ready(page, hosted.episode)
    chapter = page.locator("#chapters a").nth(2)
    start = float(chapter.get_attribute("data-start") or 0)
    chapter.click()
    wait_for(page, f"audio.currentTime >= {start} && audio.currentTime < {start + 5} && !audio.paused")
    expect(chapter).to_have_attribute("aria-current", "true")
    assert page.url.endswith(chapter.get_attribute("href") or "-")


def test_the_transcript_follows_the_sound_and_seeks(page: Page, hosted: Hosted) -> None:
    ready(page, hosted.episode)
    line = page.locator("#transcript a").nth(12)
    start, end = (float(line.get_attribute(f"data-{which}") or 0) for which in ("start", "end"))
    line.click()
    wait_for(page, f"audio.currentTime >= {start} && audio.currentTime < {end}")
    expect(line).to_have_attribute("aria-current", "true")
    page.evaluate(f"document.querySelector('audio').currentTime = {end - 0.3}")
    expect(page.locator("#transcript a").nth(13)).to_have_attribute("aria-current", "true", timeout=10_000)
    expect(page.locator("#transcript a").nth(13)).to_be_in_viewport()
    expect(page.locator("#transcript [aria-current]")).to_have_count(1)


def test_a_link_to_a_moment_leads_there(page: Page, hosted: Hosted) -> None:
    ready(page, f"{hosted.episode}#t=42.5")
    wait_for(page, "Math.abs(audio.currentTime - 42.5) < 0.5")
    page.evaluate("location.hash = '#t=1:10'")
    wait_for(page, "Math.abs(audio.currentTime - 70) < 0.5")


def test_a_moment_is_shared_by_its_link(page: Page, hosted: Hosted) -> None:
    ready(page, f"{hosted.episode}#t=42")
    wait_for(page, "audio.currentTime >= 42")
    page.click("#share")
    expect(page.locator("#status")).to_contain_text("已复制")
    assert page.evaluate("navigator.clipboard.readText()") == f"{hosted.episode}#t=42"


def test_keys(page: Page, hosted: Hosted) -> None:
    ready(page, hosted.episode)
    page.keyboard.press("k")
    wait_for(page, "!audio.paused")
    page.keyboard.press("Space")
    wait_for(page, "audio.paused")
    page.keyboard.press("ArrowRight")
    wait_for(page, "audio.currentTime >= 30")
    page.keyboard.press("ArrowLeft")
    wait_for(page, "audio.currentTime < 20")
    page.keyboard.press(">")
    wait_for(page, "audio.playbackRate === 1.25")
    second = float(page.locator("#chapters a").nth(2).get_attribute("data-start") or 0)
    page.keyboard.press("n")
    wait_for(page, f"Math.abs(audio.currentTime - {second}) < 0.5")
    page.keyboard.press("p")
    wait_for(page, f"audio.currentTime < {second} - 1")


def test_every_control_is_reached_by_the_keyboard(page: Page, hosted: Hosted) -> None:
    ready(page, hosted.episode)
    reached = set()
    for _ in range(40):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.id || document.activeElement.tagName"))
    assert {"audio", "back", "forward", "speed", "follow", "share", "A"} <= reached


def test_the_speed_and_the_place_are_remembered(context: BrowserContext, hosted: Hosted) -> None:
    first = ready(context.new_page(), hosted.episode)
    first.select_option("#speed", "1.5")
    first.evaluate("document.querySelector('audio').currentTime = 60")
    first.evaluate("document.querySelector('audio').play()")
    wait_for(first, "audio.currentTime > 60.2")
    first.evaluate("document.querySelector('audio').pause()")
    first.close()
    again = ready(context.new_page(), hosted.episode)
    wait_for(again, "Math.abs(audio.currentTime - 60.5) < 2")
    wait_for(again, "audio.playbackRate === 1.5")


def test_only_one_episode_sounds_at_a_time(page: Page, hosted: Hosted) -> None:
    page.goto(hosted.base)
    page.evaluate("document.querySelectorAll('audio')[0].play()")
    wait_for(page, "!audio.paused && audio.currentTime > 0.1")
    page.evaluate("document.querySelectorAll('audio')[1].play()")
    wait_for(page, "audio.paused")


def test_the_address_of_the_feed_is_copied(page: Page, hosted: Hosted) -> None:
    page.goto(hosted.base)
    page.click("summary")
    page.click("[data-copy]")
    expect(page.locator("[data-copy]")).to_have_text("已复制")
    assert page.evaluate("navigator.clipboard.readText()") == f"{hosted.base}feed.xml"


def test_the_feed_itself_is_a_page(page: Page, hosted: Hosted) -> None:
    page.goto(f"{hosted.base}feed.xml")
    assert page.evaluate("getComputedStyle(document.querySelector('rss'), '::before').content").startswith(
        '"这是一份播客订阅源'
    )
    assert page.evaluate("getComputedStyle(document.querySelector('item > enclosure')).display") == "none"


# For everybody ---------------------------------------------------------------------------------------------


def test_without_a_script_all_is_there(browser: Browser, hosted: Hosted) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(hosted.episode)
    expect(page.locator("audio")).to_be_visible()
    expect(page.locator("#transcript a").first).to_be_visible()
    expect(page.locator(".controls")).to_be_hidden()
    link = page.locator("#chapters a").nth(2)
    place = link.get_attribute("href") or ""
    link.click()
    assert page.url.endswith(place)
    page.goto(hosted.base)
    page.locator("summary").click()
    expect(page.locator(".address a")).to_be_visible()
    page.locator("h3 a").first.click()
    expect(page.locator("#transcript")).to_be_visible()
    context.close()


@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("which", ["base", "episode"])
def test_nothing_is_wider_than_the_screen(browser: Browser, hosted: Hosted, which: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 700})
    page.goto(getattr(hosted, which))
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("which", ["base", "episode"])
def test_axe_finds_nothing(browser: Browser, hosted: Hosted, which: str, scheme: Any) -> None:
    axe = from_npm("axe-core/axe.min.js")
    page = browser.new_page(color_scheme=scheme, viewport={"width": 390, "height": 800})
    page.goto(f"{getattr(hosted, which)}#t=20")
    wait_for(page, "audio.readyState > 0")
    page.add_script_tag(path=axe)
    found = page.evaluate("axe.run({resultTypes: ['violations']})")["violations"]
    page.close()
    assert [(each["id"], [node["html"][:120] for node in each["nodes"]]) for each in found] == []


def test_the_nu_checker_finds_no_error(hosted: Hosted) -> None:
    jar, java = from_npm("vnu-jar/build/dist/vnu.jar"), shutil.which("java")
    if not java:
        pytest.skip(
            "no Java here: pages are not checked by the Nu checker (apt install default-jre-headless)"
        )
    pages = [str(hosted.public / "index.html"), *map(str, hosted.public.glob("episodes/*.html"))]
    styles = [str(path) for path in hosted.public.glob("assets/style-*.css")]
    done = subprocess.run([java, "-jar", jar, "--errors-only", *pages], capture_output=True, check=False)
    assert done.stderr.decode() == ""
    done = subprocess.run(
        [java, "-jar", jar, "--css", "--errors-only", *styles], capture_output=True, check=False
    )
    # It does not know these yet.
    known = re.compile("text-wrap|color-mix|backdrop-filter|box-decoration-break|line-clamp|text-size-adjust")
    assert [line for line in done.stderr.decode().splitlines() if not known.search(line)] == []


def from_npm(path: str) -> str:
    for folder in NODE_MODULES:
        if (folder / path).is_file():
            return str(folder / path)
    pytest.skip(f"no {path.partition('/')[0]} here (npm install {path.partition('/')[0]})")
