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
from bulletin.ads.images import write_slot_images
from bulletin.ads.schedule import find_active_campaign
from bulletin.ads.slots import AD_SLOTS, list_slot_images
from bulletin.archive.archive import build_archive
from bulletin.build.build_lock import release_lock_on_error
from bulletin.build.content_cache import open_content_store, read_content
from bulletin.build.content_index import ContentIndex
from bulletin.build.context_factory import ReferencedFiles, create_site_context
from bulletin.build.incremental_renderer import RENDER_STATE_VERSION
from bulletin.build.report import BuildReport, get_build_report_path
from bulletin.build.settings import BuildSettings
from bulletin.check import build_library, find_content_problems
from bulletin.content.folder import open_content_folder
from bulletin.content.models import ParsedBody
from bulletin.content.problems import ContentError
from bulletin.content.reader import create_content_reader
from bulletin.errors import UserError, translate_disk_errors
from bulletin.images.library import open_image_library
from bulletin.images.settings import ImageSettings
from bulletin.render.assets import load_theme_assets
from bulletin.settings.tables import load_settings
from bulletin.storage.file_system import get_stamp
from bulletin.storage.output_folder import (
    copy_output_file,
    prepare_output,
    record_output_files,
    write_output_file,
)
from bulletin.view_models.output_file import OutputFile
from bulletin.views.plan import plan_output_files
from bulletin.views.schedule import find_next_change
from plugins.site_builder.build_state import report_counts
from plugins.site_builder.rendering import render_changed_pages


