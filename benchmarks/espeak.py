"""How much processor time the espeak engine takes for an article, against plain espeak-ng `cmn`.

python benchmarks/espeak.py ARTICLE.txt
"""

import asyncio
import sys
import time
from pathlib import Path

from audio import Utterance
from audio.espeak import EspeakEngine
from audio.espeak_library import say
from audio.espeak_markup import Passage

_CHUNK = 200


def _timed(action):
    start = time.process_time()
    action()
    return time.process_time() - start


def main():
    text = "".join(Path(sys.argv[1]).read_text(encoding="utf-8").split())[:2000]
    pieces = [text[start : start + _CHUNK] for start in range(0, len(text), _CHUNK)]
    engine = EspeakEngine()

    async def ours():
        for piece in pieces:
            await engine.speak(Utterance(piece, "cmn"))

    load_s = _timed(lambda: engine.wording(Utterance("重庆", "cmn")))
    plain_s = min(
        _timed(lambda: [say([Passage("cmn", piece, 0)], 200) for piece in pieces]) for _ in range(7)
    )
    ours_s = min(_timed(lambda: asyncio.run(ours())) for _ in range(7))
    print(f"{len(text)} characters: plain {plain_s:.2f} s, ours {ours_s:.2f} s, ratio {ours_s / plain_s:.2f}")
    print(f"first use (pypinyin and our readings): {load_s:.2f} s")


if __name__ == "__main__":
    main()
