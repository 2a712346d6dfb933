"""The commands of the systemd units that reload nginx after a publish."""

import re
import subprocess
from pathlib import Path

from tests.sample_site import ROOT

UNITS = ROOT / "deploy" / "systemd"
SERVICE = (UNITS / "bulletin-reload.service").read_text(encoding="utf-8")


def count_reloads(folder: Path) -> int:
    """Run the commands of the service without nginx and count the reloads."""
    run, log = folder / "run", folder / "log"
    run.mkdir(exist_ok=True)
    for name, command in re.findall(r"^(ExecCondition|ExecStart)=(.+)$", SERVICE, re.MULTILINE):
        shell_command = command.replace("/srv/bantin/public", str(folder)).replace(
            "/run/bulletin-reload", str(run)
        )
        shell_command = re.sub(r"^/usr/bin/systemctl reload nginx.service$", f"echo >>{log}", shell_command)
        shell_command = re.sub(r"^(/usr/sbin/nginx -t -q|/usr/bin/sleep 1)$", "true", shell_command)
        status = subprocess.run(shell_command, shell=True, check=False).returncode  # noqa: S602  # a file of this repository
        if name == "ExecCondition" and status:
            break
        assert status == 0, shell_command
    return log.read_text(encoding="utf-8").count("\n") if log.exists() else 0


def test_service_reloads_nginx_once_for_each_release(tmp_path: Path) -> None:
    for number, name in enumerate(("releases/1", "releases/2", "releases/1"), 1):
        (tmp_path / "current").unlink(missing_ok=True)
        (tmp_path / "current").symlink_to(name)
        assert [count_reloads(tmp_path) for _ in range(4)] == [number] * 4


def test_service_has_no_start_limit_because_it_would_end_the_watch() -> None:
    unit, _, _ = SERVICE.partition("[Service]")
    assert "\nStartLimitIntervalSec=0\n" in unit


def test_path_unit_watches_the_folder_of_the_current_link() -> None:
    """Systemd does not notice the replacement of a symbolic link by a rename."""
    path = (UNITS / "bulletin-reload.path").read_text(encoding="utf-8")
    assert re.findall(r"^Path\w+=(.+)$", path, re.MULTILINE) == ["/srv/bantin/public"]
    assert "/srv/bantin/public/current" in SERVICE
