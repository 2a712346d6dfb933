"""Makes the edition of a build from Pelican's settings and what was read."""

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from bulletin.ads.slots import AD_SLOTS, build_slot_view
from bulletin.archive.archive import Archive
from bulletin.archive.search_shards import split_into_shards
from bulletin.build.content_store import StoredContent
from bulletin.build.fingerprints import compute_digest
from bulletin.content.addresses import normalize_source
from bulletin.content.models import FileReference, ParsedBody
from bulletin.content.paths import normalize_reference
from bulletin.content.reader import ParsedFile
from bulletin.content.withdrawals import Withdrawals
from bulletin.context.addresses import PageAnchors, PublishedAddresses
from bulletin.context.settings import SiteSettings
from bulletin.context.site_context import ImageBuilder, SiteContext
from bulletin.images.library import ImageLibrary
from bulletin.related.settings import RelatedSettings
from bulletin.settings.tables import load_settings
from bulletin.urls import UrlBuilder
from bulletin.views.site_frame import build_site_frame


def create_site_context(
    settings: Mapping[str, Any],
    archive: Archive,
    *,
    assets: Mapping[str, str],
    withdrawals: Withdrawals,
    picture: ImageBuilder,
    html: Callable[[ParsedBody], str],
    marks: Mapping[str, bytes],
) -> SiteContext:
    """Return the edition of ``archive``; ``assets`` are the addresses of the theme's files by name.

    Raise SettingError where one of our tables is wrong.
    """
    links = UrlBuilder(settings["SITEURL"])
    bulletin = load_settings(SiteSettings, "BULLETIN", settings["BULLETIN"])
    slots = {name: build_slot_view(slot, links.base_path) for name, slot in AD_SLOTS.items()}
    return SiteContext(
        archive=archive,
        urls=links,
        settings=bulletin,
        related_settings=load_settings(RelatedSettings, "NEIGHBOURS", settings.get("NEIGHBOURS", {})),
        site_frame=build_site_frame(
            settings["SITENAME"],
            settings=bulletin,
            archive=archive,
            links=links,
            slots=slots,
            assets=dict(assets),
        ),
        slots=slots,
        build_image=picture,
        load_html=html,
        addresses=PublishedAddresses(archive),
        anchors=PageAnchors(archive),
        items_by_source={normalize_source(record.source): record for record in archive.content_items},
        shard_names=tuple(split_into_shards(archive)),
        share_image_url=links.build_link(assets["share"]),
        withdrawals=withdrawals,
        fingerprints=marks,
    )


class ReferencedFiles:
    """Pictures and files for download, by the texts that name them."""

    def __init__(self, readings: Iterable[ParsedFile], root: Path, pictures: ImageLibrary) -> None:
        """``root`` is content/; every picture and file is known to be there."""
        self._files = {one.source: one.file_references for one in readings if one.file_references}
        self._root, self._pictures = root, pictures

    def find_images_and_files(self, sources: Iterable[str]) -> tuple[list[str], list[str]]:
        """Return what ``sources`` name: pictures as they are written, files as paths from content/."""
        found = [file for source in sources for file in self._files.get(source, ())]
        files = {normalize_reference(one.path) for one in found if one.kind == "file"}
        return sorted({one.path for one in found if one.kind == "picture"}), sorted(files)

    def compute_fingerprints(self, rows: Mapping[str, StoredContent]) -> dict[str, bytes]:
        """Return, by source, a digest of all that a record says and of the files that it names."""
        marks = {source: row.fingerprint for source, row in rows.items()}
        for source, states in self.file_states.items():
            marks[source] = bytes.fromhex(compute_digest(marks[source], states))[: len(marks[source])]
        return marks

    @cached_property
    def file_states(self) -> dict[str, list[object]]:
        """What pages print of the files that each text names, by source."""
        return {source: [self._state(one) for one in files] for source, files in self._files.items()}

    def _state(self, file: FileReference) -> object:
        """Return what pages print of a file that no text says."""
        if file.kind == "picture":
            return self._pictures.get_info(file.path)
        return (self._root / normalize_reference(file.path)).stat().st_size
