"""A tiny VITS model for sherpa-onnx: its speech is a tone, as long as there are characters to say."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

RATE_HZ = 16_000
CHARACTER_S = 0.2
SPEAKERS = 3
PUNCTUATION = "，。！？"
METADATA: Mapping[str, str] = MappingProxyType(
    {
        "sample_rate": str(RATE_HZ),
        "n_speakers": str(SPEAKERS),
        "language": "Chinese",
        "comment": "a tone",
        "add_blank": "0",
        "punctuation": " ".join(PUNCTUATION),
    }
)


def write_model(
    folder: Path,
    characters: str,
    *,
    metadata: Mapping[str, str] = METADATA,
    character_s: float = CHARACTER_S,
    level: float = 0.3,
) -> Path:
    """Write a model that knows these characters.

    Args:
        folder: where; made if need be.
        characters: what it can say.
        metadata: what sherpa-onnx wants to read in the network.
        character_s: how long it takes for one, at its own speed.
        level: of the tone, against full scale.
    """
    folder.mkdir(parents=True, exist_ok=True)
    words = sorted(set(characters))
    tokens = ["_", *PUNCTUATION, *(f"t{number}" for number in range(len(words)))]
    lexicon = [f"{word} t{number}" for number, word in enumerate(words)]
    (folder / "tokens.txt").write_text("".join(f"{token} {at}\n" for at, token in enumerate(tokens)), "utf-8")
    (folder / "lexicon.txt").write_text("\n".join([*lexicon, ""]), "utf-8")
    _write_network(folder / "tone.onnx", metadata, character_s * RATE_HZ, level)
    return folder


def _write_network(path: Path, metadata: Mapping[str, str], token_samples: float, level: float) -> None:
    """Its output is sin(range(tokens * token_samples * length_scale)), with a pitch for each speaker."""
    import onnx
    from onnx import TensorProto, helper

    def number(name: str, value: float) -> onnx.TensorProto:
        return helper.make_tensor(name, TensorProto.FLOAT, [], [value])

    steps = [
        ("Cast", "x_length", "tokens"),
        ("Mul", "tokens token_samples", "usual"),
        ("Mul", "usual length_scale", "scaled"),
        ("Squeeze", "scaled", "samples"),
        ("Range", "zero samples one", "times"),
        ("Cast", "sid", "speaker"),
        ("Add", "speaker one", "pitch"),
        ("Mul", "pitch turn", "step"),
        ("Mul", "times step", "phases"),
        ("Sin", "phases", "wave"),
        ("Mul", "wave level", "quiet"),
        ("Reshape", "quiet shape", "y"),
    ]
    nodes = [helper.make_node(kind, taken.split(), [given]) for kind, taken, given in steps]
    for node in nodes:
        if node.op_type == "Cast":
            node.attribute.append(helper.make_attribute("to", TensorProto.FLOAT))
    constants = [
        number("zero", 0.0),
        number("one", 1.0),
        number("token_samples", token_samples),
        number("turn", 0.1),
        number("level", level),
        helper.make_tensor("shape", TensorProto.INT64, [3], [1, 1, -1]),
    ]
    inputs = [
        helper.make_tensor_value_info("x", TensorProto.INT64, [1, "L"]),
        helper.make_tensor_value_info("x_length", TensorProto.INT64, [1]),
        *(
            helper.make_tensor_value_info(name, TensorProto.FLOAT, [1])
            for name in ("noise_scale", "length_scale", "noise_scale_w")
        ),
        helper.make_tensor_value_info("sid", TensorProto.INT64, [1]),
    ]
    outputs = [helper.make_tensor_value_info("y", TensorProto.FLOAT, [1, 1, "N"])]
    graph = helper.make_graph(nodes, "tone", inputs, outputs, constants)
    # The oldest that knows these operators: any onnxruntime reads it.
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    helper.set_model_props(model, dict(metadata))
    onnx.save(model, str(path))
