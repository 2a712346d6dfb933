"""What every page prints around its content, made from settings and sections alone."""

from bulletin import urls
from bulletin.archive.archive import Archive
from bulletin.context.settings import BulletinSettings
from bulletin.urls import Urls
from bulletin.view_models.components import Link, NavSection, Site, Slot


def site(
    name: str,
    *,
    settings: BulletinSettings,
    archive: Archive,
    links: Urls,
    slots: dict[str, Slot],
    assets: dict[str, str],
) -> Site:
    """Return the frame of every page. ``assets`` are addresses by name: stylesheet, script, search, icon."""
    return Site(
        name=name,
        organisation=settings.organisation,
        tagline=settings.tagline,
        home=links.link(urls.HOME),
        sections=tuple(
            NavSection(
                links.link(urls.section_address(one.slug)),
                one.name,
                tuple(
                    Link(links.link(urls.section_address(child.slug)), child.name) for child in one.children
                ),
            )
            for one in archive.section_tree.top
        ),
        pages=tuple(Link(links.link(page.address), page.title) for page in archive.pages),
        latest=links.link(urls.LATEST),
        archive=links.link(urls.ARCHIVE),
        search=links.link(urls.SEARCH),
        feed=links.link(f"{urls.SITE_FEED}.atom.xml"),
        contact=settings.contact,
        stylesheet=links.link(assets["stylesheet"]),
        script=links.link(assets["script"]),
        search_script=links.link(assets["search"]),
        icon=links.link(assets["icon"]),
        leaderboard=slots["leaderboard"],
        footer=slots["footer"],
        latest_fragment=links.link(urls.LATEST_FRAGMENT),
    )
