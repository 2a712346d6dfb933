from pathlib import Path

import pytest

from bulletin.publishing.targets.factory import create_target
from tests.publishing.small_site import create_small_site
from tests.publishing.targets.withdrawal_scenario import assert_withdrawn_everywhere

pytestmark = pytest.mark.slow


def test_withdraw_git_target_has_no_trace_of_the_article(tmp_path: Path, bare_repository: Path) -> None:
    address = f"git+file://{bare_repository}#trang"
    site = create_small_site(tmp_path / "site", PUBLISH_TO=address)
    assert_withdrawn_everywhere(site, lambda: create_target(address, site.root, site.cache))
