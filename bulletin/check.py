"""Check of a content folder without a build."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from pathlib import Path
from typing import Any, TypeVar

from bulletin.ads.campaigns import read_campaigns
from bulletin.ads.warnings import find_campaign_warnings
from bulletin.archive.document_register import list_register_addresses
from bulletin.archive.register_builder import build_register
from bulletin.build.content_cache import open_content_store, read_content
from bulletin.build.settings import BuildSettings
from bulletin.citations.models import Rule
from bulletin.clock import read_build_time
from bulletin.content.attachments.file_types import FileTypeCache
from bulletin.content.attachments.references import FileReferenceChecker
from bulletin.content.checks.alt_texts import MAX_LISTED_IMAGES, ask_about_alt_texts, sum_alt_warnings
from bulletin.content.checks.cross_references import check_cross_references
from bulletin.content.documents.codes import CODE_RULE, find_other_codes
from bulletin.content.documents.conflicts import find_document_conflicts
from bulletin.content.documents.doubtful_dates import DEED_RULE, find_doubtful_dates
from bulletin.content.documents.facts import DIFFERENCE, find_fact_warnings
from bulletin.content.documents.files import find_document_file_problems, find_document_file_warnings
from bulletin.content.documents.missing_years import YEAR_RULE, find_missing_years
from bulletin.content.documents.official_documents import OfficialDocument
from bulletin.content.files.scan import get_display_path
from bulletin.content.findings import Findings
from bulletin.content.folder import ContentFolder, open_content_folder
from bulletin.content.future_dates import find_future_dates
from bulletin.content.library import Library
from bulletin.content.models import Article, Page
from bulletin.content.most_read import find_most_read_warnings
from bulletin.content.problems import Problem
from bulletin.content.reader import ParsedFile
from bulletin.content.request_aliases import find_request_problems
from bulletin.content.settings import ContentSettings
from bulletin.content.warnings.attachments import DocumentInspector
from bulletin.content.warnings.warning import ContentWarning
from bulletin.images.library import ImageLibrary, open_image_library
from bulletin.settings.tables import load_settings
from bulletin.urls import REGISTER_ADDRESS

ReportT = TypeVar("ReportT", Problem, ContentWarning)


@dataclass(frozen=True, slots=True)
class CheckReport:
    """The result of a check."""

    problems: tuple[Problem, ...]
    """Problems of what readers would get. They stop a build and a publish."""
    library: Library
    draft_problems: tuple[Problem, ...] = ()
    """Problems of drafts and of articles under review, which stop nothing."""
    warnings: tuple[ContentWarning, ...] = ()
    """Warnings of what readers would get. They stop nothing."""
    draft_warnings: tuple[ContentWarning, ...] = ()
    """Warnings of drafts and of articles under review."""

    @property
    def findings(self) -> Findings:
        """All problems and warnings."""
        return Findings(self.problems, self.draft_problems, self.warnings, self.draft_warnings)


def check_content(
    root: Path,
    settings: Mapping[str, Any],
    now: datetime | None = None,
    latest_time: datetime | None = None,
) -> CheckReport:
    """Read the content folder ``root`` and return its library and its problems.

    ``settings`` are those of Pelican. Without ``now``, the clock is read.
    ``latest_time`` is later than ``now`` if the clock was set back after a publish.
    """
    now = now or read_build_time()
    images = open_image_library(root, settings)
    folder = open_content_folder(root)
    store = open_content_store(folder, settings)
    build_settings = load_settings(BuildSettings, "ENGINE", settings.get("ENGINE", {}))
    parsed_files = [row.parsed_file for row in read_content(folder, settings, store, build_settings).values()]
    store.close()
    library = build_library(folder, parsed_files)
    campaigns, ad_problems = read_campaigns(root, images.get_info)
    problems = (
        *find_content_problems(
            folder, library, parsed_files, settings, images, latest_time=latest_time or now
        ),
        *ad_problems,
    )
    found = (
        *find_content_warnings(root, parsed_files, settings),
        *find_campaign_warnings(root, campaigns, images.get_info, now.date()),
        *find_most_read_warnings(root, library),
        *find_document_file_warnings(
            root, library.documents, (item for item in library.active_articles if item.status == "published")
        ),
        *find_doubtful_dates(
            library.articles,
            library.documents,
            _find_silenced_sources(folder, parsed_files, DEED_RULE),
            root.name,
        ),
        *find_other_codes(
            library.articles,
            library.documents,
            _find_silenced_sources(folder, parsed_files, CODE_RULE),
            root.name,
        ),
        *find_missing_years(
            library.articles,
            library.documents,
            _find_silenced_sources(folder, parsed_files, YEAR_RULE),
            root.name,
        ),
        *find_fact_warnings(
            library.articles,
            folder.documents,
            _find_silenced_sources(folder, parsed_files, DIFFERENCE),
            root.name,
        ),
    )
    images.save()
    blocking, draft_problems = separate_drafts(folder, parsed_files, problems)
    warnings, draft_warnings = separate_drafts(folder, parsed_files, found)
    return CheckReport(blocking, library, draft_problems, warnings, draft_warnings)


def build_library(folder: ContentFolder, parsed_files: Iterable[ParsedFile]) -> Library:
    """Return the library of all content items that could be parsed."""
    articles, pages, unreadable = [], [], []
    for parsed_file in parsed_files:
        if isinstance(parsed_file.item, Article):
            articles.append(parsed_file.item)
        elif isinstance(parsed_file.item, Page):
            pages.append(parsed_file.item)
        else:
            unreadable.append(parsed_file.source)
    return Library(
        tuple(articles),
        tuple(pages),
        folder.sections,
        frozenset(unreadable),
        folder.withdrawals,
        folder.most_read,
        folder.documents,
    )


def separate_drafts(
    folder: ContentFolder, parsed_files: Iterable[ParsedFile], found: Iterable[ReportT]
) -> tuple[tuple[ReportT, ...], tuple[ReportT, ...]]:
    """Return the problems or warnings of what is published, then those of drafts.

    ``parsed_files`` are all files of ``folder``.
    """
    drafts = {get_display_path(folder.root, file.source) for file in parsed_files if file.is_draft}
    ordered = sorted(set(found))
    return (
        tuple(item for item in ordered if item.path not in drafts),
        tuple(item for item in ordered if item.path in drafts),
    )


def find_content_warnings(
    root: Path, parsed_files: Iterable[ParsedFile], settings: Mapping[str, Any]
) -> tuple[ContentWarning, ...]:
    """Return the warnings of content files and of the documents that they name."""
    inspector = DocumentInspector(root, Path(settings["CACHE_PATH"]) / "files.documents")
    warnings: list[ContentWarning] = []
    draft_warnings: list[ContentWarning] = []
    for file in parsed_files:
        (draft_warnings if file.is_draft else warnings).extend(file.warnings)
        if file.file_references:
            name = get_display_path(root, file.source)
            warnings += inspector.find_warnings(name, file.file_references, file.silenced_warnings)
    inspector.save()
    return (*sum_alt_warnings(warnings), *sum_alt_warnings(draft_warnings))


def find_content_problems(
    folder: ContentFolder,
    library: Library,
    parsed_files: Iterable[ParsedFile],
    settings: Mapping[str, Any],
    images: ImageLibrary,
    *,
    latest_time: datetime,
) -> tuple[Problem, ...]:
    """Return the problems of sections, content files and cross-references.

    ``latest_time`` is the latest time that is known to have passed.
    """
    content_settings = load_settings(ContentSettings, "RECORDS", settings.get("RECORDS", {}))
    file_types = FileTypeCache(Path(settings["CACHE_PATH"]) / "files.kinds")
    reference_checker = FileReferenceChecker(
        folder.root, content_settings.attachment_types, images.check_image, file_types.check_file
    )
    problems: list[Problem] = []
    for parsed_file in parsed_files:
        problems += parsed_file.problems
        if parsed_file.file_references:
            problems += reference_checker.find_problems(
                get_display_path(folder.root, parsed_file.source), parsed_file.file_references
            )
    for document in folder.documents:
        name = get_display_path(folder.root, document.source)
        problems += reference_checker.find_problems(name, document.file_references)
    file_types.save()
    if len(problems) > MAX_LISTED_IMAGES and not content_settings.alt_texts_since:
        dates = {
            get_display_path(folder.root, item.source): item.date
            for item in library.articles
            if not item.is_draft
        }
        problems = [*ask_about_alt_texts(problems, dates, latest_time)]
    silenced = _find_silenced_sources(folder, parsed_files, Rule.TWO_FORMS.value)
    conflicts = tuple(
        find_document_conflicts(
            library.articles, folder.documents, silenced, folder.root.name, content_settings.congress_days
        )
    )
    # The conflict names the other place too, so it says more than a problem of the suffix alone.
    told = {(problem.path, problem.line, problem.number) for problem in conflicts}
    return (
        *folder.problems,
        *(
            problem
            for problem in problems
            if problem.rule != Rule.ISSUER_AND_SUFFIX
            or (problem.path, problem.line, problem.number) not in told
        ),
        *conflicts,
        *check_cross_references(
            library, folder.root.name, _find_register_addresses(library, content_settings.congress_days)
        ),
        *find_request_problems(
            library.withdrawals.exclude_withdrawn(library.content_items), folder.root.name
        ),
        *find_document_file_problems(folder.root, folder.documents, latest_time),
        *find_future_dates(folder.root, library.content_items, latest_time),
    )


def _find_register_addresses(library: Library, province: Sequence[date]) -> tuple[str, ...]:
    """Return the addresses of official documents if a content item links to one."""
    targets = (reference.target for item in library.content_items for reference in item.body.references)
    if not any(target.startswith(REGISTER_ADDRESS) for target in targets):
        return ()
    articles = sorted(library.active_articles, key=lambda article: article.sort_key)
    published = (article for article in articles if article.status == "published")
    register = build_register(published, library.documents, province=province)
    return tuple(address for address, _ in list_register_addresses(register))


def _find_silenced_sources(
    folder: ContentFolder, parsed_files: Iterable[ParsedFile], rule: str
) -> frozenset[str]:
    """Return the content files and documents in which an editor silenced a rule."""
    files = chain[ParsedFile | OfficialDocument](parsed_files, folder.documents)
    return frozenset(file.source for file in files if rule in file.silenced_warnings)
