"""A small site with a draft and a scheduled article, for tests of livereload."""

import shutil
from pathlib import Path

from bulletin.publishing.workspace.folders import BUILD_SETTINGS_FILE, PUBLISH_SETTINGS_FILE, Workspace
from tests.publishing.small_site import create_small_site, write_dated_article
from tests.sample_site import ROOT

NOW = "2026-11-23 07:30"
"""A time for BULLETIN_NOW, before the hour of the scheduled article."""
ARTICLE = "/2026/11/tin-tot/"
DRAFT = "/2026/11/nhap/"
SCHEDULED = "/2026/12/hen/"
_TASKS = f"""\
import sys
sys.path.insert(0, {str(ROOT)!r})
exec(compile(open({str(ROOT / "tasks.py")!r}, encoding="utf-8").read(), __file__, "exec"))
"""


def create_livereload_site(folder: Path) -> Workspace:
    """Create a site with the commands, an article, a draft and a scheduled article."""
    site = create_small_site(folder)
    (site.root / "tasks.py").write_text(_TASKS, encoding="utf-8")
    shutil.copyfile(site.root / PUBLISH_SETTINGS_FILE, site.root / BUILD_SETTINGS_FILE)
    write_dated_article(site, "nhap", "Lời của bản nháp.", status="draft")
    write_dated_article(site, "hen", "Lời hẹn giờ.", date="2026-12-01 08:00")
    return site
