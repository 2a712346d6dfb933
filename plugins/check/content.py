"""Reads a whole content folder and tells what is wrong with it. Builds nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from plugins.ads.campaign import read_campaigns
from plugins.config import settings_from
from plugins.engine.readings import open_store, read_all
from plugins.engine.settings import EngineSettings
from plugins.pictures.library import PictureLibrary
from plugins.pictures.opening import picture_library
from plugins.records.desk import Reading
from plugins.records.files import label, stray_files
from plugins.records.library import Library, cross_check
from plugins.records.named_files import NamedFiles
from plugins.records.problems import Problem
from plugins.records.record import Article, Page, State
from plugins.records.sections import read_sections
from plugins.records.settings import RecordsSettings


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found."""

    problems: tuple[Problem, ...]
    library: Library

    @property
    def articles(self) -> int:
        """How many articles there are, of whatever status."""
        return len(self.library.articles)

    @property
    def pages(self) -> int:
        """How many static pages there are."""
        return len(self.library.pages)

    def count(self, moment: datetime, state: State) -> int:
        """Return how many articles are in ``state`` at ``moment``."""
        return sum(article.state(moment) == state for article in self.library.articles)


def check_content(root: Path, settings: Mapping[str, Any]) -> Report:
    """Read all of ``root`` (content/) with Pelican's ``settings`` and return what was found."""
    pictures = picture_library(root, settings)
    store = open_store(root, settings)
    readings = read_all(
        root, settings, store, settings_from(EngineSettings, "ENGINE", settings.get("ENGINE", {}))
    )
    store.close()
    library = gather(root, readings)
    problems = (
        *problems_of(root, library, readings, settings, pictures),
        *read_campaigns(root, pictures.facts)[1],
    )
    pictures.save()
    return Report(tuple(sorted(set(problems))), library)


def gather(root: Path, readings: list[Reading]) -> Library:
    """Return the library of all records that could be made."""
    records = [one.record for one in readings if one.record is not None]
    return Library(
        tuple(one for one in records if isinstance(one, Article)),
        tuple(one for one in records if isinstance(one, Page)),
        read_sections(root)[0],
        frozenset(one.source for one in readings if one.record is None),
    )


def problems_of(
    root: Path,
    library: Library,
    readings: list[Reading],
    settings: Mapping[str, Any],
    pictures: PictureLibrary,
) -> tuple[Problem, ...]:
    """Return all that is wrong with sections, files, records and the links between them."""
    single = [problem for one in readings for problem in one.problems]
    records = settings_from(RecordsSettings, "RECORDS", settings.get("RECORDS", {}))
    lookup = NamedFiles(root, records.attachment_types, pictures.fault)
    missing = [problem for one in readings for problem in lookup.problems(label(root, one.source), one.files)]
    return (*read_sections(root)[1], *stray_files(root), *single, *missing, *cross_check(library, root.name))
