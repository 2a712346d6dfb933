"""Pelican plugins of the bulletin: thin adapters, each with ``register()``. The work is done in ``bulletin``.

Pelican finds this package by PLUGIN_PATHS, also from another folder. The application stands beside it.
"""

import sys
from importlib.util import find_spec
from pathlib import Path

if find_spec("bulletin") is None:
    sys.path.append(str(Path(__file__).resolve().parent.parent))
