"""The content of a site for commands that only read it.

It comes from the content store, without a build.
"""

import gc
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from typing import NamedTuple

from bulletin.build.content_cache import load_body_html, open_content_store, read_content
from bulletin.build.settings import BuildSettings
from bulletin.check import build_library
from bulletin.content.files.scan import get_display_path
from bulletin.content.folder import open_content_folder
from bulletin.content.library import Library
from bulletin.content.models import ParsedBody
from bulletin.content.settings import ContentSettings
from bulletin.publishing.settings.settings import PublishSettings, load_pelican_settings
from bulletin.publishing.workspace.folders import PUBLISH_SETTINGS_FILE, Workspace
from bulletin.settings.tables import load_settings
from bulletin.text.formatting import format_names
from bulletin.urls import UrlBuilder

_MAX_NAMED = 5
"""Unreadable files that are named."""


class CachedContent(NamedTuple):
    """The library of a site with what commands need to print it."""

    library: Library
    """Its unreadable files have no drafts, because no list counts them."""
    urls: UrlBuilder
    """Builds addresses of the published site."""
    load_html: Callable[[ParsedBody], str]
    """Loads the HTML of the body of an active article."""
    congress_days: tuple[date, ...]
    """Opening days of the congresses of the province."""
    has_register: bool
    """False if the documents of the site have no pages."""


@contextmanager
def open_cached_content(site: Workspace) -> Iterator[CachedContent]:
    """Read the content of a site, and keep the content store open.

    The garbage collector rests until the end. Reason: it takes a third of the time, and models hold few cycles.
    """
    is_collecting = gc.isenabled()
    gc.disable()
    with ExitStack() as closing:
        if is_collecting:
            closing.callback(gc.enable)
        settings = load_pelican_settings(site.root / PUBLISH_SETTINGS_FILE)
        urls = UrlBuilder(PublishSettings.from_pelican(settings).siteurl)
        folder = open_content_folder(site.content)
        store = open_content_store(folder, settings)
        closing.callback(store.close)
        build_settings = load_settings(BuildSettings, "ENGINE", settings.get("ENGINE", {}))
        rows = read_content(folder, settings, store, build_settings)
        library = build_library(folder, (row.parsed_file for row in rows.values()))
        drafts = {row.parsed_file.source for row in rows.values() if row.parsed_file.is_draft}
        library = library._replace(unreadable_sources=library.unreadable_sources - drafts)

        def find_source(digest: str) -> str:
            return next(item.source for item in library.active_articles if item.body.digest == digest)

        content_settings = load_settings(ContentSettings, "RECORDS", settings.get("RECORDS", {}))
        yield CachedContent(
            library,
            urls,
            lambda body: load_body_html(
                store, body, site.content, settings, lambda: find_source(body.digest)
            ),
            content_settings.congress_days,
            content_settings.documents,
        )


def explain_unreadable_files(site: Workspace, library: Library) -> str:
    """Return a sentence on the files that could not be read, or an empty text."""
    names = [get_display_path(site.content, source) for source in sorted(library.unreadable_sources)]
    if not names:
        return ""
    return (
        f"Chưa tính {len(names)} tệp không đọc được: {format_names(names, _MAX_NAMED, 'tệp')}. "
        "Hãy chạy ./inv check, sửa rồi lập lại."
    )
