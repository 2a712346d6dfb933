import subprocess
from pathlib import Path

import pytest

from bulletin.publishing.targets.factory import target_of
from bulletin.publishing.targets.ssh.connection import CONFIG
from tests.publishing.small_site import bulletin
from tests.publishing.targets.ssh_server import Sshd
from tests.publishing.targets.withdrawal_scenario import taken_down

pytestmark = pytest.mark.servers


def test_what_is_taken_down_is_gone_from_the_server(
    tmp_path: Path, server: Sshd, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(CONFIG, str(server.client))
    address = server.address(tmp_path / "web")
    site = bulletin(tmp_path / "site", PUBLISH_TO=address)
    taken_down(site, lambda: target_of(address, site.root, site.cache))


def test_a_repository_on_a_server_is_published_to(
    tmp_path: Path, server: Sshd, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Git's own way over SSH, to a bare repository behind OpenSSH."""
    bare = tmp_path / "kho.git"
    subprocess.run(["git", "init", "--quiet", "--bare", str(bare)], check=True)
    monkeypatch.setenv(
        "GIT_SSH_COMMAND", f"ssh -F {server.client} -o BatchMode=yes -o StrictHostKeyChecking=yes"
    )
    address = f"git+{server.address(bare)}#trang"
    site = bulletin(tmp_path / "site", PUBLISH_TO=address)
    taken_down(site, lambda: target_of(address, site.root, site.cache))
