"""What makes bundles from articles: Pagefind and this package. Another recipe, other bundles."""

from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from bulletin.build.fingerprints import fingerprint_folder

_BESIDES = ("content/markup/links.py", "urls.py")
"""Modules outside this package that have a say in what a document holds."""


def get_index_version() -> tuple[str, ...]:
    """Return what a bundle depends on besides its articles."""
    return version("pagefind_bin"), *fingerprint_search_code()


@cache
def fingerprint_search_code() -> tuple[str, ...]:
    """Return digests of our part, as its files are when a process first asks."""
    package = Path(__file__).parents[1]
    rest = [sha256((package / name).read_bytes()).hexdigest() for name in _BESIDES]
    return fingerprint_folder(package / "search", "*.py"), *rest
