"""The mail about a unit of systemd that failed.

tests/product/test_install_page.py starts it as the units do.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.publishing.alerts.alert_receivers import run_mail_server
from tests.sample_site import ROOT

UNITS = ROOT / "deploy" / "systemd"
UNIT = "bulletin-publish.service"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of the account, with a journal and a folder of marks."""
    journal = tmp_path / "bin" / "journalctl"
    journal.parent.mkdir()
    journal.write_text('#!/bin/sh\nprintf "%s\\n" "$*"\n', encoding="utf-8")
    journal.chmod(0o755)
    (tmp_path / "state").mkdir()
    return tmp_path


def run_report(folder: Path, state: str, server: str, unit: str = UNIT) -> "subprocess.CompletedProcess[str]":
    variables = {
        "PATH": f"{folder}/bin:{os.environ['PATH']}",
        "STATE_DIRECTORY": str(folder / "state"),
        "ALERT_MAIL": "a@tinhuy.vn b@tinhuy.vn",
        "ALERT_SENDER": "bantin@tinhuy.vn",
        "ALERT_SMTP": server,
        "LC_ALL": "C.UTF-8",
    }
    return subprocess.run(
        [sys.executable, str(ROOT / "deploy/report_failure.py"), state, unit],
        cwd=folder, env=variables, capture_output=True, text=True, check=False,
    )  # fmt: skip


def write_notes(folder: Path, text: str) -> None:
    file = folder / "trang/.cache/publishing/alerts.json"
    file.parent.mkdir(parents=True)
    file.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("unit", ["publish", "verify", "backup", "reload"])
def test_every_service_reports_its_failure_and_its_recovery(unit: str) -> None:
    section, _, _ = (UNITS / f"bulletin-{unit}.service").read_text(encoding="utf-8").partition("[Service]")
    assert "\nOnFailure=bulletin-failure@%n.service\n" in section
    assert "\nOnSuccess=bulletin-recovery@%n.service\n" in section


def test_failure_mails_the_journal_and_leaves_a_mark(folder: Path) -> None:
    with run_mail_server() as (server, mails):
        assert run_report(folder, "failed", server).returncode == 0
    (mail,) = mails
    assert mail["To"] == "a@tinhuy.vn, b@tinhuy.vn"
    assert mail["Subject"].startswith(f"{UNIT} trên máy ")
    assert f"--unit {UNIT} --lines 30" in mail.get_content()
    assert (folder / "state" / UNIT).exists()


def test_failure_that_cannot_be_mailed_leaves_no_mark(folder: Path) -> None:
    assert run_report(folder, "failed", "127.0.0.1:1").returncode == 1
    assert not (folder / "state" / UNIT).exists()


def test_recovery_mails_and_takes_the_mark_away(folder: Path) -> None:
    (folder / "state" / UNIT).touch()
    with run_mail_server() as (server, mails):
        assert run_report(folder, "recovered", server).returncode == 0
    assert "đã làm được trở lại" in mails[0]["Subject"]
    assert not (folder / "state" / UNIT).exists()


@pytest.mark.parametrize(
    ("notes", "mail_count"),
    [
        (json.dumps({"./inv publish --due": {"sent": True}}), 0),
        (json.dumps({"./inv publish --due": {"sent": False}}), 1),
        (json.dumps({"./inv verify": {"sent": True}}), 1),
        ("[1]", 1),
        ("{", 1),
    ],
)
def test_failure_that_the_bulletin_told_is_not_mailed(folder: Path, notes: str, mail_count: int) -> None:
    write_notes(folder, notes)
    with run_mail_server() as (server, mails):
        assert run_report(folder, "failed", server).returncode == 0
    assert len(mails) == mail_count
