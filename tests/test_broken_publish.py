"""Tests that a publish of broken content fails and keeps the current release."""

import os
import shutil
from datetime import datetime

import pytest

from bulletin.clock import VIETNAM_TZ
from bulletin.errors import UserError
from bulletin.publishing.pipeline import publish
from bulletin.publishing.targets.folder.target import FolderTarget
from bulletin.publishing.workspace.folders import Workspace
from tests.sample_site import ROOT
from tests.test_broken_sites import BROKEN, copy_broken_site, read_expected_messages

pytestmark = pytest.mark.slow

SETTINGS = f"""
__file__ = {str(ROOT / "pelicanconf.py")!r}
exec(compile(open(__file__, encoding="utf-8").read(), __file__, "exec"))
SITEURL = "https://bantin.example.vn"
CACHE_PATH = ".cache"
"""


NOW = datetime(2026, 11, 23, 12, tzinfo=VIETNAM_TZ)
SAMPLE_NAMES = (
    "missing-title",  # front matter
    "sections-unknown-key",  # sections.yml
    "withdrawn-without-reason",  # withdrawn.yml
)
"""Broken sites of ordinary test runs. tests/test_broken_sites.py compares the messages of all."""
NAMES = BROKEN if "BULLETIN_PLAYS" in os.environ else SAMPLE_NAMES


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Small site that is published once."""
    site = Workspace(tmp_path_factory.mktemp("toa-soan"))
    (site.root / "publishconf.py").write_text(SETTINGS, encoding="utf-8")
    copy_broken_site("_base", site.root)
    publish(site, NOW, print)
    return site


@pytest.mark.parametrize("name", NAMES)
def test_publish_of_broken_content_prints_the_problems_and_keeps_the_release(
    site: Workspace, name: str
) -> None:
    target = FolderTarget(site.root / "public")
    before = target.current_id()
    shutil.rmtree(site.content)
    copy_broken_site(name, site.root)
    messages: list[str] = []
    with pytest.raises(UserError, match="lỗi"):
        publish(site, NOW, messages.append)
    assert messages == read_expected_messages(name)
    assert target.current_id() == before
    assert (target.current_link / "2026/11/tin-tot/index.html").is_file()
