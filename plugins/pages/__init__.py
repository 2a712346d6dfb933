"""Prints the pages: hands Pelican the generator of the edition, and reads the clock once a build."""

import logging

from pelican import Pelican, signals
from pelican.generators import Generator

from plugins import clock
from plugins.config import SettingError, settings_from
from plugins.engine.settings import EngineSettings
from plugins.mistakes import MistakeError
from plugins.pages.filters import filters
from plugins.pages.generator import EditionGenerator
from plugins.pages.templates import bare, keep_compiled


class _NoTraceback(logging.Filter):
    """Leaves the traceback out of what Pelican prints for a mistake in content or settings."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.exc_info, tuple) and isinstance(record.exc_info[1], MistakeError):
            record.exc_info = None
        return True


def begin(pelican: Pelican) -> type[EditionGenerator]:
    """Read the clock for this build (Pelican asks for generators once a build) and hand over ours.

    The filters are for all generators: Pelican's own compile the template of an article too.
    """
    if pelican.settings["CACHE_CONTENT"]:
        raise SettingError(
            "CACHE_CONTENT: Pelican's cache would keep articles that sections.yml has changed; leave it off"
        )
    if settings_from(EngineSettings, "ENGINE", pelican.settings.get("ENGINE", {})).enabled:
        pelican.settings["ARTICLE_PATHS"] = pelican.settings["PAGE_PATHS"] = []  # the engine reads them
    pelican.settings["MOMENT"] = clock.now()
    pelican.settings["JINJA_FILTERS"] = {**pelican.settings["JINJA_FILTERS"], **filters()}
    return EditionGenerator


def prepare(generator: Generator) -> None:
    """Make the templates of a generator ready, before the first is read."""
    keep_compiled(generator.env, generator.settings)
    if isinstance(generator, EditionGenerator):
        bare(generator.env)


def introduce(generators: list[Generator]) -> None:
    """Make the generator of the edition known to the others of its build."""
    for generator in generators:
        if isinstance(generator, EditionGenerator):
            generator.colleagues = generators


def register() -> None:
    """Connect to Pelican."""
    logging.getLogger("pelican").addFilter(_NoTraceback())
    signals.get_generators.connect(begin)
    signals.generator_init.connect(prepare)
    signals.all_generators_finalized.connect(introduce)
