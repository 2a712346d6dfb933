"""Reads a whole content folder and tells what is wrong with it. Builds nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bulletin.ads.campaigns import read_campaigns
from bulletin.build.content_cache import open_store, read_all
from bulletin.build.settings import EngineSettings
from bulletin.content.attachments.file_type_cache import KindsCache
from bulletin.content.attachments.references import NamedFiles
from bulletin.content.folder import Folder, look
from bulletin.content.library import Library, cross_check
from bulletin.content.models import Article, Page
from bulletin.content.problems import Problem
from bulletin.content.reader import Reading
from bulletin.content.scan import label
from bulletin.content.settings import RecordsSettings
from bulletin.images.library import PictureLibrary, picture_library
from bulletin.settings.tables import settings_from


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found."""

    problems: tuple[Problem, ...]
    library: Library


def check_content(root: Path, settings: Mapping[str, Any]) -> Report:
    """Read all of ``root`` (content/) with Pelican's ``settings`` and return what was found."""
    pictures = picture_library(root, settings)
    folder = look(root)
    store = open_store(folder, settings)
    engine = settings_from(EngineSettings, "ENGINE", settings.get("ENGINE", {}))
    readings = [row.reading for row in read_all(folder, settings, store, engine).values()]
    store.close()
    library = gather(folder, readings)
    problems = (
        *problems_of(folder, library, readings, settings, pictures),
        *read_campaigns(root, pictures.facts)[1],
    )
    pictures.save()
    return Report(tuple(sorted(set(problems))), library)


def gather(folder: Folder, readings: Iterable[Reading]) -> Library:
    """Return the library of all records that could be made."""
    articles, pages, unread = [], [], []
    for one in readings:
        if isinstance(one.record, Article):
            articles.append(one.record)
        elif isinstance(one.record, Page):
            pages.append(one.record)
        else:
            unread.append(one.source)
    return Library(tuple(articles), tuple(pages), folder.sections, frozenset(unread), folder.withdrawals)


def problems_of(
    folder: Folder,
    library: Library,
    readings: Iterable[Reading],
    settings: Mapping[str, Any],
    pictures: PictureLibrary,
) -> tuple[Problem, ...]:
    """Return all that is wrong with sections, files, records and the links between them."""
    records = settings_from(RecordsSettings, "RECORDS", settings.get("RECORDS", {}))
    kinds = KindsCache(Path(settings["CACHE_PATH"]) / "files.kinds")
    lookup = NamedFiles(folder.root, records.attachment_types, pictures.fault, kinds.fault)
    found: list[Problem] = []
    for one in readings:
        found += one.problems
        if one.files:
            found += lookup.problems(label(folder.root, one.source), one.files)
    kinds.save()
    return (*folder.problems, *found, *cross_check(library, folder.root.name))