class SiteGenerator(Generator):  # type: ignore[misc]  # Pelican is untyped
    """Gathers what the engine read, and prints all that is made from it."""

    generators: Sequence[Generator] = ()
    """All generators of this build."""

    @release_lock_on_error
    @translate_disk_errors()
    def generate_context(self) -> None:
        """Make the edition, or raise ContentError with everything that is wrong with the content."""
        self._root, self._build = Path(self.path), self.settings["BUILD"]
        folder, moment = open_content_folder(self._root, self._build.content_files), self._build.build_time
        self._pictures = open_image_library(self._root, self.settings)
        self._store = open_content_store(folder, self.settings)
        rows = read_content(folder, self.settings, self._store, self._engine)
        self._build.content_files = []  # a hundred megabytes at a hundred thousand articles
        readings = [row.parsed_file for row in rows.values()]
        library = build_library(folder, readings)
        campaigns, ad_faults = read_campaigns(self._root, self._pictures.get_info)
        problems = (
            *find_content_problems(folder, library, readings, self.settings, self._pictures),
            *ad_faults,
        )
        if problems:
            if {"-r", "--autoreload"}.intersection(sys.argv):
                time.sleep(1)  # Pelican tries again at once, for as long as the fault is there
            raise ContentError(problems)
        self._running = {slot: find_active_campaign(campaigns, slot, moment) for slot in AD_SLOTS}
        self._named = ReferencedFiles(readings, self._root, self._pictures)
        self._edition = create_site_context(
            self.settings,
            build_archive(library.active_articles, library.active_pages, library.sections, moment),
            withdrawals=library.withdrawals,
            assets={name: asset.address for name, asset in self._assets.items()},
            picture=self._pictures.request_image,
            html=self._html,
            marks=self._named.compute_fingerprints(rows),
        )
        archive = self._edition.archive
        self._build.next_change = find_next_change(library.active_articles, campaigns, moment)
        self._library = library
        live, hidden = len(archive.all_articles.articles), len(archive.hidden_articles)
        self._build.built_counts = {
            "articles": live, "hidden": hidden, "drafts": len(library.articles) - live - hidden,
            "pages": len(archive.pages), "hidden_pages": len(archive.hidden_pages),
        }  # fmt: skip
        self.context["edition"] = self._edition
        self.context["report"] = BuildReport(next_change=self._build.next_change)

    @release_lock_on_error
    @translate_disk_errors()
    def generate_output(self, _writer: object) -> None:
        """Write every file of the edition and remove what the last build left over."""
        output = Path(self.output_path)
        pages = list(plan_output_files(self._edition, self._running, self._root))
        shown, offered = self._named.find_images_and_files(
            record.source for record in self._edition.archive.content_items
        )
        for reference in shown:
            self._pictures.request_image(reference, "")  # from here on it is wanted
        assets = {asset.address.lstrip("/"): asset.data for asset in self._assets.values()}
        files = [
            *(page.path for page in pages),
            *assets,
            *offered,
            *self._pictures.list_files(),
            *list_slot_images(),
        ]
        report: BuildReport = self.context["report"]
        report.removed_files += prepare_output(
            output,
            files,
            keep_search="plugins.search_index" in self.settings["PLUGINS"],
            find_known_files=lambda: self._build.previous_build.find_unmodified_files(RENDER_STATE_VERSION),
        )
        self._render_pages(pages, report)
        with self._report_changes(assets, "tệp của giao diện"):
            for name, data in assets.items():
                write_output_file(output, name, data)
        with self._report_changes(offered, "tệp đính kèm"):
            for name in offered:
                copy_output_file(self._root / name, output, name)
        self._pictures.write_variants(output)
        report.add_written_files(self._pictures.written_files, "ảnh")
        with self._report_changes(list_slot_images(), "quảng cáo"):
            write_slot_images(
                output, self._running, self._static / "images", self._root, Path(self.settings["CACHE_PATH"]),
                settings=load_settings(ImageSettings, "PICTURES", self.settings.get("PICTURES", {})),
            )  # fmt: skip
        record_output_files(output, files)
        self._save_content_index()
        report_counts(self.generators, self._build.built_counts)
        self._build.rendered_files, self._build.render_state_version = (
            {page.path for page in pages},
            RENDER_STATE_VERSION,
        )
        report.save(get_build_report_path(Path(self.settings["CACHE_PATH"]), output))

    def _save_content_index(self) -> None:
        """Note which article and page stands where, for a publish."""
        file = self._build.previous_build.content_index_file
        former = ContentIndex.read(file)
        marks, files = self._edition.fingerprints, self._named.file_states
        register = ContentIndex.from_library(self._library, self._build.build_time, marks, files, former)
        if register != former:
            register.save(file)

    def _render_pages(self, pages: Sequence[OutputFile], report: BuildReport) -> None:
        self._store.close()  # before processes are forked
        pressed = render_changed_pages(self, pages, self._edition, self._engine.workers)
        report.written_files += pressed.written
        report.changed_sources = pressed.changed_sources
        self._store.close()

    @contextmanager
    def _report_changes(self, names: Iterable[str], why: str) -> Iterator[None]:
        """Note in the report which of ``names`` are written meanwhile, and why."""
        output = Path(self.output_path)

        def stamps() -> dict[str, object]:
            files = ((name, output / name) for name in names)
            return {name: get_stamp(file.stat()) if file.exists() else None for name, file in files}

        before = stamps()
        yield
        self.context["report"].add_written_files(
            (name for name, now in stamps().items() if now != before[name]), why
        )

    def _html(self, text: ParsedBody) -> str:
        """Return the HTML of ``text``; where the store lost it, read its file again."""
        html = self._store.load_html(text)
        if html is not None:
            return html
        desk, source = create_content_reader(self._root, self.settings), self._sources[text.digest]
        record = desk.read_item(source).item
        if record is None or record.body.digest != text.digest:
            raise UserError(f"content/{source}: tệp vừa bị thay đổi trong lúc dựng trang. Hãy chạy lại lệnh.")
        return record.body.html

    @cached_property
    def _sources(self) -> dict[str, str]:
        """Sources by the digests of their texts."""
        return {record.body.digest: record.source for record in self._edition.archive.content_items}

    @cached_property
    def _engine(self) -> BuildSettings:
        return load_settings(BuildSettings, "ENGINE", self.settings.get("ENGINE", {}))

    @cached_property
    def _static(self) -> Path:
        return Path(self.theme) / "static"

    @cached_property
    def _assets(self) -> dict[str, Any]:
        return load_theme_assets(self._static)
