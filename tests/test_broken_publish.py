"""A broken content never reaches readers: publish says why, and what they see stays as it was."""

import os
import shutil
from datetime import datetime

import pytest

from bulletin.clock import VIETNAM_TZ
from bulletin.errors import UserError
from bulletin.publishing.pipeline import publish
from bulletin.publishing.targets.folder.target import FolderTarget
from bulletin.publishing.workspace import Workspace
from tests.sample_site import ROOT
from tests.test_broken_sites import BROKEN, copy_broken_site, read_expected_messages

pytestmark = pytest.mark.slow

CONF = f"""
__file__ = {str(ROOT / "pelicanconf.py")!r}
exec(compile(open(__file__, encoding="utf-8").read(), __file__, "exec"))
SITEURL = "https://bantin.example.vn"
CACHE_PATH = ".cache"
"""


NOON = datetime(2026, 11, 23, 12, tzinfo=VIETNAM_TZ)
ONE_OF_A_KIND = (
    "missing-title",  # header
    "link-to-nothing",  # text
    "cover-missing",  # file
    "sections-unknown-key",  # sections.yml
    "ad-in-unknown-slot",  # advertisement
    "withdrawn-without-reason",  # withdrawn.yml
)
"""For the gate: test_broken_sites.py holds every message there, and both say what the same check found."""
NAMES = BROKEN if "BULLETIN_PLAYS" in os.environ else ONE_OF_A_KIND


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A small bulletin that is published once."""
    site = Workspace(tmp_path_factory.mktemp("toa-soan"))
    (site.root / "publishconf.py").write_text(CONF, encoding="utf-8")
    copy_broken_site("_base", site.root)
    publish(site, NOON, print)
    return site


@pytest.mark.parametrize("name", NAMES)
def test_a_broken_content_is_not_published(site: Workspace, name: str) -> None:
    target = FolderTarget(site.root / "public")
    before = target.current_id()
    shutil.rmtree(site.content)
    copy_broken_site(name, site.root)
    said: list[str] = []
    with pytest.raises(UserError, match="lỗi"):
        publish(site, NOON, said.append)
    assert said == read_expected_messages(name)
    assert target.current_id() == before
    assert (target.current_link / "2026/11/tin-tot/index.html").is_file()
