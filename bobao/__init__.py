"""The launcher: `bobao` and `python -m bobao`."""

import sys
from pathlib import Path

_HERE = Path(__file__).parent

# Installed, the four folders lie inside this one, as an application's modules lie beside its script.
if (_HERE / "cli").is_dir() and str(_HERE) not in sys.path:
    sys.path.insert(0, str(_HERE))
