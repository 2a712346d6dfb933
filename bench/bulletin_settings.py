"""Settings of the bulletin in the benchmark, with the site URL of the peers.

The search index is off unless the variable ``BENCH_SEARCH`` is set.
Share cards are off, and official documents are not looked for, because no peer has them.
"""

import os
import runpy
from pathlib import Path

_SITE = runpy.run_path(str(Path(__file__).parents[1] / "pelicanconf.py"))
globals().update({name: value for name, value in _SITE.items() if name.isupper()})

SITEURL = "https://bantin.example.vn"
BULLETIN = {**_SITE["BULLETIN"], "share_cards": False}
RECORDS = {**_SITE.get("RECORDS", {}), "documents": False}
PLUGINS = [
    name
    for name in _SITE["PLUGINS"]
    if name != "bulletin.plugins.search_index" or os.environ.get("BENCH_SEARCH")
]
