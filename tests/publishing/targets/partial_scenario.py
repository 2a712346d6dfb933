"""Publish one of several changes of a small site to a target."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from bulletin.clock import VIETNAM_TZ
from bulletin.publishing.pipeline import publish
from bulletin.publishing.targets.base import Target
from bulletin.publishing.workspace.folders import Workspace
from tests.publishing.shared_repository import run_git
from tests.publishing.small_site import write_dated_article

NOON = datetime(2026, 11, 24, 12, tzinfo=VIETNAM_TZ)
EDITED_PAGE = "2026/11/tin-sua/index.html"


def assert_published_alone(site: Workspace, open_target: Callable[[], Target], folder: Path) -> None:
    """Publish a new article alone, and assert that the other changes follow later.

    ``open_target`` is called for each command, and ``folder`` gets files of releases.
    """
    run_git(site.root, "init", "--quiet", "-b", "main")
    write_dated_article(site, "tin-sua", "Lời cũ.")
    publish(site, NOON, lambda _: None)
    write_dated_article(site, "moi")
    write_dated_article(site, "de-lai")
    write_dated_article(site, "tin-sua", "Lời mới.")
    publish(site, NOON + timedelta(hours=1), lambda _: None, only=["content/articles/moi.md"])
    assert _read_edited_page(open_target(), folder).count("Lời cũ.")
    assert _list_new_articles(open_target()) == {"/2026/11/moi/"}
    publish(site, NOON + timedelta(hours=2), lambda _: None)
    assert _read_edited_page(open_target(), folder).count("Lời mới.")
    assert _list_new_articles(open_target()) == {"/2026/11/moi/", "/2026/11/de-lai/"}


def _list_new_articles(target: Target) -> set[str]:
    release = target.read_release(target.current_id() or "")
    return release.article_digests.keys() & {"/2026/11/moi/", "/2026/11/de-lai/"}


def _read_edited_page(target: Target, folder: Path) -> str:
    release = target.read_release(target.current_id() or "")
    target.download(release, [EDITED_PAGE], folder)
    return (folder / EDITED_PAGE).read_text(encoding="utf-8")
