"""Send an alert: by mail, to a webhook, or to a program."""

import getpass
import http.client
import json
import platform
import shutil
import smtplib
import subprocess
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.header import Header
from email.mime.text import MIMEText

from bulletin.publishing.alerts.channel_errors import SEND_TIMEOUT, explain_channel_error
from bulletin.publishing.settings.alert_settings import AlertSettings
from bulletin.publishing.workspace.subprocess_env import build_child_environment

_SENDMAIL_PATH = "/usr/sbin:/usr/lib:/usr/bin"
_DEFAULT_SMTP = "localhost:25"


@dataclass(frozen=True, slots=True)
class Alert:
    """A message to the people who keep a site."""

    site: str
    """Name of the site."""
    text: str
    """One sentence."""
    report: str
    """Lines of the command; may be empty."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """The result of sending an alert through one channel."""

    channel: str
    """Vietnamese name: ``tới toasoan@tinhuy.vn``."""
    problem: str = ""
    """Vietnamese reason of a failure; empty after a success."""

    def __str__(self) -> str:
        """Return a Vietnamese sentence."""
        if self.problem:
            return f"Không gửi được cảnh báo {self.channel}: {self.problem}."
        return f"Đã gửi cảnh báo {self.channel}."


def send_alert(alert: Alert, settings: AlertSettings) -> Iterator[Delivery]:
    """Send ``alert`` through every channel of ``settings``; yield the results."""
    for name, send in _list_channels(settings):
        try:
            send(alert)
        except (
            OSError,
            ValueError,
            KeyError,
            smtplib.SMTPException,
            http.client.HTTPException,
            subprocess.SubprocessError,
        ) as error:
            yield Delivery(name, explain_channel_error(error))
        else:
            yield Delivery(name)


def _list_channels(settings: AlertSettings) -> Iterator[tuple[str, Callable[[Alert], object]]]:
    """Yield a Vietnamese name and a function for each channel."""
    if settings.mail:
        yield f"tới {', '.join(settings.mail)}", lambda alert: _send_mail(alert, settings)
    if settings.webhook:  # its address may hold a token, so no message shows it
        yield "tới webhook", lambda alert: _post_json(alert, settings.webhook)
    if settings.command:
        yield f"bằng {settings.command[0]}", lambda alert: _run_command(alert, settings.command)


def _send_mail(alert: Alert, settings: AlertSettings) -> None:
    message = MIMEText(_format_text(alert), "plain", "utf-8")
    # If EmailMessage folds a long subject, it loses blanks.
    message["Subject"] = Header(f"{alert.site}: {alert.text}"[:200], "utf-8", header_name="Subject").encode()
    message["From"] = settings.sender or f"{getpass.getuser()}@{platform.node() or 'localhost'}"
    message["To"] = ", ".join(settings.mail)
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no answer of an absent person comes back
    program = None if settings.smtp else shutil.which("sendmail", path=_SENDMAIL_PATH)
    if program:
        _run_program([program, "-oi", "-t"], message.as_bytes())
        return
    host, _, port = (settings.smtp or _DEFAULT_SMTP).partition(":")
    with smtplib.SMTP(host, int(port or 25), timeout=SEND_TIMEOUT) as server:
        server.send_message(message)


def _post_json(alert: Alert, address: str) -> None:
    data = json.dumps({"site": alert.site, "text": alert.text, "report": alert.report}, ensure_ascii=False)
    request = urllib.request.Request(  # noqa: S310  # the setting allows http and https alone
        address, data.encode(), {"Content-Type": "application/json; charset=utf-8"}, method="POST"
    )
    with urllib.request.urlopen(request, timeout=SEND_TIMEOUT):  # noqa: S310  # the same reason
        pass


def _run_command(alert: Alert, command: tuple[str, ...]) -> None:
    _run_program(list(command), _format_text(alert).encode())


def _run_program(command: list[str], text: bytes) -> None:
    """Run a program with ``text`` as its input. Raise OSError, CalledProcessError."""
    subprocess.run(  # noqa: S603  # the setting names the program
        command,
        input=text,
        stdout=subprocess.DEVNULL,
        timeout=SEND_TIMEOUT,
        check=True,
        env=build_child_environment(),
    )


def _format_text(alert: Alert) -> str:
    return f"{alert.text}\n\n{alert.report}".rstrip() + "\n"
