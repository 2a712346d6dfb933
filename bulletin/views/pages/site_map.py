"""Build the site map for readers: one page that links to every part of the site."""

from collections.abc import Iterator

from bulletin import urls
from bulletin.context.site_context import SiteContext
from bulletin.view_models.components import Link, LinkGroup
from bulletin.view_models.pages import SiteMapView
from bulletin.views.parts.components import build_breadcrumb
from bulletin.views.parts.head import build_head

_TITLE = "Sơ đồ trang"


def build_site_map_view(context: SiteContext) -> SiteMapView:
    """Return the site map.

    Articles, tags and authors are left out, because ten years of them would make a page of hundreds of kilobytes.
    """
    breadcrumb = build_breadcrumb(context)
    return SiteMapView(
        site=context.site_frame,
        head=build_head(
            context,
            urls.SITE_MAP_ADDRESS,
            _TITLE,
            "Mọi chuyên mục, dòng sự kiện và trang của bản tin ở một chỗ.",
            breadcrumb=breadcrumb,
        ),
        breadcrumb=breadcrumb,
        title=_TITLE,
        groups=tuple(group for group in _build_groups(context) if group.links),
        sidebar=context.slots["sidebar"],
    )


def _build_groups(context: SiteContext) -> Iterator[LinkGroup]:
    site, archive = context.site_frame, context.archive
    common = (
        (site.home, "Trang chủ"), (site.latest, "Tin mới"), (site.archive, "Lưu trữ"), (site.register, "Văn bản"),
        (site.search, "Tìm kiếm"), (site.corrections, "Đính chính"),
    )  # fmt: skip
    yield LinkGroup(
        "trang-chung", "Trang chung", tuple(Link(*pair) for pair in common if pair[0]) + site.pages
    )
    yield LinkGroup(
        "chuyen-muc",
        "Chuyên mục",
        tuple(
            Link(context.urls.build_link(urls.get_section_address(section.slug)), section.name)
            for section in archive.section_tree.by_slug.values()
        ),
    )
    yield LinkGroup(
        "dong-su-kien",
        "Dòng sự kiện",
        tuple(
            Link(context.urls.build_link(urls.TOPIC_TAXONOMY.get_address(slug)), topic.name)
            for slug, topic in archive.topics.items()
        ),
    )
    yield LinkGroup("theo-doi", "Theo dõi tin mới", (Link(site.feed, "Tin mới (Atom)"),))
