"""The units that reload nginx after a publish: what they do, without systemd."""

import re
import subprocess
from pathlib import Path

from tests.sample_site import ROOT

UNITS = ROOT / "deploy" / "systemd"
SERVICE = (UNITS / "bulletin-reload.service").read_text(encoding="utf-8")


def count_reloads(folder: Path) -> int:
    """Run the service's commands on ``folder``, with nothing in place of nginx; return how often it was reloaded."""
    run, log = folder / "run", folder / "log"
    run.mkdir(exist_ok=True)
    for name, command in re.findall(r"^(ExecCondition|ExecStart)=(.+)$", SERVICE, re.MULTILINE):
        told = command.replace("/srv/bantin/public", str(folder)).replace("/run/bulletin-reload", str(run))
        told = re.sub(r"^/usr/bin/systemctl reload nginx.service$", f"echo >>{log}", told)
        told = re.sub(r"^(/usr/sbin/nginx -t -q|/usr/bin/sleep 1)$", "true", told)
        done = subprocess.run(told, shell=True, check=False).returncode  # noqa: S602  # our own file
        if name == "ExecCondition" and done:
            break
        assert done == 0, told
    return log.read_text(encoding="utf-8").count("\n") if log.exists() else 0


def test_nginx_is_reloaded_once_a_release_however_often_the_folder_changes(tmp_path: Path) -> None:
    for number, name in enumerate(("releases/1", "releases/2", "releases/1"), 1):
        (tmp_path / "current").unlink(missing_ok=True)
        (tmp_path / "current").symlink_to(name)
        assert [count_reloads(tmp_path) for _ in range(4)] == [number] * 4


def test_a_start_limit_ends_the_watch_so_there_is_none() -> None:
    unit, _, _ = SERVICE.partition("[Service]")
    assert "\nStartLimitIntervalSec=0\n" in unit


def test_the_folder_of_the_link_is_watched() -> None:
    """A link that is replaced by a rename goes unnoticed."""
    path = (UNITS / "bulletin-reload.path").read_text(encoding="utf-8")
    assert re.findall(r"^Path\w+=(.+)$", path, re.MULTILINE) == ["/srv/bantin/public"]
    assert "/srv/bantin/public/current" in SERVICE
