"""Small sites, and their way to a target: what tests of publishing are made of."""

import shutil
from datetime import datetime, timedelta
from pathlib import Path

from bulletin.clock import LOCAL
from bulletin.publishing.error_context import unharmed
from bulletin.publishing.release.metadata import Occasion
from bulletin.publishing.release.staged_site import Outgoing
from bulletin.publishing.release_creation import Published, release
from bulletin.publishing.targets.base import Target

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=LOCAL)
LATER = NOON + timedelta(hours=1)


def output(folder: Path, **files: str) -> Path:
    """Write a build's output anew below ``folder``: a page of each name, and the front page. Return it."""
    site = folder / "output"
    shutil.rmtree(site, ignore_errors=True)
    for name, text in {"index": "trang nhất", **files}.items():
        page = site / name / "index.html" if name != "index" else site / "index.html"
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(text, encoding="utf-8")
    return site


def put(
    target: Target,
    site: Path,
    moment: datetime = NOON,
    *,
    keep: int = 10,
    articles: dict[str, str] | None = None,
) -> Published:
    """Publish ``site`` to ``target``, as the pipeline does."""
    occasion = Occasion(moment, "An (máy thử)", "0123456789ab", articles or {})
    with unharmed(), target.locked("phép thử", moment, print):
        return release(target, Outgoing.of(site), occasion, keep)
