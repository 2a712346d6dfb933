"""A scenario for all targets: a withdrawn article leaves no word in any release."""

import gzip
import tempfile
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from bulletin.clock import VIETNAM_TZ
from bulletin.publishing.pipeline import publish
from bulletin.publishing.rollback import roll_back
from bulletin.publishing.targets.base import Target
from bulletin.publishing.withdraw import withdraw
from bulletin.publishing.withdrawal.addresses import load_withdrawn_addresses
from bulletin.publishing.workspace.folders import Workspace
from tests.publishing.small_site import write_dated_article

WITHDRAWAL_TIME, WITHDRAWAL_INTERVAL = datetime(2026, 11, 24, 12, tzinfo=VIETNAM_TZ), timedelta(hours=1)
WITHDRAWN_WORDS = (
    "Tin bai-sai",
    "Lời phải gỡ",
    "Thẻ riêng",
    "Chuyện riêng",
    "Người riêng",
    "the-rieng",
    "chuyen-rieng",
    "nguoi-rieng",
)


def assert_withdrawn_everywhere(
    site: Workspace, open_target: Callable[[], Target], *, shares_contents: bool = False
) -> None:
    """Withdraw a published article, and assert that no release has its text.

    The article stands in two releases, and a rollback follows.
    ``open_target`` is called for each command, because each command runs in a process of its own.
    ``shares_contents`` tells if all releases share one object for equal files.
    """
    front_matter = {"tags": "[Thẻ riêng]", "topic": "Chuyện riêng", "author": "Người riêng"}
    write_dated_article(site, "bai-sai", "Lời phải gỡ.", **front_matter)
    publish(site, WITHDRAWAL_TIME, lambda _: None)
    write_dated_article(site, "ke-ben", "Lời khác.")
    publish(site, WITHDRAWAL_TIME + WITHDRAWAL_INTERVAL, lambda _: None)
    assert all(find_withdrawn_text(open_target(), shares_contents=shares_contents, below="2026/").values())
    withdraw(
        site,
        "/2026/11/bai-sai/",
        reason="Sai",
        by="Trưởng ban",
        now=WITHDRAWAL_TIME + 2 * WITHDRAWAL_INTERVAL,
        say=lambda _: None,
    )
    names = open_target().release_ids()
    assert find_withdrawn_text(open_target(), shares_contents=shares_contents) == {name: [] for name in names}
    assert len(names) == 3
    release = roll_back(
        open_target(),
        holder="x",
        now=WITHDRAWAL_TIME + 3 * WITHDRAWAL_INTERVAL,
        withdrawn=load_withdrawn_addresses(site.content, ""),
        say=lambda _: None,
    )
    assert (release.id, open_target().current_id()) == (names[1], names[1])
    write_dated_article(site, "sau-do", "Lời sau.")
    assert publish(site, WITHDRAWAL_TIME + 4 * WITHDRAWAL_INTERVAL, lambda _: None).is_new
    names = open_target().release_ids()
    assert find_withdrawn_text(open_target(), shares_contents=shares_contents) == {name: [] for name in names}


def find_withdrawn_text(target: Target, *, shares_contents: bool, below: str = "") -> dict[str, list[str]]:
    """Return the files of each release, ``below`` a prefix, with text of the article."""
    found: dict[str, list[str]] = {}
    clean_contents: set[str] = set()
    for name in target.release_ids():
        release = target.read_release(name)
        entries = {path: entry for path, entry in release.manifest.entries.items() if path.startswith(below)}
        new = [path for path, entry in entries.items() if entry.sha256 not in clean_contents]
        with tempfile.TemporaryDirectory() as folder:
            target.download(release, new, Path(folder))
            found[name] = [path for path in new if has_withdrawn_text(Path(folder, path).read_bytes(), path)]
        found[name] += [path for path in entries if path not in new and has_withdrawn_text(b"", path)]
        if shares_contents:
            clean_contents |= {entries[path].sha256 for path in {*new} - {*found[name]}}
    return found


def has_withdrawn_text(data: bytes, path: str) -> bool:
    text = gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data
    return any(word.encode() in text or word in path for word in WITHDRAWN_WORDS)
