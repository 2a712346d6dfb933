"""Prints the pages: with the engine's press, or one after another with Pelican's writer. The bytes are the same."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from pelican import signals
from pelican.generators import Generator
from pelican.writers import Writer

from plugins.composer.plan import Planned
from plugins.engine.press import Press
from plugins.engine.settings import EngineSettings
from plugins.engine.version import code, digest, files, shape
from plugins.pages.relative import relative


def print_pages(
    generator: Generator, pages: Sequence[Planned], engine: EngineSettings, base: str, writer: Writer
) -> None:
    """Print ``pages`` with the templates of ``generator``; ``base`` is the path that addresses begin with."""
    if engine.enabled:
        _press(generator, pages, engine, base)
    else:
        for page in pages:
            _write(generator, page, base, writer)


def _press(generator: Generator, pages: Sequence[Planned], engine: EngineSettings, base: str) -> None:
    """Print what changed. Pelican's signal is sent for what was written, as its writer would."""
    output = Path(generator.output_path)
    version = _version(generator)  # before a template is read: one saved meanwhile is then printed next time
    for name in sorted({page.template for page in pages}):
        generator.get_template(name)  # compiled before processes are forked
    ledger = Path(generator.settings["CACHE_PATH"]) / "engine" / f"{digest(str(output.resolve()))}.press"
    views = {page.file: page.view for page in pages}
    for file in Press(output, ledger, version, engine.workers or None).run(
        pages, partial(_render, generator, base)
    ):
        signals.content_written.send(str(output / file), context={"view": views[file], "localsiteurl": None})


def _render(generator: Generator, base: str, page: Planned) -> str:
    text: str = generator.get_template(page.template).render(view=page.view)
    return relative(text, page.file, base) if _is_relative(generator, page) else text


def _write(generator: Generator, page: Planned, base: str, writer: Writer) -> None:
    template = generator.get_template(page.template)
    writer.write_file(page.file, template, {"localsiteurl": None}, view=page.view)
    if _is_relative(generator, page):
        path = Path(generator.output_path) / page.file
        path.write_text(relative(path.read_text(encoding="utf-8"), page.file, base), encoding="utf-8")


def _is_relative(generator: Generator, page: Planned) -> bool:
    return bool(generator.settings["RELATIVE_URLS"]) and page.file.endswith(".html")


def _version(generator: Generator) -> str:
    """Return what pages depend on besides their views: templates, code, the ways of Jinja."""
    settings = generator.settings
    folders = [*settings["THEME_TEMPLATES_OVERRIDES"], str(Path(generator.theme) / "templates")]
    tables = [settings[name] for name in ("JINJA_FILTERS", "JINJA_GLOBALS", "JINJA_TESTS")]
    names = [[(name, shape(table[name])) for name in sorted(table)] for table in tables]
    ways = [settings["JINJA_ENVIRONMENT"], settings["RELATIVE_URLS"], settings["SITEURL"]]
    return digest(code(), [files(Path(folder), "*.*") for folder in folders], names, ways)
