"""Small sites, and their way to a target: what tests of publishing are made of."""

import shutil
from datetime import datetime, timedelta
from pathlib import Path

from bulletin.clock import VIETNAM_TZ
from bulletin.publishing.error_context import report_errors_before_activation
from bulletin.publishing.release.release import ReleaseMetadata
from bulletin.publishing.release.staged_site import StagedSite
from bulletin.publishing.release_creation import PublishResult, release_site
from bulletin.publishing.targets.base import Target

PUBLISH_TIME = datetime(2026, 11, 23, 12, 0, tzinfo=VIETNAM_TZ)
LATER_PUBLISH_TIME = PUBLISH_TIME + timedelta(hours=1)


def write_output(folder: Path, **files: str) -> Path:
    """Write a build's output anew below ``folder``: a page of each name, and the front page. Return it."""
    site = folder / "output"
    shutil.rmtree(site, ignore_errors=True)
    for name, text in {"index": "trang nhất", **files}.items():
        page = site / name / "index.html" if name != "index" else site / "index.html"
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(text, encoding="utf-8")
    return site


def publish_to(
    target: Target,
    site: Path,
    moment: datetime = PUBLISH_TIME,
    *,
    keep: int = 10,
    articles: dict[str, str] | None = None,
) -> PublishResult:
    """Publish ``site`` to ``target``, as the pipeline does."""
    occasion = ReleaseMetadata(moment, "An (máy thử)", "0123456789ab", articles or {})
    with report_errors_before_activation(), target.hold_lock("phép thử", moment, print):
        return release_site(target, StagedSite.from_folder(site), occasion, keep)
