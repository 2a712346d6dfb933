from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotDoneError
from pathlib import Path

import pytest

from bulletin.cli.maintenance.upgrade import go_back
from bulletin.clock import read_build_time
from bulletin.product.source import ProductVersion, read_site_version, write_site_version
from bulletin.product.upgrade import change_version, remove_old_environments
from bulletin.publishing.workspace.folders import Workspace
from bulletin.publishing.workspace.lock import hold_lock_file

COMMITS = {"0.2.0": "a" * 40, "0.3.0": "b" * 40, "0.4.0": "c" * 40}
VERSIONS = [ProductVersion("/srv/bulletin", version, commit) for version, commit in COMMITS.items()]
NOW = read_build_time()


@pytest.fixture
def site(tmp_path: Path) -> Workspace:
    """A site that has run on three versions."""
    write_site_version(tmp_path, VERSIONS[2], VERSIONS[1])
    for version in VERSIONS:
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


def test_change_version_replaces_a_program_in_one_step_and_keeps_its_mode(site: Workspace) -> None:
    for version in VERSIONS:
        original = site.root / ".venv" / version.key / "bulletin/product/template/inv"
        original.parent.mkdir(parents=True)
        original.write_text(version.version, encoding="utf-8")
    program = site.root / "inv"
    program.write_text("0.4.0", encoding="utf-8")
    program.chmod(0o755)
    with program.open(encoding="utf-8") as running:
        assert change_version(site, VERSIONS[0]) == ["bulletin.toml", "inv"]
        assert running.read() == "0.4.0"
    assert (program.read_text(encoding="utf-8"), program.stat().st_mode & 0o777) == ("0.2.0", 0o755)


def test_go_back_waits_until_a_publish_has_ended(site: Workspace) -> None:
    with ThreadPoolExecutor(1) as pool:
        with hold_lock_file(site.lock_file, "publish", NOW):
            change = pool.submit(go_back, site, NOW)
            with pytest.raises(NotDoneError):
                change.result(0.3)
            assert read_site_version(site.root) == VERSIONS[2]
        change.result(10)
    assert read_site_version(site.root) == VERSIONS[1]
