"""Prints the pages with the engine's press and the templates of Pelican's generator."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from secrets import token_hex
from typing import Any

from pelican import signals
from pelican.generators import Generator

from bulletin.build.fingerprints import code, digest, has_foreign_code, jinja_digest, templates
from bulletin.build.incremental_renderer import Press, Pressed
from bulletin.build.report import kept
from bulletin.context.site_context import Edition
from bulletin.render.relative_urls import relative
from bulletin.view_models.output_file import Planned

_SETTINGS = (
    "BULLETIN", "NEIGHBOURS", "PICTURES", "RECORDS", "SITENAME", "SITEURL", "RELATIVE_URLS", "TEMPLATE_EXTENSIONS",
    "PLUGINS", "LOCALE", "DATE_FORMATS", "DEFAULT_LANG", "TIMEZONE",
)  # fmt: skip
"""Settings that pages depend on; those of the second line through Pelican's own filters and tests."""


def press_pages(
    generator: Generator,
    pages: Sequence[Planned],
    edition: Edition,
    workers: int,
) -> Pressed:
    """Print what would come out other than it lies there, with the templates of ``generator``.

    Pelican's signal is sent for what was written, as its writer would. ``workers`` 0
    means as many as there are cores.
    """
    output = Path(generator.output_path)
    ledger = kept(Path(generator.settings["CACHE_PATH"]), output, "press")
    press = Press(output, ledger, partial(_shared, generator, edition), workers or None)
    pressed = press.run(pages, partial(_render, generator, edition.urls.base))
    if signals.content_written.receivers:
        makers = {page.file: page.make for page in pages}
        for one in pressed.written:
            context = {"view": makers[one.file](), "localsiteurl": None}
            signals.content_written.send(str(output / one.file), context=context)
    return pressed


def _render(generator: Generator, base: str, page: Planned, view: Any) -> str:
    text: str = generator.get_template(page.template).render(view=view)
    is_relative = generator.settings["RELATIVE_URLS"] and page.file.endswith(".html")
    return relative(text, page.file, base) if is_relative else text


def _shared(generator: Generator, edition: Edition) -> dict[str, str]:
    """Return what all pages depend on besides their own inputs, by names that people understand."""
    settings = generator.settings
    sections = [
        (one.name, one.slug, one.description, one.parent)
        for one in edition.archive.section_tree.by_slug.values()
    ]
    return {
        "mã nguồn hoặc thư viện": digest(
            code(),
            token_hex() if has_foreign_code(settings) else "",  # never the same twice
        ),
        "mẫu trang của giao diện": templates(settings),
        "thiết lập": digest([str(settings.get(name)) for name in _SETTINGS], jinja_digest(settings)),
        "chuyên mục": digest(sections),
        "khung trang (tên, thực đơn, chân trang, tệp của giao diện)": digest(
            edition.site, edition.slots, edition.share_picture
        ),
    }
