"""Collection of the addresses of other sites that the content links to."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urldefrag, urlsplit

from bulletin.ads.campaigns import Campaign
from bulletin.content.files.scan import read_text
from bulletin.content.library import Library
from bulletin.content.models import Article, Page


class LinkPlace(NamedTuple):
    """A line of a content file that names an address."""

    path: str
    """Path from the folder above content/."""
    line: int


def collect_external_links(
    root: Path, library: Library, campaigns: Iterable[Campaign], own_host: str
) -> Mapping[str, list[LinkPlace]]:
    """Return the places of each address, in the order of the files.

    Addresses have no fragment.

    Drafts and withdrawn items are left out, because no reader follows their links.

    Args:
        root: The folder content/.
        library: All content items.
        campaigns: Campaigns that run or will run.
        own_host: Host of the site itself.
    """
    links: dict[str, list[LinkPlace]] = defaultdict(list)
    for source, target, line in sorted(_list_links(root, library, campaigns)):
        address = urldefrag(f"https:{target}" if target.startswith("//") else target).url
        parts = urlsplit(address)
        if parts.scheme in ("http", "https") and parts.hostname not in ("", None, own_host):
            place = LinkPlace(f"{root.name}/{source}", line)
            if place not in links[address]:
                links[address].append(place)
    return links


def _list_links(
    root: Path, library: Library, campaigns: Iterable[Campaign]
) -> Iterator[tuple[str, str, int]]:
    """Yield source, target and line of each link."""
    items: Iterable[Article | Page] = chain(library.active_articles, library.active_pages)
    for item in items:
        if item.is_draft:
            continue
        for reference in item.body.references:
            if reference.kind == "link" and "//" in reference.target:
                yield item.source, reference.target, reference.line
        if isinstance(item, Article) and item.origin and item.origin.url:
            yield item.source, item.origin.url, _find_line(root / item.source, item.origin.url)
    for campaign in campaigns:
        yield campaign.source, campaign.link, _find_line(root / campaign.source, campaign.link)


def _find_line(file: Path, text: str) -> int:
    """Return the first line with ``text``, or 1 if it is written in another form."""
    before, found, _ = read_text(file).partition(text)
    return before.count("\n") + 1 if found else 1
