"""The systemd unit that mails root after a failure of a timer."""

import platform
import re
import subprocess
from email import message_from_bytes
from pathlib import Path

import pytest

from tests.sample_site import ROOT

UNITS = ROOT / "deploy" / "systemd"
FAILURE = (UNITS / "bulletin-failure@.service").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["bulletin-publish.service", "bulletin-verify.service"])
def test_service_of_a_timer_starts_the_failure_unit(name: str) -> None:
    unit, _, _ = (UNITS / name).read_text(encoding="utf-8").partition("[Service]")
    assert "\nOnFailure=bulletin-failure@%n.service\n" in unit


def test_failure_unit_mails_the_state_of_the_unit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, text in (("systemctl", 'echo "state of $*"; exit 3'), ("sendmail", f"cat >{tmp_path}/mail")):
        (tmp_path / name).write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    (command,) = re.findall(r"^ExecStart=(.+)$", FAILURE, re.MULTILINE)
    # As systemd reads it (systemd.service(5), COMMAND LINES).
    for written, read in (("$$", "$"), ("%i", "bulletin-publish.service"), ("%%", "%")):
        command = command.replace(written, read)
    command = command.replace("/usr/sbin/sendmail", str(tmp_path / "sendmail"))
    subprocess.run(command, shell=True, check=True)  # noqa: S602  # a file of this repository
    mail = message_from_bytes((tmp_path / "mail").read_bytes())
    assert mail["To"] == "root"
    assert mail["Subject"] == f"bulletin-publish.service failed on {platform.node()}"
    assert str(mail.get_payload()).startswith(
        "state of status --no-pager --full --lines=30 bulletin-publish.service"
    )


def test_failure_unit_mails_once_in_six_hours() -> None:
    unit, _, _ = FAILURE.partition("[Service]")
    assert "\nStartLimitIntervalSec=6h\nStartLimitBurst=1\n" in unit
