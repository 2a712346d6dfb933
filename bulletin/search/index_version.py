"""The version of search indexes: the code that makes them."""

from functools import cache
from hashlib import sha256
from pathlib import Path

from bulletin.build.fingerprints import fingerprint_folder

_OTHER_FILES = (
    "citations/knowledge/data/kinds.csv",
    "citations/knowledge/tables.py",
    "content/markup/page_html/audio_players.py",
    "urls.py",
    "views/parts/ai_labels.py",
)
"""Code and data outside this package that affect the documents."""


def get_index_version() -> tuple[str, ...]:
    """Return all that an index depends on besides its articles."""
    return fingerprint_search_code()


@cache
def fingerprint_search_code() -> tuple[str, ...]:
    """Return digests of the code, as it is when a process first asks."""
    package = Path(__file__).parents[1]
    other_digests = [sha256((package / name).read_bytes()).hexdigest() for name in _OTHER_FILES]
    return fingerprint_folder(package / "search", "*.py"), *other_digests
