"""The addresses of a site that a reader may keep: every page but those that only page on or advertise."""

from collections.abc import Iterable, Iterator

from plugins import urls
from publishing.kinds import Kind, kind_of


def addresses(paths: Iterable[str]) -> Iterator[str]:
    """Yield the addresses at which readers find the pages among ``paths``, from the root of the site."""
    for path in paths:
        if path.endswith(f"/{urls.INDEX}") and path[:1].isdigit() and "/trang/" not in path:
            yield f"/{path[: -len(urls.INDEX)]}"  # an article: there are ten thousand of them
        elif path.endswith(".html") and kind_of(path) is Kind.PAGE:
            address = urls.address_from_path(path)
            if address != urls.NOT_FOUND and not urls.is_numbered_file(path):
                yield address
