"""Reads a whole content folder and tells what is wrong with it. Builds nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bulletin.ads.campaigns import read_campaigns
from bulletin.build.content_cache import open_content_store, read_content
from bulletin.build.settings import BuildSettings
from bulletin.content.attachments.file_types import FileTypeCache
from bulletin.content.attachments.references import FileReferenceChecker
from bulletin.content.folder import ContentFolder, open_content_folder
from bulletin.content.library import Library, check_cross_references
from bulletin.content.models import Article, Page
from bulletin.content.problems import Problem
from bulletin.content.reader import ParsedFile
from bulletin.content.scan import get_display_path
from bulletin.content.settings import ContentSettings
from bulletin.images.library import ImageLibrary, open_image_library
from bulletin.settings.tables import load_settings


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What a check found."""

    problems: tuple[Problem, ...]
    library: Library


def check_content(root: Path, settings: Mapping[str, Any]) -> CheckReport:
    """Read all of ``root`` (content/) with Pelican's ``settings`` and return what was found."""
    pictures = open_image_library(root, settings)
    folder = open_content_folder(root)
    store = open_content_store(folder, settings)
    engine = load_settings(BuildSettings, "ENGINE", settings.get("ENGINE", {}))
    readings = [row.parsed_file for row in read_content(folder, settings, store, engine).values()]
    store.close()
    library = build_library(folder, readings)
    problems = (
        *find_content_problems(folder, library, readings, settings, pictures),
        *read_campaigns(root, pictures.get_info)[1],
    )
    pictures.save()
    return CheckReport(tuple(sorted(set(problems))), library)


def build_library(folder: ContentFolder, readings: Iterable[ParsedFile]) -> Library:
    """Return the library of all records that could be made."""
    articles, pages, unread = [], [], []
    for one in readings:
        if isinstance(one.item, Article):
            articles.append(one.item)
        elif isinstance(one.item, Page):
            pages.append(one.item)
        else:
            unread.append(one.source)
    return Library(tuple(articles), tuple(pages), folder.sections, frozenset(unread), folder.withdrawals)


def find_content_problems(
    folder: ContentFolder,
    library: Library,
    readings: Iterable[ParsedFile],
    settings: Mapping[str, Any],
    pictures: ImageLibrary,
) -> tuple[Problem, ...]:
    """Return all that is wrong with sections, files, records and the links between them."""
    records = load_settings(ContentSettings, "RECORDS", settings.get("RECORDS", {}))
    kinds = FileTypeCache(Path(settings["CACHE_PATH"]) / "files.kinds")
    lookup = FileReferenceChecker(
        folder.root, records.attachment_types, pictures.check_image, kinds.check_file
    )
    found: list[Problem] = []
    for one in readings:
        found += one.problems
        if one.file_references:
            found += lookup.find_problems(get_display_path(folder.root, one.source), one.file_references)
    kinds.save()
    return (*folder.problems, *found, *check_cross_references(library, folder.root.name))
