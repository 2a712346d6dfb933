import subprocess
from pathlib import Path

import pytest

from bulletin.publishing.targets.ssh.connection import CONFIG_ENV_VAR, build_ssh_config

pytestmark = pytest.mark.servers


def test_ssh_config_user_options_do_not_override_required_options(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Read the options from the file, because a jump host gets no other options."""
    own, config = tmp_path / "own", tmp_path / "config"
    own.write_text("Host *\n    StrictHostKeyChecking no\n    ForwardAgent yes\n    Port 2200\n", "utf-8")
    monkeypatch.setenv(CONFIG_ENV_VAR, str(own))
    config.write_text(build_ssh_config(), "utf-8")
    command = ["ssh", "-F", str(config), "-G", "jump.example"]
    options = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    assert {"stricthostkeychecking true", "batchmode yes", "forwardagent no", "port 2200"} <= set(options)
