"""Makes the edition of a build from Pelican's settings and what was read."""

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from bulletin.ads.slots import SLOTS, view
from bulletin.archive.archive import Archive
from bulletin.archive.search_shards import volumes
from bulletin.build.content_store import Row
from bulletin.build.fingerprints import digest
from bulletin.content.addresses import source_key
from bulletin.content.models import NamedFile, Text
from bulletin.content.paths import named
from bulletin.content.reader import Reading
from bulletin.content.withdrawals import Withdrawals
from bulletin.context.addresses import Places, Published
from bulletin.context.settings import BulletinSettings
from bulletin.context.site_context import Edition, PictureMaker
from bulletin.images.library import PictureLibrary
from bulletin.related.settings import NeighboursSettings
from bulletin.settings.tables import settings_from
from bulletin.urls import Urls
from bulletin.views.site_frame import site


def make_edition(
    settings: Mapping[str, Any],
    archive: Archive,
    *,
    assets: Mapping[str, str],
    withdrawals: Withdrawals,
    picture: PictureMaker,
    html: Callable[[Text], str],
    marks: Mapping[str, bytes],
) -> Edition:
    """Return the edition of ``archive``; ``assets`` are the addresses of the theme's files by name.

    Raise SettingError where one of our tables is wrong.
    """
    links = Urls(settings["SITEURL"])
    bulletin = settings_from(BulletinSettings, "BULLETIN", settings["BULLETIN"])
    slots = {name: view(slot, links.base) for name, slot in SLOTS.items()}
    return Edition(
        archive=archive,
        urls=links,
        settings=bulletin,
        neighbours=settings_from(NeighboursSettings, "NEIGHBOURS", settings.get("NEIGHBOURS", {})),
        site=site(
            settings["SITENAME"],
            settings=bulletin,
            archive=archive,
            links=links,
            slots=slots,
            assets=dict(assets),
        ),
        slots=slots,
        picture=picture,
        html=html,
        published=Published(archive),
        places=Places(archive),
        by_source={source_key(record.source): record for record in archive.records},
        volumes=tuple(volumes(archive)),
        share_picture=links.link(assets["share"]),
        withdrawals=withdrawals,
        marks=marks,
    )


class NamedBy:
    """Pictures and files for download, by the texts that name them."""

    def __init__(self, readings: Iterable[Reading], root: Path, pictures: PictureLibrary) -> None:
        """``root`` is content/; every picture and file is known to be there."""
        self._files = {one.source: one.files for one in readings if one.files}
        self._root, self._pictures = root, pictures

    def of(self, sources: Iterable[str]) -> tuple[list[str], list[str]]:
        """Return what ``sources`` name: pictures as they are written, files as paths from content/."""
        found = [file for source in sources for file in self._files.get(source, ())]
        files = {named(one.path) for one in found if one.kind == "file"}
        return sorted({one.path for one in found if one.kind == "picture"}), sorted(files)

    def marks(self, rows: Mapping[str, Row]) -> dict[str, bytes]:
        """Return, by source, a digest of all that a record says and of the files that it names."""
        marks = {source: row.mark for source, row in rows.items()}
        for source, states in self.states.items():
            marks[source] = bytes.fromhex(digest(marks[source], states))[: len(marks[source])]
        return marks

    @cached_property
    def states(self) -> dict[str, list[object]]:
        """What pages print of the files that each text names, by source."""
        return {source: [self._state(one) for one in files] for source, files in self._files.items()}

    def _state(self, file: NamedFile) -> object:
        """Return what pages print of a file that no text says."""
        if file.kind == "picture":
            return self._pictures.facts(file.path)
        return (self._root / named(file.path)).stat().st_size
