"""The generator that renders every page from its view model alone."""

import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

from pelican.generators import Generator

from bulletin.ads.campaigns import read_campaigns
from bulletin.ads.images import write_slot_images
from bulletin.ads.schedule import find_active_campaign
from bulletin.ads.slots import AD_SLOTS, list_slot_images
from bulletin.ads.warnings import find_campaign_warnings
from bulletin.archive.archive import build_archive
from bulletin.build.build_lock import release_lock_on_error
from bulletin.build.content_cache import load_body_html, open_content_store, read_content
from bulletin.build.content_index import update_content_index
from bulletin.build.context_factory import SEARCH_PLUGIN, ReferencedFiles, create_site_context
from bulletin.build.draft_preview import get_draft_preview
from bulletin.build.incremental_renderer import IncrementalRenderer, OutdatedPages
from bulletin.build.render_state import RENDER_STATE_VERSION
from bulletin.build.report import BuildReport, get_build_report_path
from bulletin.build.settings import BuildSettings
from bulletin.check import build_library, find_content_problems, find_content_warnings, separate_drafts
from bulletin.clock import read_latest_time
from bulletin.content.files.scan import get_display_path
from bulletin.content.findings import ContentError, Findings
from bulletin.content.folder import open_content_folder
from bulletin.content.models import ParsedBody
from bulletin.content.most_read import find_most_read_warnings
from bulletin.content.settings import ContentSettings
from bulletin.context.settings import SiteSettings
from bulletin.errors import translate_disk_errors
from bulletin.images.library import open_image_library
from bulletin.images.settings import ImageSettings
from bulletin.plugins.site_builder.build_state import report_counts
from bulletin.plugins.site_builder.rendering import create_renderer, render_pages
from bulletin.render.site_assets import SiteAssets
from bulletin.render.site_icons import find_mark
from bulletin.settings.tables import load_settings
from bulletin.share_cards.library import ShareCardLibrary
from bulletin.storage.file_system import get_stamp
from bulletin.storage.output_folder import (
    copy_output_file,
    prepare_output,
    record_output_files,
    write_output_file,
)
from bulletin.views.plan import plan_output_files
from bulletin.views.schedule import find_next_change


