"""Mail that a unit of systemd failed, or that it works again.

``bulletin-failure@.service`` and ``bulletin-recovery@.service`` start this file. It needs nothing of the bulletin,
because the bulletin itself may be broken. The variables ``ALERT_MAIL``, ``ALERT_SMTP`` and ``ALERT_SENDER`` come
from ``/etc/default/bulletin``.

A file named after the unit in ``STATE_DIRECTORY`` marks a failure that was mailed. The units look for it, so a series of
failures gives one mail.
"""

import json
import os
import platform
import smtplib
import subprocess
import sys
from email.header import Header
from email.mime.text import MIMEText
from pathlib import Path

ALERTS_FILE = Path("trang/.cache/publishing/alerts.json")
"""Notes of ``./inv`` on the failures that it told about, in the working directory of the units."""
SEND_TIMEOUT = 20
"""Seconds that the mail server has."""
MAX_LINES = 30
"""Lines of the journal in a mail."""


def main(state: str, unit: str) -> int:
    """Report the state ``failed`` or ``recovered`` of a unit; return the exit code."""
    mark = Path(os.environ["STATE_DIRECTORY"], unit)
    if state == "failed" and has_told(unit):
        return 0
    host = platform.node()
    if state == "failed":
        text = f"{unit} trên máy {host} bị lỗi. Xem thêm: journalctl -u {unit}"
        send_mail(text, read_journal(unit))
        mark.touch()
    else:
        send_mail(f"{unit} trên máy {host} đã làm được trở lại.", "")
        mark.unlink()
    return 0


def has_told(unit: str) -> bool:
    """Tell if ``./inv`` sent an alert about the command of this unit."""
    try:
        notes = json.loads(ALERTS_FILE.read_bytes())
        return any(
            command.split()[1:2] == [unit.removeprefix("bulletin-").removesuffix(".service")]
            for command, note in notes.items()
            if note["sent"]
        )
    except (OSError, ValueError, LookupError, TypeError, AttributeError):  # at worst, a second mail
        return False


def read_journal(unit: str) -> str:
    """Return the last lines of the unit."""
    command = ["journalctl", "--unit", unit, "--lines", str(MAX_LINES), "--output", "cat", "--no-pager"]
    answer = subprocess.run(  # noqa: S603  # the unit comes from systemd
        command, capture_output=True, text=True, errors="replace", check=False
    )
    return answer.stdout


def send_mail(text: str, report: str) -> None:
    """Send a mail with one sentence and a report.

    Raises:
        OSError: The mail server does not answer.
        smtplib.SMTPException: The mail server refuses the mail.
    """
    people = os.environ["ALERT_MAIL"].split()
    message = MIMEText(f"{text}\n\n{report}".rstrip() + "\n", "plain", "utf-8")
    # If EmailMessage folds a long subject, it loses blanks.
    message["Subject"] = Header(text, "utf-8", header_name="Subject").encode()
    message["From"] = os.environ["ALERT_SENDER"]
    message["To"] = ", ".join(people)
    message["Auto-Submitted"] = "auto-generated"
    host, _, port = os.environ["ALERT_SMTP"].partition(":")
    with smtplib.SMTP(host, int(port or 25), timeout=SEND_TIMEOUT) as server:
        server.send_message(message)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
