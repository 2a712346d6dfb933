import sys
from pathlib import Path

import pytest

from bulletin.publishing.alerts import channels
from bulletin.publishing.alerts.channels import Alert, send_alert
from bulletin.publishing.settings.alert_settings import AlertSettings
from tests.publishing.alerts.alert_receivers import Webhook, run_mail_server

SENTENCE = "./inv publish --due trên máy tin, lúc 10 giờ 30 ngày 23/11/2026, không làm được: Thiếu tiêu đề."
ALERT = Alert("Bản tin Hàm Tiến", SENTENCE, "content/x.md:3: Thiếu tiêu đề.")
TEXT = f"{SENTENCE}\n\ncontent/x.md:3: Thiếu tiêu đề.\n"
COPY_INPUT = "import sys; open(sys.argv[1], 'wb').write(sys.stdin.buffer.read())"


def list_failures(settings: AlertSettings) -> list[str]:
    """Send the alert and return a sentence for each channel that failed."""
    return [str(delivery) for delivery in send_alert(ALERT, settings) if delivery.problem]


def test_send_alert_mail_reaches_the_server() -> None:
    with run_mail_server() as (address, messages):
        settings = AlertSettings(
            mail=("truc@tinhuy.vn", "hai@tinhuy.vn"), smtp=address, sender="may@tinhuy.vn"
        )
        assert list_failures(settings) == []
    (message,) = messages
    assert message["Subject"] == f"Bản tin Hàm Tiến: {SENTENCE}"
    assert (message["From"], message["To"]) == ("may@tinhuy.vn", "truc@tinhuy.vn, hai@tinhuy.vn")
    assert message["Auto-Submitted"] == "auto-generated"
    assert message.get_content().replace("\r\n", "\n") == TEXT


def test_send_alert_mail_without_a_server_uses_sendmail(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "sendmail"
    program.write_text(
        f'#!/bin/sh\necho "$@" > "{tmp_path}/words"\ncat > "{tmp_path}/mail"\n', encoding="utf-8"
    )
    program.chmod(0o755)
    monkeypatch.setattr(channels, "_SENDMAIL_PATH", str(tmp_path))
    assert list_failures(AlertSettings(mail=("truc@tinhuy.vn",))) == []
    assert (tmp_path / "words").read_text() == "-oi -t\n"
    assert "To: truc@tinhuy.vn" in (tmp_path / "mail").read_text(encoding="utf-8")


def test_send_alert_webhook_gets_json() -> None:
    with Webhook().run() as webhook:
        assert list_failures(AlertSettings(webhook=webhook.address)) == []
    assert webhook.received == [{"site": ALERT.site, "text": ALERT.text, "report": ALERT.report}]


def test_send_alert_command_gets_the_text(tmp_path: Path) -> None:
    command = (sys.executable, "-c", COPY_INPUT, str(tmp_path / "text"))
    assert list_failures(AlertSettings(command=command)) == []
    assert (tmp_path / "text").read_text(encoding="utf-8") == TEXT


def test_send_alert_failed_channel_is_named_and_the_others_get_the_alert(tmp_path: Path) -> None:
    command = (sys.executable, "-c", COPY_INPUT, str(tmp_path / "text"))
    with Webhook().run() as webhook:
        webhook.status = 500
        settings = AlertSettings(
            mail=("truc@tinhuy.vn",),
            smtp="127.0.0.1:1",
            webhook=f"{webhook.address}?token=mat",
            command=command,
        )
        failures = list_failures(settings)
    assert [failure.split(":")[0] for failure in failures] == [
        "Không gửi được cảnh báo tới truc@tinhuy.vn",
        "Không gửi được cảnh báo tới webhook",
    ]
    assert "token" not in "".join(failures)
    assert (tmp_path / "text").read_text(encoding="utf-8") == TEXT


def test_send_alert_failed_command_shows_no_argument() -> None:
    failures = list_failures(AlertSettings(command=("false", "--token", "mat-khau")))
    assert failures == ["Không gửi được cảnh báo bằng false: chương trình báo mã 1."]


def test_send_alert_webhook_that_speaks_no_http_is_a_failure() -> None:
    with run_mail_server() as (address, _):
        (failure,) = list_failures(AlertSettings(webhook=f"http://{address}/"))
    assert failure == (
        "Không gửi được cảnh báo tới webhook: chỗ nhận không trả lời như một trang web; hãy xem lại địa chỉ webhook."
    )


def test_send_alert_success_names_the_channel() -> None:
    with Webhook().run() as webhook:
        (delivery,) = send_alert(ALERT, AlertSettings(webhook=webhook.address))
    assert str(delivery) == "Đã gửi cảnh báo tới webhook."
