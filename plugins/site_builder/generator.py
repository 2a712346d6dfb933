"""The generator that prints the edition: every page from its view model and from nothing else."""

import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

from pelican.generators import Generator

from bulletin.ads.campaigns import read_campaigns
from bulletin.ads.images import write_slot_pictures
from bulletin.ads.schedule import running
from bulletin.ads.slots import SLOTS, slot_pictures
from bulletin.archive.archive import build_archive
from bulletin.build.build_lock import left_on_failure
from bulletin.build.content_cache import open_store, read_all
from bulletin.build.content_index import Register
from bulletin.build.context_factory import NamedBy, make_edition
from bulletin.build.incremental_renderer import LEDGER
from bulletin.build.report import BuildReport, report_file
from bulletin.build.settings import EngineSettings
from bulletin.check import gather, problems_of
from bulletin.content.folder import look
from bulletin.content.models import Text
from bulletin.content.problems import ContentError
from bulletin.content.reader import open_desk
from bulletin.errors import UserError, disk_in_words
from bulletin.images.library import picture_library
from bulletin.images.settings import PicturesSettings
from bulletin.render.assets import theme_assets
from bulletin.settings.tables import settings_from
from bulletin.storage.file_system import unaltered
from bulletin.storage.output_folder import begin, copy, finish, write
from bulletin.view_models.output_file import Planned
from bulletin.views.plan import plan
from bulletin.views.schedule import due
from plugins.site_builder.build_state import tell_counts
from plugins.site_builder.rendering import press_pages


class EditionGenerator(Generator):  # type: ignore[misc]  # Pelican is untyped
    """Gathers what the engine read, and prints all that is made from it."""

    colleagues: Sequence[Generator] = ()
    """All generators of this build."""

    @left_on_failure
    @disk_in_words()
    def generate_context(self) -> None:
        """Make the edition, or raise ContentError with everything that is wrong with the content."""
        self._root, self._build = Path(self.path), self.settings["BUILD"]
        folder, moment = look(self._root, self._build.found), self._build.moment
        self._pictures = picture_library(self._root, self.settings)
        self._store = open_store(folder, self.settings)
        rows = read_all(folder, self.settings, self._store, self._engine)
        self._build.found = []  # a hundred megabytes at a hundred thousand articles
        readings = [row.reading for row in rows.values()]
        library = gather(folder, readings)
        campaigns, ad_faults = read_campaigns(self._root, self._pictures.facts)
        problems = (*problems_of(folder, library, readings, self.settings, self._pictures), *ad_faults)
        if problems:
            if {"-r", "--autoreload"}.intersection(sys.argv):
                time.sleep(1)  # Pelican tries again at once, for as long as the fault is there
            raise ContentError(problems)
        self._running = {slot: running(campaigns, slot, moment) for slot in SLOTS}
        self._named = NamedBy(readings, self._root, self._pictures)
        self._edition = make_edition(
            self.settings,
            build_archive(library.standing_articles, library.standing_pages, library.sections, moment),
            withdrawals=library.withdrawals,
            assets={name: asset.address for name, asset in self._assets.items()},
            picture=self._pictures.picture,
            html=self._html,
            marks=self._named.marks(rows),
        )
        archive = self._edition.archive
        self._build.due = due(library.standing_articles, campaigns, moment)
        self._library = library
        live, hidden = len(archive.everything.items), len(archive.hidden)
        self._build.made = {
            "articles": live, "hidden": hidden, "drafts": len(library.articles) - live - hidden,
            "pages": len(archive.pages), "hidden_pages": len(archive.hidden_pages),
        }  # fmt: skip
        self.context["edition"] = self._edition
        self.context["report"] = BuildReport(due=self._build.due)

    @left_on_failure
    @disk_in_words()
    def generate_output(self, _writer: object) -> None:
        """Write every file of the edition and remove what the last build left over."""
        output = Path(self.output_path)
        pages = list(plan(self._edition, self._running, self._root))
        shown, offered = self._named.of(record.source for record in self._edition.archive.records)
        for reference in shown:
            self._pictures.picture(reference, "")  # from here on it is wanted
        assets = {asset.address.lstrip("/"): asset.data for asset in self._assets.values()}
        files = [*(page.file for page in pages), *assets, *offered, *self._pictures.files(), *slot_pictures()]
        report: BuildReport = self.context["report"]
        report.removed += begin(
            output,
            files,
            searched="plugins.search_index" in self.settings["PLUGINS"],
            remembered=lambda: self._build.start.untouched(LEDGER),
        )
        self._print(pages, report)
        with self._noting(assets, "tệp của giao diện"):
            for name, data in assets.items():
                write(output, name, data)
        with self._noting(offered, "tệp đính kèm"):
            for name in offered:
                copy(self._root / name, output, name)
        self._pictures.make(output)
        report.add(self._pictures.placed, "ảnh")
        with self._noting(slot_pictures(), "quảng cáo"):
            write_slot_pictures(
                output, self._running, self._static / "images", self._root, Path(self.settings["CACHE_PATH"]),
                settings=settings_from(PicturesSettings, "PICTURES", self.settings.get("PICTURES", {})),
            )  # fmt: skip
        finish(output, files)
        self._register()
        tell_counts(self.colleagues, self._build.made)
        self._build.pages, self._build.press = {page.file for page in pages}, LEDGER
        report.save(report_file(Path(self.settings["CACHE_PATH"]), output))

    def _register(self) -> None:
        """Note which article and page stands where, for a publish."""
        file = self._build.start.register
        former = Register.read(file)
        marks, files = self._edition.marks, self._named.states
        register = Register.of(self._library, self._build.moment, marks, files, former)
        if register != former:
            register.save(file)

    def _print(self, pages: Sequence[Planned], report: BuildReport) -> None:
        self._store.close()  # before processes are forked
        pressed = press_pages(self, pages, self._edition, self._engine.workers)
        report.written += pressed.written
        report.changed = pressed.news
        self._store.close()

    @contextmanager
    def _noting(self, names: Iterable[str], why: str) -> Iterator[None]:
        """Note in the report which of ``names`` are written meanwhile, and why."""
        output = Path(self.output_path)

        def stamps() -> dict[str, object]:
            files = ((name, output / name) for name in names)
            return {name: unaltered(file.stat()) if file.exists() else None for name, file in files}

        before = stamps()
        yield
        self.context["report"].add((name for name, now in stamps().items() if now != before[name]), why)

    def _html(self, text: Text) -> str:
        """Return the HTML of ``text``; where the store lost it, read its file again."""
        html = self._store.html(text)
        if html is not None:
            return html
        desk, source = open_desk(self._root, self.settings), self._sources[text.digest]
        record = desk.read(source).record
        if record is None or record.text.digest != text.digest:
            raise UserError(f"content/{source}: tệp vừa bị thay đổi trong lúc dựng trang. Hãy chạy lại lệnh.")
        return record.text.html

    @cached_property
    def _sources(self) -> dict[str, str]:
        """Sources by the digests of their texts."""
        return {record.text.digest: record.source for record in self._edition.archive.records}

    @cached_property
    def _engine(self) -> EngineSettings:
        return settings_from(EngineSettings, "ENGINE", self.settings.get("ENGINE", {}))

    @cached_property
    def _static(self) -> Path:
        return Path(self.theme) / "static"

    @cached_property
    def _assets(self) -> dict[str, Any]:
        return theme_assets(self._static)
