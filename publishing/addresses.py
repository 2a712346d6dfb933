"""The addresses of a site that a reader may keep: every page but those that only page on or advertise."""

import re
from collections.abc import Iterable, Iterator

from plugins.composer.urls import address_of
from publishing.kinds import Kind, kind_of

_PASSING = re.compile(r"404\.html|.+/trang/[1-9][0-9]*/index\.html")
"""The page of errors, and numbered pages of listings, which move on as news come."""
_INDEX = "index.html"


def addresses(paths: Iterable[str]) -> Iterator[str]:
    """Yield the addresses at which readers find the pages among ``paths``, from the root of the site."""
    for path in paths:
        if path.endswith("/index.html") and path[:1].isdigit() and "/trang/" not in path:
            yield f"/{path[: -len(_INDEX)]}"  # an article: there are ten thousand of them
        elif path.endswith(".html") and kind_of(path) is Kind.PAGE and not _PASSING.fullmatch(path):
            yield address_of(path)
