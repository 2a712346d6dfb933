"""Build the site frame from settings, sections and static pages."""

from bulletin import urls
from bulletin.archive.archive import Archive
from bulletin.context.settings import SiteSettings
from bulletin.urls import UrlBuilder
from bulletin.view_models.components import AdSlotView, Link, NavSection, SiteFrame


def build_site_frame(
    name: str,
    *,
    settings: SiteSettings,
    archive: Archive,
    links: UrlBuilder,
    slots: dict[str, AdSlotView],
    assets: dict[str, str],
) -> SiteFrame:
    """Return the site frame of all pages.

    ``assets`` are addresses by name: stylesheet, script, search, icon.
    """
    return SiteFrame(
        name=name,
        organisation=settings.organisation,
        tagline=settings.tagline,
        home=links.build_link(urls.HOME_ADDRESS),
        sections=tuple(
            NavSection(
                links.build_link(urls.get_section_address(section.slug)),
                section.name,
                tuple(
                    Link(links.build_link(urls.get_section_address(child.slug)), child.name)
                    for child in section.children
                ),
            )
            for section in archive.section_tree.top_level
        ),
        pages=tuple(Link(links.build_link(page.address), page.title) for page in archive.pages),
        latest=links.build_link(urls.LATEST_ADDRESS),
        archive=links.build_link(urls.ARCHIVE_ADDRESS),
        search=links.build_link(urls.SEARCH_ADDRESS),
        feed=links.build_link(f"{urls.SITE_FEED_STEM}.atom.xml"),
        contact=settings.contact,
        stylesheet=links.build_link(assets["stylesheet"]),
        script=links.build_link(assets["script"]),
        search_script=links.build_link(assets["search"]),
        icon=links.build_link(assets["icon"]),
        leaderboard=slots["leaderboard"],
        footer=slots["footer"],
        latest_fragment=links.build_link(urls.LATEST_FRAGMENT_ADDRESS),
    )
