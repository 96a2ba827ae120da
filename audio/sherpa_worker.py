"""A process that speaks with a sherpa-onnx model; run as a file by `audio.sherpa_process`.

sherpa-onnx ends its whole process when it dislikes a model, and only on standard error tells which words it
left out. So it gets a process of its own, whose two outputs are one stream, in order: whatever the library
says, and answers, each a line of JSON behind a control character, followed by samples.
"""

import json
import os
import sys
from array import array
from typing import Any

ANSWER = b"\x1e"
"""Begins the line of an answer."""
_PEAK = 32_767


def _main() -> None:
    """Take lines of JSON: first the model's files, then texts, until there are no more."""
    tts = _loaded(json.loads(sys.stdin.readline()))
    _answer({"speakers": max(1, tts.num_speakers)}, b"")
    for line in sys.stdin:
        request = json.loads(line)
        sound = tts.generate(request["text"], sid=request["speaker"], speed=request["speed"])
        _answer({"rate_hz": sound.sample_rate}, _samples(sound.samples))


def _loaded(model: dict[str, Any]) -> Any:
    import sherpa_onnx as sherpa

    kinds = {
        "kokoro": sherpa.OfflineTtsKokoroModelConfig,
        "matcha": sherpa.OfflineTtsMatchaModelConfig,
        "vits": sherpa.OfflineTtsVitsModelConfig,
    }
    files = kinds[model["kind"]](**model["files"])
    config = sherpa.OfflineTtsModelConfig(**{model["kind"]: files}, num_threads=os.cpu_count() or 1)
    return sherpa.OfflineTts(sherpa.OfflineTtsConfig(model=config))


def _answer(header: dict[str, int], samples: bytes) -> None:
    line = json.dumps({**header, "bytes": len(samples)}).encode()
    sys.stdout.buffer.write(ANSWER + line + b"\n" + samples)
    sys.stdout.buffer.flush()


def _samples(levels: list[float]) -> bytes:
    """Levels from -1 to 1 as 16-bit samples."""
    return array("h", (round(_PEAK * min(1.0, max(-1.0, level))) for level in levels)).tobytes()


if __name__ == "__main__":
    _main()
