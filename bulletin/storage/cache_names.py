"""List the names of all files and folders that the bulletin keeps in its cache."""

import re

_DIGEST = "[0-9a-f]{64}"
_PICTURES = rf"(?:facts|derivatives/ledger)\.(?:msgpack|json)|derivatives/[0-9a-f]{{2}}/{_DIGEST}"
"""Version 0.1 wrote the ``.json``."""
_FILES = {
    "ads": _PICTURES,
    "bench": ".*",
    "compressed": rf"ledger|{_DIGEST}\.(?:gz|br)",
    "engine": r"[0-9a-f]{24}\.[a-z.]+(?:-journal|-wal|-shm)?",
    "files.kinds": None,
    "pictures": _PICTURES,
    "pip-tools": ".*",
    "publishing": ".*",
    "search": r"[^/]+\.(?:bundle|placed)",
    "templates": "[0-9a-f]{24}-[0-9a-f]{40}",
}
"""The files in each folder of the cache, by its name; None if that is a file itself."""
CACHE_FOLDERS = frozenset(_FILES)
"""All that the bulletin keeps in its cache, by name."""
_CACHE_FILES = re.compile(
    "|".join(re.escape(name) if files is None else f"{name}/(?:{files})" for name, files in _FILES.items())
)
_FOLDERS = re.compile(
    "|".join(map(re.escape, CACHE_FOLDERS))
    + r"|derivatives|records|s3-.*|[0-9a-f]{2}|[0-9a-f]{16}(\.git|\.tree)?"
)


def is_cache_path(path: str) -> bool:
    """Tell whether the bulletin makes a file at ``path``, from the cache."""
    return bool(_CACHE_FILES.fullmatch(path))


def is_cache_folder(name: str) -> bool:
    """Tell whether the bulletin makes folders called ``name`` in its cache."""
    return bool(_FOLDERS.fullmatch(name))
