"""Views for reading without a network: a page, and a list of articles.

``theme/static/worker/sw.js`` keeps the page, and reads the list while there is a network.
"""

from collections.abc import Collection
from hashlib import sha256

from bulletin import urls
from bulletin.context.site_context import SiteContext
from bulletin.text.late_patterns import compile_late
from bulletin.view_models.components import Link
from bulletin.view_models.pages import OfflineFragmentView, OfflineView
from bulletin.views.parts.head import build_head

_KEPT_ARTICLES = 20
_DIGEST_LENGTH = 16
"""Hex digits of a digest. Two of a million addresses are equal once in ten million sites."""
_DIGESTS = compile_late(r'<ol data-withdrawn="([^"]*)"')
"""The attribute of the list in ``offline_fragment.html``."""


def build_offline_view(context: SiteContext) -> OfflineView:
    """Return the page that a reader without a network sees instead of an unknown page."""
    title = "Không có mạng"
    return OfflineView(
        site=context.site_frame,
        head=build_head(context, urls.OFFLINE_ADDRESS, title, index=False),
        title=title,
        text="Máy của bạn không vào được mạng và trang vừa mở chưa được lưu. Khi có mạng, mời bạn mở lại.",
    )


def build_offline_fragment_view(context: SiteContext) -> OfflineFragmentView:
    """Return the list of articles to keep, and of withdrawn addresses to forget."""
    newest = context.archive.all_articles.articles[: -_KEPT_ARTICLES - 1 : -1]
    return OfflineFragmentView(
        items=tuple(Link(context.urls.build_link(article.address), article.title) for article in newest),
        withdrawn=tuple(sorted(map(_hash_link, map(context.urls.build_link, context.withdrawal_notices)))),
    )


def add_withdrawn_digests(redacted: str, former: str, links: Collection[str]) -> str:
    """Return a redacted list with the digests of its ``former`` text and of links.

    The redaction removes a list without articles, and the result then has an empty one.
    """
    own = _DIGESTS.search(former)
    digests = sorted({*(own[1].split() if own else ()), *map(_hash_link, links)})
    attribute = f'<ol data-withdrawn="{" ".join(digests)}"'
    text = redacted if _DIGESTS.search(redacted) else '<ol data-withdrawn="">\n</ol>\n'
    return _DIGESTS.sub(attribute, text)


def _hash_link(link: str) -> str:
    return sha256(link.encode()).hexdigest()[:_DIGEST_LENGTH]
