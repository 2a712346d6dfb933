"""An article that is published twice, taken down and gone back from, at any kind of place: no release has a word of it."""

import gzip
import tempfile
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from bulletin.clock import LOCAL
from bulletin.publishing.pipeline import publish
from bulletin.publishing.rollback import roll_back
from bulletin.publishing.targets.base import Target
from bulletin.publishing.withdraw import withdraw
from bulletin.publishing.withdrawal.addresses import sought
from bulletin.publishing.workspace import Site
from tests.publishing.small_site import article

NOON, HOUR = datetime(2026, 11, 24, 12, tzinfo=LOCAL), timedelta(hours=1)
WORDS = (
    "Tin bai-sai",
    "Lời phải gỡ",
    "Thẻ riêng",
    "Chuyện riêng",
    "Người riêng",
    "the-rieng",
    "chuyen-rieng",
    "nguoi-rieng",
)


def taken_down(site: Site, place: Callable[[], Target]) -> None:
    """Publish an article of ``site`` to its ``place``, and take it down. Raise AssertionError at a trace.

    Each command looks at the place anew, in a process of its own: so ``place`` is asked each time.
    """
    own = {"tags": "[Thẻ riêng]", "topic": "Chuyện riêng", "author": "Người riêng"}
    article(site, "bai-sai", "Lời phải gỡ.", **own)
    publish(site, NOON, lambda _: None)
    article(site, "ke-ben", "Lời khác.")
    publish(site, NOON + HOUR, lambda _: None)
    assert all(traces(place()).values())
    withdraw(
        site, "/2026/11/bai-sai/", reason="Sai", by="Trưởng ban", moment=NOON + 2 * HOUR, say=lambda _: None
    )
    names = place().all()
    assert traces(place()) == {name: [] for name in names}
    assert len(names) == 3
    release = roll_back(
        place(), holder="x", moment=NOON + 3 * HOUR, sought=sought(site.content, ""), say=lambda _: None
    )
    assert (release.id, place().current()) == (names[1], names[1])
    article(site, "sau-do", "Lời sau.")
    assert publish(site, NOON + 4 * HOUR, lambda _: None).new
    assert traces(place()) == {name: [] for name in place().all()}


def traces(target: Target) -> dict[str, list[str]]:
    """Return, for each release, the files in which the article can be read."""
    found: dict[str, list[str]] = {}
    for name in target.all():
        release = target.read(name)
        with tempfile.TemporaryDirectory() as folder:
            target.fetch(release, release.manifest.entries, Path(folder))
            paths = release.manifest.entries
            found[name] = [path for path in paths if holds(Path(folder, path).read_bytes(), path)]
    return found


def holds(data: bytes, path: str) -> bool:
    text = gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data
    return any(word.encode() in text or word in path for word in WORDS)
