from pathlib import Path

import pytest

from bulletin.product.source import ProductVersion, write_site_version
from bulletin.product.upgrade import remove_old_environments
from bulletin.publishing.workspace import Workspace

COMMITS = {"0.2.0": "a" * 40, "0.3.0": "b" * 40, "0.4.0": "c" * 40}


@pytest.fixture
def site(tmp_path: Path) -> Workspace:
    """A site that has run on three versions."""
    versions = [ProductVersion("/srv/bulletin", version, commit) for version, commit in COMMITS.items()]
    write_site_version(tmp_path, versions[2], versions[1])
    for version in versions:
        (tmp_path / ".venv" / version.key).mkdir(parents=True)
        (tmp_path / ".venv" / version.key / "pyvenv.cfg").touch()
    (tmp_path / ".venv/notes").mkdir()
    return Workspace(tmp_path)


def test_remove_old_environments_keeps_the_present_and_the_previous_version(site: Workspace) -> None:
    assert remove_old_environments(site) == ["0.2.0-aaaaaaaaaaaa"]
    assert sorted(path.name for path in (site.root / ".venv").iterdir()) == [
        "0.3.0-bbbbbbbbbbbb",
        "0.4.0-cccccccccccc",
        "notes",
    ]
    assert remove_old_environments(site) == []


def test_remove_old_environments_leaves_a_linked_folder_alone(site: Workspace, tmp_path: Path) -> None:
    (site.root / ".venv").rename(tmp_path / "other")
    (site.root / ".venv").symlink_to(tmp_path / "other")
    assert remove_old_environments(site) == []


def test_remove_old_environments_without_a_product_removes_nothing(site: Workspace) -> None:
    (site.root / "bulletin.toml").unlink()
    assert remove_old_environments(site) == []