class SiteGenerator(Generator):  # type: ignore[misc]  # Pelican is untyped
    """Creates the site context and writes all files of the site."""

    generators: Sequence[Generator] = ()
    """All generators of the build."""

    @release_lock_on_error
    @translate_disk_errors()
    def generate_context(self) -> None:
        """Create the site context. Raise ContentError with all problems of the content."""
        self._root, self._build = Path(self.path), self.settings["BUILD_STATE"]
        folder = open_content_folder(self._root, self._build.content_files)
        build_time = self._build.build_time
        self._image_library = open_image_library(self._root, self.settings)
        self._store = open_content_store(folder, self.settings)
        rows = read_content(folder, self.settings, self._store, self._build_settings)
        self._build.content_files = []  # frees a hundred megabytes at a hundred thousand articles
        parsed_files = [row.parsed_file for row in rows.values()]
        library = build_library(folder, parsed_files)
        campaigns, ad_problems = read_campaigns(self._root, self._image_library.get_info)
        found = find_content_problems(
            folder,
            library,
            parsed_files,
            self.settings,
            self._image_library,
            latest_time=read_latest_time(build_time),
        )
        problems, draft_problems = separate_drafts(folder, parsed_files, (*found, *ad_problems))
        if problems:
            if {"-r", "--autoreload"}.intersection(sys.argv):
                time.sleep(1)  # Pelican retries at once until the problem is fixed
            raise ContentError(Findings(problems, draft_problems))
        self._active_campaigns = {
            slot: find_active_campaign(campaigns, slot, build_time) for slot in AD_SLOTS
        }
        faulty_drafts = {problem.path for problem in draft_problems}
        sound_files = [
            file
            for file in parsed_files
            if not file.is_draft or get_display_path(self._root, file.source) not in faulty_drafts
        ]
        self._referenced_files = ReferencedFiles(
            (*sound_files, *library.documents), self._root, self._image_library
        )
        content_settings = load_settings(ContentSettings, "RECORDS", self.settings.get("RECORDS", {}))
        archive = build_archive(
            library.active_articles, library.active_pages, library.sections, build_time,
            library.documents if content_settings.documents else None,
            province=content_settings.congress_days,
        )  # fmt: skip
        live, hidden = len(archive.all_articles.articles), len(archive.hidden_articles)
        self._build.built_counts = {
            "articles": live, "hidden": hidden, "drafts": len(library.articles) - live - hidden,
            "pages": len(archive.pages), "hidden_pages": len(archive.hidden_pages),
        }  # fmt: skip
        if preview := get_draft_preview(self.settings, self._build.output):
            archive = preview.add_to_archive(archive, library, draft_problems, self._root)
        self._site_context = create_site_context(
            self.settings,
            archive,
            withdrawals=library.withdrawals,
            most_read=library.most_read,
            assets={name: asset.address for name, asset in self._assets.files.items()},
            theme_colours=(self._assets.colours.red, self._assets.colours.dark_red),
            first_screen=self._assets.first_screen,
            build_image=self._image_library.request_image,
            share_cards=self._share_cards,
            load_html=self._load_html,
            fingerprints=self._referenced_files.compute_fingerprints(rows),
        )
        self._build.next_change = find_next_change(library.active_articles, campaigns, build_time)
        self._library = library
        self.context["site_context"] = self._site_context
        self._build.draft_problems = draft_problems
        self._build.warnings, self._build.draft_warnings = separate_drafts(
            folder,
            parsed_files,
            (
                *find_content_warnings(self._root, parsed_files, self.settings),
                *find_campaign_warnings(
                    self._root, campaigns, self._image_library.get_info, build_time.date()
                ),
                *find_most_read_warnings(self._root, library),
            ),
        )
        self.context["build_report"] = BuildReport(
            next_change=self._build.next_change,
            draft_problems=draft_problems,
            warnings=self._build.warnings,
            draft_warnings=self._build.draft_warnings,
        )

    @release_lock_on_error
    @translate_disk_errors()
    def generate_output(self, _writer: object) -> None:
        """Write all files of the site and remove those that are no longer part of it."""
        output = Path(self.output_path)
        planned = plan_output_files(self._site_context, self._active_campaigns, self._root)
        renderer = create_renderer(self, self._site_context, self._build_settings.workers)
        outdated = renderer.find_outdated(planned)
        pages = set(outdated.paths)
        images, attachments = self._referenced_files.find_images_and_files(
            item.source for item in (*self._site_context.archive.content_items, *self._library.documents)
        )
        for reference in images:
            self._image_library.request_image(reference, "")  # requests the variants of the image
        if request_card := self._site_context.build_share_card:
            archive = self._site_context.archive
            for article in (*archive.all_articles.articles, *archive.hidden_articles):
                request_card(article)
        assets = {asset.address.lstrip("/"): asset.data for asset in self._assets.files.values()}
        files = [
            *pages,
            *assets,
            *attachments,
            *self._image_library.list_files(),
            *(self._share_cards.list_files() if self._share_cards else ()),
            *list_slot_images(),
        ]
        report: BuildReport = self.context["build_report"]
        report.removed_files += prepare_output(
            output,
            files,
            keep_search=SEARCH_PLUGIN in self.settings["PLUGINS"],
            find_known_files=lambda: self._build.previous_build.find_unmodified_files(RENDER_STATE_VERSION),
        )
        self._render_pages(renderer, outdated, report)
        with self._report_changes(assets, "tệp của giao diện"):
            for name, data in assets.items():
                write_output_file(output, name, data)
        with self._report_changes(attachments, "tệp đính kèm"):
            for name in attachments:
                copy_output_file(self._root / name, output, name)
        self._image_library.write_variants(output)
        report.add_written_files(self._image_library.written_files, "ảnh")
        if self._share_cards:
            self._share_cards.write_cards(output)
            report.add_written_files(self._share_cards.written_files, "ảnh chia sẻ")
        with self._report_changes(list_slot_images(), "quảng cáo"):
            write_slot_images(
                output,
                self._active_campaigns,
                [folder / "images" for folder in self._static_folders],
                self._root,
                Path(self.settings["CACHE_PATH"]),
                settings=load_settings(ImageSettings, "PICTURES", self.settings.get("PICTURES", {})),
            )
        record_output_files(output, files)
        self._save_content_index()
        report_counts(self.generators, self._build.built_counts)
        self._build.rendered_files = pages
        self._build.render_state_version = RENDER_STATE_VERSION
        report.save(get_build_report_path(Path(self.settings["CACHE_PATH"]), output))

    def _save_content_index(self) -> None:
        """Save the content index for a publish, if it changed."""
        update_content_index(
            self._build.previous_build.content_index_file,
            self._library,
            self._build.build_time,
            self._site_context.fingerprints,
            self._referenced_files.file_states,
        )

    def _render_pages(
        self, renderer: IncrementalRenderer, outdated: OutdatedPages, report: BuildReport
    ) -> None:
        self._store.close()  # before processes are forked
        result = render_pages(self, renderer, outdated, self._site_context.urls.base_path)
        report.written_files += result.written
        report.changed_sources = result.changed_sources
        self._store.close()

    @contextmanager
    def _report_changes(self, names: Iterable[str], reason: str) -> Iterator[None]:
        """Report the files of ``names`` that the block writes, with a reason."""
        output = Path(self.output_path)

        def read_stamps() -> dict[str, object]:
            files = ((name, output / name) for name in names)
            return {name: get_stamp(file.stat()) if file.exists() else None for name, file in files}

        before = read_stamps()
        yield
        self.context["build_report"].add_written_files(
            (name for name, stamp in read_stamps().items() if stamp != before[name]), reason
        )

    def _load_html(self, body: ParsedBody) -> str:
        """Return the HTML of ``body``; read its file again if the store has lost it."""
        return load_body_html(
            self._store, body, self._root, self.settings, lambda: self._sources[body.digest]
        )

    @cached_property
    def _sources(self) -> dict[str, str]:
        """Sources by the digests of their bodies."""
        return {item.body.digest: item.source for item in self._site_context.archive.content_items}

    @cached_property
    def _build_settings(self) -> BuildSettings:
        return load_settings(BuildSettings, "ENGINE", self.settings.get("ENGINE", {}))

    @cached_property
    def _static_folders(self) -> list[Path]:
        return [Path(self.theme) / "static", *map(Path, self.settings.get("THEME_STATIC_OVERRIDES", ()))]

    @cached_property
    def _assets(self) -> SiteAssets:
        return SiteAssets(self._static_folders, self._site_settings, self.settings)

    @cached_property
    def _share_cards(self) -> ShareCardLibrary | None:
        """The share cards, or None if the setting is off or the build is a draft preview."""
        settings = self._site_settings
        if not settings.share_cards or get_draft_preview(self.settings, self._build.output):
            return None
        style = self._assets.build_card_style()
        cache = Path(self.settings["CACHE_PATH"]) / "share-cards"
        mark = find_mark(self._static_folders)
        return ShareCardLibrary(cache, self._image_library, style, mark, settings.share_cards_from)

    @cached_property
    def _site_settings(self) -> SiteSettings:
        return load_settings(SiteSettings, "BULLETIN", self.settings["BULLETIN"])
