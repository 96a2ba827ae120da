"""Packages, as pip leaves them in a folder on the path."""

from collections.abc import Mapping
from pathlib import Path

GROUP = "bobao.engines"


def install(folder: Path, name: str, source: str, engines: Mapping[str, str]) -> None:
    """Write a package of one module that offers engines by entry points.

    Args:
        folder: on the path.
        name: of the package, and of its module.
        source: of its module.
        engines: what each entry point is called, and where it leads.
    """
    (folder / f"{name}.py").write_text(source, "utf-8")
    about = folder / f"{name}-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n", "utf-8")
    entries = "".join(f"{each} = {place}\n" for each, place in engines.items())
    (about / "entry_points.txt").write_text(f"[{GROUP}]\n{entries}", "utf-8")
