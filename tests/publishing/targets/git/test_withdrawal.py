from pathlib import Path

import pytest

from bulletin.publishing.targets.factory import target_of
from tests.publishing.small_site import bulletin
from tests.publishing.targets.withdrawal_scenario import taken_down

pytestmark = pytest.mark.slow


def test_what_is_taken_down_is_gone_from_the_repository(tmp_path: Path, bare: Path) -> None:
    address = f"git+file://{bare}#trang"
    site = bulletin(tmp_path / "site", PUBLISH_TO=address)
    taken_down(site, lambda: target_of(address, site.root, site.cache))
