"""The generator that prints the edition: every page from its view model and from nothing else."""

import sys
import time
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from pelican.generators import ArticlesGenerator, Generator, PagesGenerator
from pelican.writers import Writer

from plugins.ads.artwork import write_slot_pictures
from plugins.ads.campaign import read_campaigns
from plugins.ads.running import running
from plugins.ads.slots import SLOTS, slot_pictures, view
from plugins.archive.archive import Archive, build_archive
from plugins.check.content import gather, problems_of
from plugins.composer.edition import Edition
from plugins.composer.plan import plan
from plugins.composer.published import anchors, published
from plugins.composer.settings import BulletinSettings
from plugins.composer.sites import site
from plugins.composer.urls import Urls
from plugins.config import settings_from
from plugins.engine.readings import open_store, read_all
from plugins.engine.settings import EngineSettings
from plugins.engine.store import ReadingStore
from plugins.neighbours.settings import NeighboursSettings
from plugins.pages.assets import theme_assets
from plugins.pages.output import begin, copy, finish, write
from plugins.pages.printing import print_pages
from plugins.pictures.library import PictureLibrary
from plugins.pictures.opening import picture_library
from plugins.pictures.settings import PicturesSettings
from plugins.records.addresses import source_key
from plugins.records.desk import Reading, open_desk
from plugins.records.paths import named
from plugins.records.problems import ContentError
from plugins.records.record import Text
from plugins.records.references import file_path

_READ = ("articles", "hidden_articles", "drafts", "pages", "hidden_pages", "draft_pages")
"""Where Pelican's own generators leave what they read."""


class EditionGenerator(Generator):  # type: ignore[misc]  # Pelican is untyped
    """Gathers what Pelican read, and prints all that is made from it."""

    colleagues: Sequence[Generator] = ()
    """All generators of this build."""

    def generate_context(self) -> None:
        """Make the edition, or raise ContentError with everything that is wrong with the content."""
        root = Path(self.path)
        readings = self._readings(root)
        library = gather(root, readings)
        campaigns, ad_faults = read_campaigns(root, self._pictures.facts)
        problems = (*problems_of(root, library, readings, self.settings, self._pictures), *ad_faults)
        if problems:
            if {"-r", "--autoreload"}.intersection(sys.argv):
                time.sleep(1)  # Pelican tries again at once, for as long as the fault is there
            raise ContentError(problems)
        moment = self.settings["MOMENT"]
        archive = build_archive(library.articles, library.pages, library.sections, moment)
        self._running = {slot: running(campaigns, slot, moment) for slot in SLOTS}
        self._edition = self._make_edition(archive)
        self._articles = len(library.articles)
        self.context["edition"] = self._edition

    def generate_output(self, writer: Writer) -> None:
        """Write every file of the edition and remove what the last build left over."""
        output, root = Path(self.output_path), Path(self.path)
        pages = list(plan(self._edition, self._running, root))
        offered = sorted(set(self._files()))
        written = [
            *(planned.file for planned in pages),
            *(asset.address.lstrip("/") for asset in self._assets.values()),
            *offered,
            *self._pictures.files(),
            *slot_pictures(),
        ]
        begin(output, written, searched="plugins.search" in self.settings["PLUGINS"])
        print_pages(self, pages, self._engine, self._edition.urls.base, writer)
        for asset in self._assets.values():
            write(output, asset.address.lstrip("/"), asset.data)
        for name in offered:
            copy(root / name, output, name)
        self._pictures.make(output)
        self._count()
        write_slot_pictures(
            output,
            self._running,
            self._static / "images",
            root,
            Path(self.settings["CACHE_PATH"]),
            settings=settings_from(PicturesSettings, "PICTURES", self.settings.get("PICTURES", {})),
        )
        finish(output, written)
        self._store.close()

    def _count(self) -> None:
        """Let Pelican's closing line tell how many articles and pages there are, whoever read them."""
        if not self._engine.enabled:
            return
        archive = self._edition.archive
        for other in self.colleagues:
            if isinstance(other, ArticlesGenerator):
                other.articles, other.hidden_articles = list(archive.everything.items), list(archive.hidden)
                other.drafts = [None] * (self._articles - len(other.articles) - len(other.hidden_articles))
            elif isinstance(other, PagesGenerator):
                other.pages, other.hidden_pages = list(archive.pages), list(archive.hidden_pages)

    def _readings(self, root: Path) -> list[Reading]:
        """Return what the engine remembers or reads, or what Pelican's own generators read."""
        if self._engine.enabled:
            return read_all(root, self.settings, self._store, self._engine)
        return [item.reading for name in _READ for item in self.context[name]]

    def _html(self, text: Text) -> str:
        """Return the HTML of ``text``; where the store lost it, read its file again."""
        html = self._store.html(text)
        if html is not None:
            return html
        source = next(one.source for one in self._edition.archive.records if one.text.digest == text.digest)
        desk = open_desk(Path(self.path), self.settings)
        record = (desk.page(source) if source.startswith("pages/") else desk.article(source)).record
        return record.text.html if record else ""

    @cached_property
    def _engine(self) -> EngineSettings:
        return settings_from(EngineSettings, "ENGINE", self.settings.get("ENGINE", {}))

    @cached_property
    def _store(self) -> ReadingStore:
        return open_store(Path(self.path), self.settings)

    @cached_property
    def _static(self) -> Path:
        return Path(self.theme) / "static"

    @cached_property
    def _assets(self) -> dict[str, Any]:
        return theme_assets(self._static)

    @cached_property
    def _pictures(self) -> PictureLibrary:
        return picture_library(Path(self.path), self.settings)

    def _make_edition(self, archive: Archive) -> Edition:
        links = Urls(self.settings["SITEURL"])
        settings = settings_from(BulletinSettings, "BULLETIN", self.settings["BULLETIN"])
        slots = {name: view(slot, links.base) for name, slot in SLOTS.items()}
        assets = {name: asset.address for name, asset in self._assets.items()}
        return Edition(
            archive=archive,
            urls=links,
            settings=settings,
            neighbours=settings_from(NeighboursSettings, "NEIGHBOURS", self.settings.get("NEIGHBOURS", {})),
            site=site(
                self.settings["SITENAME"],
                settings=settings,
                archive=archive,
                links=links,
                slots=slots,
                assets=assets,
            ),
            slots=slots,
            picture=self._pictures.picture,
            html=self._html,
            published=published(archive),
            anchors=anchors(archive),
            by_source={source_key(record.source): record for record in archive.records},
            search_years=tuple(sorted({year for year, _ in archive.months}, reverse=True)),
            share_picture=links.link(assets["share"]),
        )

    def _files(self) -> Iterator[str]:
        """Yield the files that published records offer for download."""
        for record in self._edition.by_source.values():
            yield from (attachment.file for attachment in record.attachments)
            for reference in record.text.references:
                if reference.target.startswith("/files/"):
                    yield named(file_path(reference.target))
