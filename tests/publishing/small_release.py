"""Write a small output folder, and release it to a target."""

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
    """Write a new output folder with a page for each name; return the folder.

    The front page is always written.
    """
    output = folder / "output"
    shutil.rmtree(output, ignore_errors=True)
    for name, text in {"index": "trang nhất", **files}.items():
        page = output / name / "index.html" if name != "index" else output / "index.html"
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(text, encoding="utf-8")
    return output


def publish_to(
    target: Target,
    output: Path,
    now: datetime = PUBLISH_TIME,
    *,
    keep: int = 10,
    articles: dict[str, str] | None = None,
) -> PublishResult:
    """Release ``output`` to ``target``, as the pipeline does."""
    metadata = ReleaseMetadata(now, "An (máy thử)", "0123456789ab", articles or {})
    with report_errors_before_activation(), target.hold_lock("phép thử", now, print):
        return release_site(target, StagedSite.from_folder(output), metadata, keep)
