"""Plugin that renders the pages: registers the site generator and prepares Jinja."""

from pathlib import Path

from pelican import Pelican, signals
from pelican.generators import Generator

from bulletin.build.fingerprints import fingerprint_code
from bulletin.errors import translate_disk_errors
from bulletin.plugins.site_builder.build_state import BuildState, NoopGenerator, create_build_state
from bulletin.plugins.site_kinds import require_bulletin_site
from bulletin.plugins.user_errors import show_user_errors
from bulletin.render.templates import enable_bytecode_cache, remove_default_globals, speed_up_templates
from bulletin.settings.tables import SettingError


@translate_disk_errors()
def start_site_build(pelican: Pelican) -> type[Generator]:
    """Create the build state and return the site generator.

    Pelican asks for generators once in a build, so the clock is read here.
    """
    settings = pelican.settings
    if not __name__.startswith("bulletin."):
        raise SettingError.for_setting(
            "PLUGINS",
            "Tên các plugin nay bắt đầu bằng “bulletin.”. "
            'Hãy viết PLUGINS = ["bulletin.plugins.site_builder", "bulletin.plugins.search_index"].',
        )
    require_bulletin_site(settings)
    if settings["CACHE_CONTENT"]:
        raise SettingError.for_setting(
            "CACHE_CONTENT",
            "CACHE_CONTENT phải là False: bộ nhớ đệm của Pelican giữ lại những bài mà sections.yml đã làm thay đổi.",
        )
    settings["SITEURL"] = settings["SITEURL"].strip().rstrip("/")
    build = create_build_state(settings, Path(pelican.output_path))
    settings["BUILD_STATE"] = build
    if build.unchanged_counts is not None:
        return NoopGenerator
    return _import_site_generator()


def _import_site_generator() -> type[Generator]:
    """Return the site generator.

    Reason: the import takes a third of the start, and an unchanged site does not need it.
    """
    from bulletin.plugins.site_builder.generator import SiteGenerator  # noqa: PLC0415

    return SiteGenerator


@translate_disk_errors()
def configure_jinja(generator: Generator) -> None:
    """Prepare the Jinja environment of a generator before the first template is read.

    All generators get the filters, because Pelican's own generators compile ``article.html`` too.
    """
    build = generator.settings["BUILD_STATE"]
    if build.unchanged_counts is None:
        from bulletin.render.filters import create_filters  # noqa: PLC0415  # an unchanged site does not need it
        from bulletin.render.template_errors import explain_template_errors  # noqa: PLC0415  # like the filters

        generator.env.filters |= create_filters()
        speed_up_templates(generator.env)
        explain_template_errors(generator.env)
        enable_bytecode_cache(generator.env, generator.settings)
    if hasattr(generator, "generators"):
        remove_default_globals(generator.env)


@translate_disk_errors()
def finish_site_build(pelican: Pelican) -> None:
    """Save the results of the build after all files are written."""
    build: BuildState = pelican.settings["BUILD_STATE"]
    build.finish()


def link_generators(generators: list[Generator]) -> None:
    """Give the site generator a list of all generators of the build."""
    for generator in generators:
        if hasattr(generator, "generators"):
            generator.generators = generators


def register() -> None:
    """Connect to Pelican's signals."""
    # Computed before the code is imported, so that an edit during the build counts as new in the next build.
    fingerprint_code()
    show_user_errors()
    signals.get_generators.connect(start_site_build)
    signals.generator_init.connect(configure_jinja)
    signals.all_generators_finalized.connect(link_generators)
    signals.finalized.connect(finish_site_build)
