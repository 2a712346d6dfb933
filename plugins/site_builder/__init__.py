"""Prints the pages: hands Pelican the generator of the edition, and reads the clock once a build."""

import logging
from pathlib import Path

from pelican import Pelican, signals
from pelican.generators import Generator

from bulletin.build.fingerprints import code
from bulletin.errors import UserError, disk_in_words, explain_error
from bulletin.render.templates import bare, keep_compiled
from bulletin.settings.tables import SettingError
from plugins.site_builder.build_state import Build, StillGenerator, begun


class _SentenceAlone(logging.Filter):
    """Leaves Python's words out of what Pelican prints of an error; of a mistake also the traceback.

    What a library says, as Jinja of a template, stays: it names the line.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if isinstance(record.exc_info, tuple) else None
        if isinstance(error, UserError):
            record.msg, record.args, record.exc_info = "%s", (error,), None
        elif isinstance(error, Exception) and type(error).__module__ == "builtins":
            record.msg, record.args = "%s", (explain_error(error),)
        return True


@disk_in_words()
def begin(pelican: Pelican) -> type[Generator]:
    """Read the clock for this build (Pelican asks for generators once a build) and hand over ours."""
    settings = pelican.settings
    if settings["CACHE_CONTENT"]:
        raise SettingError.at(
            "CACHE_CONTENT",
            "CACHE_CONTENT phải là False: bộ nhớ đệm của Pelican giữ lại những bài mà sections.yml đã làm thay đổi.",
        )
    settings["SITEURL"] = settings["SITEURL"].strip().rstrip("/")
    build = begun(settings, Path(pelican.output_path))
    settings["BUILD"] = build
    if build.counts is not None:
        return StillGenerator
    return _edition()


def _edition() -> type[Generator]:
    """Return the generator of an edition. It is a third of a start: not imported to do nothing."""
    from plugins.site_builder.generator import EditionGenerator  # noqa: PLC0415

    return EditionGenerator


@disk_in_words()
def prepare(generator: Generator) -> None:
    """Make the templates of a generator ready, before the first is read.

    The filters are for all generators: Pelican's own compile the template of an article too.
    """
    build = generator.settings["BUILD"]
    if build.counts is None:
        from bulletin.render.filters import filters  # noqa: PLC0415  # likewise

        generator.env.filters |= filters()
        keep_compiled(generator.env, generator.settings)
    if hasattr(generator, "colleagues"):
        bare(generator.env)


@disk_in_words()
def end(pelican: Pelican) -> None:
    """Keep what the build came to, once all of it is written."""
    build: Build = pelican.settings["BUILD"]
    build.end()


def introduce(generators: list[Generator]) -> None:
    """Make the generator of the edition known to the others of its build."""
    for generator in generators:
        if hasattr(generator, "colleagues"):
            generator.colleagues = generators


def register() -> None:
    """Connect to Pelican."""
    code()  # before the rest of it is imported: what is saved meanwhile is taken for new next time
    logging.getLogger("pelican").addFilter(_SentenceAlone())
    signals.get_generators.connect(begin)
    signals.generator_init.connect(prepare)
    signals.all_generators_finalized.connect(introduce)
    signals.finalized.connect(end)
