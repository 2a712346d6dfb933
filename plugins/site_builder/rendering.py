"""Prints the pages with the engine's press and the templates of Pelican's generator."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from secrets import token_hex
from typing import Any

from pelican import signals
from pelican.generators import Generator

from bulletin.build.fingerprints import (
    compute_digest,
    fingerprint_code,
    fingerprint_jinja,
    fingerprint_templates,
    has_third_party_code,
)
from bulletin.build.incremental_renderer import IncrementalRenderer, RenderResult
from bulletin.build.report import get_state_file
from bulletin.context.site_context import SiteContext
from bulletin.render.relative_urls import make_urls_relative
from bulletin.view_models.output_file import OutputFile

_SETTINGS = (
    "BULLETIN", "NEIGHBOURS", "PICTURES", "RECORDS", "SITENAME", "SITEURL", "RELATIVE_URLS", "TEMPLATE_EXTENSIONS",
    "PLUGINS", "LOCALE", "DATE_FORMATS", "DEFAULT_LANG", "TIMEZONE",
)  # fmt: skip
"""Settings that pages depend on; those of the second line through Pelican's own filters and tests."""


def render_changed_pages(
    generator: Generator,
    pages: Sequence[OutputFile],
    edition: SiteContext,
    workers: int,
) -> RenderResult:
    """Print what would come out other than it lies there, with the templates of ``generator``.

    Pelican's signal is sent for what was written, as its writer would. ``workers`` 0
    means as many as there are cores.
    """
    output = Path(generator.output_path)
    ledger = get_state_file(Path(generator.settings["CACHE_PATH"]), output, "press")
    press = IncrementalRenderer(
        output, ledger, partial(_compute_shared_inputs, generator, edition), workers or None
    )
    pressed = press.render_changed(pages, partial(_render, generator, edition.urls.base_path))
    if signals.content_written.receivers:
        makers = {page.path: page.build_view for page in pages}
        for one in pressed.written:
            context = {"view": makers[one.path](), "localsiteurl": None}
            signals.content_written.send(str(output / one.path), context=context)
    return pressed


def _render(generator: Generator, base: str, page: OutputFile, view: Any) -> str:
    text: str = generator.get_template(page.template).render(view=view)
    is_relative = generator.settings["RELATIVE_URLS"] and page.path.endswith(".html")
    return make_urls_relative(text, page.path, base) if is_relative else text


def _compute_shared_inputs(generator: Generator, edition: SiteContext) -> dict[str, str]:
    """Return what all pages depend on besides their own inputs, by names that people understand."""
    settings = generator.settings
    sections = [
        (one.name, one.slug, one.description, one.parent)
        for one in edition.archive.section_tree.by_slug.values()
    ]
    return {
        "mã nguồn hoặc thư viện": compute_digest(
            fingerprint_code(),
            token_hex() if has_third_party_code(settings) else "",  # never the same twice
        ),
        "mẫu trang của giao diện": fingerprint_templates(settings),
        "thiết lập": compute_digest(
            [str(settings.get(name)) for name in _SETTINGS], fingerprint_jinja(settings)
        ),
        "chuyên mục": compute_digest(sections),
        "khung trang (tên, thực đơn, chân trang, tệp của giao diện)": compute_digest(
            edition.site_frame, edition.slots, edition.share_image_url
        ),
    }
