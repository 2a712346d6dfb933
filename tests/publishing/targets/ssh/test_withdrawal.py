import subprocess
from pathlib import Path

import pytest

from bulletin.publishing.targets.factory import create_target
from bulletin.publishing.targets.ssh.connection import CONFIG_ENV_VAR
from tests.publishing.small_site import create_small_site
from tests.publishing.targets.ssh_server import SshServer
from tests.publishing.targets.withdrawal_scenario import assert_withdrawn_everywhere

pytestmark = pytest.mark.servers


def test_withdraw_ssh_target_has_no_trace_of_the_article(
    tmp_path: Path, server: SshServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(CONFIG_ENV_VAR, str(server.client_config))
    address = server.get_address(tmp_path / "web")
    site = create_small_site(tmp_path / "site", PUBLISH_TO=address)
    assert_withdrawn_everywhere(site, lambda: create_target(address, site.root, site.cache))


def test_withdraw_git_repository_over_ssh_has_no_trace_of_the_article(
    tmp_path: Path, server: SshServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Publish with git over SSH to a bare repository behind OpenSSH."""
    bare = tmp_path / "kho.git"
    subprocess.run(["git", "init", "--quiet", "--bare", str(bare)], check=True)
    monkeypatch.setenv(
        "GIT_SSH_COMMAND", f"ssh -F {server.client_config} -o BatchMode=yes -o StrictHostKeyChecking=yes"
    )
    address = f"git+{server.get_address(bare)}#trang"
    site = create_small_site(tmp_path / "site", PUBLISH_TO=address)
    assert_withdrawn_everywhere(site, lambda: create_target(address, site.root, site.cache))
