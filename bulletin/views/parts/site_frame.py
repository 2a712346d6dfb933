"""Build the site frame from settings, sections and static pages."""

from collections.abc import Mapping

from bulletin import urls
from bulletin.archive.archive import Archive
from bulletin.context.settings import IMPRINT_LABELS, SiteSettings
from bulletin.text.telephone_numbers import build_telephone_link
from bulletin.urls import UrlBuilder
from bulletin.view_models.components import AdSlotView, ImprintLine, InlineStyle, Link, NavSection, SiteFrame
from bulletin.views.parts.menu_bar import choose_bar_sections


def build_site_frame(
    name: str,
    *,
    settings: SiteSettings,
    archive: Archive,
    links: UrlBuilder,
    slots: dict[str, AdSlotView],
    assets: dict[str, str],
    theme_colours: tuple[str, str],
    first_screen: Mapping[str, InlineStyle],
) -> SiteFrame:
    """Return the site frame of all pages.

    Args:
        name: Name of the site.
        settings: The settings table BULLETIN.
        archive: The published articles and pages.
        links: Builds the links.
        slots: The ad slots by name.
        assets: Addresses by name: stylesheet, script, search, icon.
        theme_colours: Colours of the browser's bar, on a light and on a dark screen.
        first_screen: Styles of the first screen by kind of page.
    """
    top_level = archive.section_tree.top_level
    has_latest = len(archive.all_articles.articles) > 1
    short_labels = [section.short_name or section.name for section in top_level]
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
                short_label,
                bar,
            )
            for section, short_label, bar in zip(
                top_level, short_labels, choose_bar_sections(short_labels), strict=True
            )
        ),
        pages=tuple(Link(links.build_link(page.address), page.title) for page in archive.pages),
        latest=links.build_link(urls.LATEST_ADDRESS),
        archive=links.build_link(urls.ARCHIVE_ADDRESS),
        search=links.build_link(urls.SEARCH_ADDRESS),
        corrections=links.build_link(urls.CORRECTIONS_ADDRESS),
        register=links.build_link(urls.REGISTER_ADDRESS) if archive.register.documents else "",
        feed=links.build_link(f"{urls.SITE_FEED_STEM}.atom.xml"),
        imprint=build_imprint(settings),
        stylesheet=links.build_link(assets["stylesheet"]),
        script=links.build_link(assets["script"]),
        search_script=links.build_link(assets["search"]),
        icon=links.build_link(assets["icon"]),
        first_screen=first_screen,
        worker=links.build_link(urls.WORKER_ADDRESS) if settings.offline else "",
        touch_icon=links.build_link(urls.TOUCH_ICON_ADDRESS),
        manifest=links.build_link(urls.MANIFEST_ADDRESS),
        theme_colour=theme_colours[0],
        dark_theme_colour=theme_colours[1],
        leaderboard=slots["leaderboard"],
        footer=slots["footer"],
        latest_fragment=links.build_link(urls.LATEST_FRAGMENT_ADDRESS) if has_latest else "",
        extra=settings.extra,
    )


def build_imprint(settings: SiteSettings) -> tuple[ImprintLine, ...]:
    """Return the lines of the imprint that have a value."""
    texts = {key: getattr(settings, key).strip() for key in IMPRINT_LABELS}
    if texts["responsible"] and (title := settings.responsible_title.strip()):
        texts["responsible"] += f", {title}"
    links = {
        "telephone": build_telephone_link(texts["telephone"]) if texts["telephone"] else "",
        "email": f"mailto:{texts['email']}",
    }
    return tuple(
        ImprintLine(label, texts[key], links.get(key, ""))
        for key, label in IMPRINT_LABELS.items()
        if texts[key]
    )
