"""Pelican plugins of the bulletin: thin adapters, each with ``register()``.

``site_builder`` renders the pages, and ``search_index`` makes the search indexes in the background. Pelican finds
this package by PLUGIN_PATHS. The application ``bulletin`` is in the folder above.
"""

import sys
from importlib.util import find_spec
from pathlib import Path

if find_spec("bulletin") is None:
    sys.path.append(str(Path(__file__).resolve().parent.parent))
