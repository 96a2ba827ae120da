"""How long Edge's voices take for an article, beside the plain `edge-tts` command.

Read it so: both are given the same text and the same server on loopback, which takes 0.25 s for a handshake
and sends sound at 20 times its own speed, as a good day of the real service. `speaking` is the stage of
synthesis alone; its bound is 1.15 × what four connections could do at best, (handshakes + sound) / 4. Its CPU
time, ffmpeg's included, may be a fifth of that: nothing but waiting. What the engine loads is loaded before,
as `build` does while it waits for ffmpeg; there it counts.

`build` is the command line from start to end, mastering included; its bound is half the time of edge-tts,
which only fetches. Each is the shortest of several rounds in which they take turns, after one that makes the
server ready. `edited` is a build after an edit of one sentence, which is one request; it must be quicker than
a whole one. `unchanged` is the same build once more; its bound is three times `bobao --help`.

By hand: `python -m benchmarks.synthesis_speed`.
"""

import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks._timing import print_table, run, shortest_of, users_environment
from benchmarks.build import ROOT, STORY, rebuild_of_edited, story_segments

HANDSHAKE_S, TIMES_REAL, EDGE_BYTES_PER_S = 0.25, 20, 6_000
CONNECTIONS = 4
BOUND, CPU_BOUND, BUILD_BOUND, UNCHANGED_BOUND = 1.15, 0.2, 0.5, 3.0
ROUNDS = 3

# The command has no option for another service.
EDGE_TTS = """
import sys
import edge_tts.communicate
edge_tts.communicate.WSS_URL = sys.argv.pop(1) + "?"
from edge_tts.util import main
main()
"""


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="bobao-") as name, _server() as url:
        folder = Path(name)
        environment = users_environment(BOBAO_CACHE_DIR=str(folder / "cache"), BOBAO_EDGE_URL=url)
        text = folder / "spoken.txt"
        text.write_text("\n".join(segment.spoken for segment in story_segments()), "utf-8")
        stages = [_speaking(environment) for _ in range(ROUNDS + 1)][1:]
        build_s, edited_s, plain_s = shortest_of(
            lambda: _fresh_build(folder, environment),
            rebuild_of_edited(folder, "edge", environment),
            lambda: _edge_tts(url, text),
            rounds=ROUNDS,
        )
        unchanged_s, help_s = shortest_of(
            lambda: _build(folder, environment),
            lambda: run([sys.executable, "-m", "bobao", "--help"], cwd=ROOT, env=environment),
        )
    stage = min(stages, key=lambda each: each["wall_s"])
    best_s = (stage["requests"] * HANDSHAKE_S + stage["sound_s"] / TIMES_REAL) / CONNECTIONS
    cpu = min(each["cpu_s"] for each in stages) / stage["wall_s"]
    rows = [
        ("", "seconds", "ratio", "bound"),
        (f"speaking {STORY.name}", f"{stage['wall_s']:.2f}", f"{stage['wall_s'] / best_s:.2f}", f"{BOUND}"),
        (f"  best of {CONNECTIONS} connections", f"{best_s:.2f}", "", ""),
        ("  CPU", f"{cpu * stage['wall_s']:.2f}", f"{cpu:.2f}", f"{CPU_BOUND}"),
        ("build", f"{build_s:.2f}", f"{build_s / plain_s:.2f}", f"{BUILD_BOUND}"),
        ("  edge-tts", f"{plain_s:.2f}", "", ""),
        ("edited build", f"{edited_s:.2f}", f"{edited_s / build_s:.2f}", "below 1"),
        ("unchanged build", f"{unchanged_s:.2f}", f"{unchanged_s / help_s:.2f}", f"{UNCHANGED_BOUND}"),
        ("  bobao --help", f"{help_s:.2f}", "", ""),
    ]
    print_table(rows)
    return int(
        stage["wall_s"] > BOUND * best_s
        or cpu > CPU_BOUND
        or build_s > BUILD_BOUND * plain_s
        or edited_s >= build_s
        or unchanged_s > UNCHANGED_BOUND * help_s
    )


@contextmanager
def _server() -> Iterator[str]:
    """The address of a server in a process of its own."""
    speed = ["--handshake-s", str(HANDSHAKE_S), "--bytes-per-s", str(TIMES_REAL * EDGE_BYTES_PER_S)]
    command = [sys.executable, "-m", "tests.servers.edge", *speed]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        try:
            yield server.stdout.readline().strip()
        finally:
            server.terminate()


def _speaking(environment: dict[str, str]) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.synthesis_speed", "speak"]
    done = subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE)
    measured: dict[str, float] = json.loads(done.stdout)
    return measured


def _fresh_build(folder: Path, environment: dict[str, str]) -> None:
    for part in ("show", "cache"):
        shutil.rmtree(folder / part, ignore_errors=True)
    _build(folder, environment)


def _build(folder: Path, environment: dict[str, str]) -> None:
    build = ["build", str(STORY), "--engine", "edge", "--show", str(folder / "show")]
    run([sys.executable, "-m", "bobao", *build], cwd=ROOT, env=environment)


def _edge_tts(url: str, text: Path) -> None:
    options = ["--file", str(text), "--voice", "zh-CN-YunyangNeural", "--write-media", str(text) + ".mp3"]
    run([sys.executable, "-c", EDGE_TTS, url, *options])


def speak() -> None:
    """Speak the article with an empty cache, and print how long it took."""
    from audio import ClipCache, Narrator, load_engine, make_ready, synthesize

    segments, engine = story_segments(), load_engine("edge")
    make_ready(engine)
    with tempfile.TemporaryDirectory(prefix="bobao-") as name:
        cache = ClipCache(Path(name) / "cache")
        begun, cpu_s = time.perf_counter(), _cpu_s()
        clips = synthesize(
            segments, Narrator(engine, engine.default_voice), cache, Path(name), lambda _: None
        )
        wall_s, cpu_s = time.perf_counter() - begun, _cpu_s() - cpu_s
        sound = sum(path.stat().st_size for path in Path(name).rglob("*.clip")) / EDGE_BYTES_PER_S
    print(json.dumps({"wall_s": wall_s, "cpu_s": cpu_s, "requests": len(clips), "sound_s": sound}))


def _cpu_s() -> float:
    """Of this process, and of those that it has started and that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


if __name__ == "__main__":
    if sys.argv[1:] == ["speak"]:
        speak()
    else:
        sys.exit(main())
