"""Make the site context of a build from Pelican's settings and the parsed content."""

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from bulletin.ads.slots import AD_SLOTS, build_slot_view
from bulletin.archive.archive import Archive
from bulletin.build.content_store import StoredContent
from bulletin.build.fingerprints import compute_digest
from bulletin.content.addresses import normalize_source
from bulletin.content.documents.official_documents import OfficialDocument
from bulletin.content.files.paths import normalize_reference
from bulletin.content.models import Article, FileReference, ParsedBody
from bulletin.content.reader import ParsedFile
from bulletin.content.site_lists.withdrawals import Withdrawals
from bulletin.context.addresses import PageAnchors, PublishedAddresses
from bulletin.context.settings import SiteSettings
from bulletin.context.site_context import CardBuilder, ImageBuilder, SiteContext
from bulletin.images.library import ImageLibrary
from bulletin.related.settings import RelatedSettings
from bulletin.settings.tables import load_settings
from bulletin.share_cards.card import CARD_SIZE, ShareCard
from bulletin.share_cards.library import ShareCardLibrary
from bulletin.text.formatting import format_date
from bulletin.urls import UrlBuilder
from bulletin.view_models.components import InlineStyle, ResponsiveImage
from bulletin.views.parts.site_frame import build_site_frame

SEARCH_PLUGIN = "bulletin.plugins.search_index"
"""The plugin that makes the search index."""


def create_site_context(
    settings: Mapping[str, Any],
    archive: Archive,
    *,
    assets: Mapping[str, str],
    theme_colours: tuple[str, str],
    first_screen: Mapping[str, InlineStyle],
    withdrawals: Withdrawals,
    most_read: tuple[str, ...],
    build_image: ImageBuilder,
    share_cards: ShareCardLibrary | None,
    load_html: Callable[[ParsedBody], str],
    fingerprints: Mapping[str, bytes],
) -> SiteContext:
    """Return the site context of ``archive``. Raise SettingError.

    Args:
        settings: Pelican's settings with the settings tables of the bulletin.
        archive: The published articles and pages.
        assets: Addresses of the theme's assets by name.
        theme_colours: Colours of the browser's bar, on a light and on a dark screen.
        first_screen: Styles of the first screen by kind of page.
        withdrawals: The withdrawal list.
        most_read: Addresses of the most read articles.
        build_image: Makes the view model of an image.
        share_cards: The share cards of the build, or None if it has none.
        load_html: Loads the HTML of a body.
        fingerprints: Digests of items and their files, by source.

    """
    links = UrlBuilder(settings["SITEURL"])
    site_settings = load_settings(SiteSettings, "BULLETIN", settings["BULLETIN"])
    slots = {name: build_slot_view(slot, links.base_path) for name, slot in AD_SLOTS.items()}
    return SiteContext(
        archive=archive,
        urls=links,
        settings=site_settings,
        related_settings=load_settings(RelatedSettings, "NEIGHBOURS", settings.get("NEIGHBOURS", {})),
        site_frame=build_site_frame(
            settings["SITENAME"],
            settings=site_settings,
            archive=archive,
            links=links,
            slots=slots,
            assets=dict(assets),
            theme_colours=theme_colours,
            first_screen=first_screen,
        ),
        slots=slots,
        build_image=build_image,
        build_share_card=_create_card_builder(share_cards, archive, links) if share_cards else None,
        share_card_style=share_cards.style_digest if share_cards else "",
        load_html=load_html,
        addresses=PublishedAddresses(archive),
        anchors=PageAnchors(archive),
        items_by_source={normalize_source(item.source): item for item in archive.content_items},
        share_image_url=links.build_link(assets["share"]),
        withdrawals=withdrawals,
        has_search_index=SEARCH_PLUGIN in settings["PLUGINS"],
        most_read=most_read,
        fingerprints=fingerprints,
    )


def _create_card_builder(library: ShareCardLibrary, archive: Archive, links: UrlBuilder) -> CardBuilder:
    """Return a function that requests the share card of an article, if it has one.

    Reason for the paths: an article is asked for twice, and its digests take as long as the rest of its head.
    """
    paths: dict[str, str] = {}

    def build_share_card(article: Article) -> ResponsiveImage | None:
        if not library.has_card(article.date):
            return None
        if article.address not in paths:
            section = archive.section_tree.by_slug[article.section].name
            card = ShareCard(article.title, section, format_date(article.date))
            paths[article.address] = library.request_card(card, article.address, article.cover)
        link = links.build_link(f"/{paths[article.address]}")
        return ResponsiveImage(link, *CARD_SIZE, article.title, "", "")

    return build_share_card


class ReferencedFiles:
    """Images and attachments by the content files that refer to them."""

    def __init__(
        self,
        files: Iterable[ParsedFile | OfficialDocument],
        root: Path,
        image_library: ImageLibrary,
    ) -> None:
        """Collect the references of ``files``, which have no problems.

        ``root`` is ``content/``, where all files must exist.
        """
        self._files = {file.source: file.file_references for file in files if file.file_references}
        self._root, self._image_library = root, image_library

    def find_images_and_files(self, sources: Iterable[str]) -> tuple[list[str], list[str]]:
        """Return the files that ``sources`` refer to.

        Images are returned as they are written, attachments as paths from ``content/``.
        """
        references = [file for source in sources for file in self._files.get(source, ())]
        files = {normalize_reference(file.path) for file in references if file.kind != "picture"}
        return sorted({file.path for file in references if file.kind == "picture"}), sorted(files)

    def compute_fingerprints(self, rows: Mapping[str, StoredContent]) -> dict[str, bytes]:
        """Return digests of the items and of the files that they refer to, by source."""
        fingerprints = {source: row.fingerprint for source, row in rows.items()}
        for source, file_states in self.file_states.items():
            former = fingerprints.get(source, b"")  # an official document has no other fingerprint
            digest = bytes.fromhex(compute_digest(former, file_states))
            fingerprints[source] = digest[: len(former) or None]
        return fingerprints

    @cached_property
    def file_states(self) -> dict[str, list[object]]:
        """File data that the pages of each content file print, by source."""
        return {
            source: [self._get_file_state(file) for file in files] for source, files in self._files.items()
        }

    def _get_file_state(self, file: FileReference) -> object:
        """Return the printed data of a file that its content file does not hold."""
        if file.kind == "picture":
            return self._image_library.get_info(file.path)
        return (self._root / normalize_reference(file.path)).stat().st_size
