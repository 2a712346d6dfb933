import subprocess
from pathlib import Path

import pytest

from bulletin.publishing.targets.ssh.connection import CONFIG_ENV_VAR, build_ssh_config

pytestmark = pytest.mark.servers


def test_a_jump_host_too_is_held_to_our_rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """OpenSSH reaches it with the file of configuration alone, without the options of our command line."""
    own, whole = tmp_path / "own", tmp_path / "whole"
    own.write_text("Host *\n    StrictHostKeyChecking no\n    ForwardAgent yes\n    Port 2200\n", "utf-8")
    monkeypatch.setenv(CONFIG_ENV_VAR, str(own))
    whole.write_text(build_ssh_config(), "utf-8")
    command = ["ssh", "-F", str(whole), "-G", "jump.example"]
    shown = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    assert {"stricthostkeychecking true", "batchmode yes", "forwardagent no", "port 2200"} <= set(shown)
