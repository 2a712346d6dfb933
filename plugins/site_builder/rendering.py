"""Render the changed pages with the templates of Pelican's generator."""

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
from bulletin.build.incremental_renderer import IncrementalRenderer, OutdatedPages, RenderResult
from bulletin.build.report import get_state_file
from bulletin.context.site_context import SiteContext
from bulletin.render.relative_urls import make_urls_relative
from bulletin.view_models.output_file import OutputFile

_SETTINGS = (
    "BULLETIN", "NEIGHBOURS", "PICTURES", "RECORDS", "SITENAME", "SITEURL", "RELATIVE_URLS", "TEMPLATE_EXTENSIONS",
    "PLUGINS", "LOCALE", "DATE_FORMATS", "DEFAULT_LANG", "TIMEZONE",
)  # fmt: skip
"""Settings that pages depend on. Those in the second line are used by Pelican's filters and tests."""


def create_renderer(generator: Generator, site_context: SiteContext, workers: int) -> IncrementalRenderer:
    """Return the renderer for the output folder of ``generator``.

    ``workers`` 0 means all CPU cores.
    """
    output = Path(generator.output_path)
    state_file = get_state_file(Path(generator.settings["CACHE_PATH"]), output, "render-state")
    return IncrementalRenderer(
        output, state_file, partial(_compute_shared_inputs, generator, site_context), workers or None
    )


def render_pages(
    generator: Generator, renderer: IncrementalRenderer, outdated: OutdatedPages, base: str
) -> RenderResult:
    """Render the outdated pages with the templates of ``generator``.

    Pelican's signal ``content_written`` is sent for each written page. ``base`` is the path of the site.
    """
    result = renderer.render(outdated, partial(_render, generator, base))
    if signals.content_written.receivers:
        view_builders = {page.path: page.build_view for page in result.rendered}
        for file in result.written:
            context = {"view": view_builders[file.path](), "localsiteurl": None}
            signals.content_written.send(str(Path(generator.output_path) / file.path), context=context)
    return result


def _render(generator: Generator, base: str, page: OutputFile, view: Any) -> str:
    text: str = generator.get_template(page.template).render(view=view)
    is_relative = generator.settings["RELATIVE_URLS"] and page.path.endswith(".html")
    return make_urls_relative(text, page.path, base) if is_relative else text


def _compute_shared_inputs(generator: Generator, site_context: SiteContext) -> dict[str, str]:
    """Return the digests of the shared inputs by their Vietnamese names."""
    settings = generator.settings
    sections = [
        (section.name, section.slug, section.description, section.parent)
        for section in site_context.archive.section_tree.by_slug.values()
    ]
    return {
        "mã nguồn hoặc thư viện": compute_digest(
            fingerprint_code(),
            token_hex() if has_third_party_code(settings) else "",  # different in each build
        ),
        "mẫu trang của giao diện": fingerprint_templates(settings),
        "thiết lập": compute_digest(
            [str(settings.get(name)) for name in _SETTINGS], fingerprint_jinja(settings)
        ),
        "chuyên mục": compute_digest(sections),
        "khung trang (tên, thực đơn, chân trang, tệp của giao diện)": compute_digest(
            site_context.site_frame,
            site_context.slots,
            site_context.share_image_url,
            site_context.share_card_style,
        ),
    }
