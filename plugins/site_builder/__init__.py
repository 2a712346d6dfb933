"""Prints the pages: hands Pelican the generator of the edition, and reads the clock once a build."""

import logging
from pathlib import Path

from pelican import Pelican, signals
from pelican.generators import Generator

from bulletin.build.fingerprints import fingerprint_code
from bulletin.errors import UserError, explain_error, translate_disk_errors
from bulletin.render.templates import enable_bytecode_cache, remove_default_globals
from bulletin.settings.tables import SettingError
from plugins.site_builder.build_state import BuildState, NoopGenerator, create_build_state


class _UserErrorFilter(logging.Filter):
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


@translate_disk_errors()
def start_site_build(pelican: Pelican) -> type[Generator]:
    """Read the clock for this build (Pelican asks for generators once a build) and hand over ours."""
    settings = pelican.settings
    if settings["CACHE_CONTENT"]:
        raise SettingError.for_setting(
            "CACHE_CONTENT",
            "CACHE_CONTENT phải là False: bộ nhớ đệm của Pelican giữ lại những bài mà sections.yml đã làm thay đổi.",
        )
    settings["SITEURL"] = settings["SITEURL"].strip().rstrip("/")
    build = create_build_state(settings, Path(pelican.output_path))
    settings["BUILD"] = build
    if build.unchanged_counts is not None:
        return NoopGenerator
    return _import_site_generator()


def _import_site_generator() -> type[Generator]:
    """Return the generator of an edition. It is a third of a start: not imported to do nothing."""
    from plugins.site_builder.generator import SiteGenerator  # noqa: PLC0415

    return SiteGenerator


@translate_disk_errors()
def configure_jinja(generator: Generator) -> None:
    """Make the templates of a generator ready, before the first is read.

    The filters are for all generators: Pelican's own compile the template of an article too.
    """
    build = generator.settings["BUILD"]
    if build.unchanged_counts is None:
        from bulletin.render.filters import create_filters  # noqa: PLC0415  # likewise

        generator.env.filters |= create_filters()
        enable_bytecode_cache(generator.env, generator.settings)
    if hasattr(generator, "generators"):
        remove_default_globals(generator.env)


@translate_disk_errors()
def finish_site_build(pelican: Pelican) -> None:
    """Keep what the build came to, once all of it is written."""
    build: BuildState = pelican.settings["BUILD"]
    build.finish()


def link_generators(generators: list[Generator]) -> None:
    """Make the generator of the edition known to the others of its build."""
    for generator in generators:
        if hasattr(generator, "generators"):
            generator.generators = generators


def register() -> None:
    """Connect to Pelican."""
    fingerprint_code()  # before the rest of it is imported: what is saved meanwhile is taken for new next time
    logging.getLogger("pelican").addFilter(_UserErrorFilter())
    signals.get_generators.connect(start_site_build)
    signals.generator_init.connect(configure_jinja)
    signals.all_generators_finalized.connect(link_generators)
    signals.finalized.connect(finish_site_build)
