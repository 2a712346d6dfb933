import http.client
import smtplib
import socket
import ssl
import subprocess
import urllib.error
from email.message import Message

import pytest

from bulletin.publishing.alerts.channel_errors import explain_channel_error


def create_web_error(code: int) -> urllib.error.HTTPError:
    return urllib.error.HTTPError("https://chat.example/hook?token=mat", code, "Forbidden", Message(), None)


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (subprocess.CalledProcessError(3, ["gui", "--mat-khau"]), "chương trình báo mã 3"),
        (subprocess.TimeoutExpired(["gui"], 20), "chương trình không xong trong 20 giây"),
        (
            create_web_error(403),
            "chỗ nhận không cho gửi; hãy xem lại mã bí mật trong địa chỉ webhook (mã 403)",
        ),
        (create_web_error(500), "máy chủ ở đó đang hỏng; lần sau sẽ gửi lại (mã 500)"),
        (create_web_error(400), "hãy xem lại địa chỉ webhook (mã 400)"),
        (
            urllib.error.URLError(socket.gaierror(-2, "Name or service not known")),
            "không tìm thấy máy chủ; hãy xem lại tên máy chủ và đường mạng",
        ),
        (
            urllib.error.URLError(ssl.SSLCertVerificationError("expired")),
            "chứng thư bảo mật của máy chủ không hợp lệ; hãy báo người quản trị",
        ),
        (
            smtplib.SMTPRecipientsRefused({"an@tinhuy.vn": (550, b"No such user")}),
            "máy chủ thư không nhận địa chỉ an@tinhuy.vn; hãy xem lại mail trong ALERT_TO",
        ),
        (
            smtplib.SMTPSenderRefused(553, b"No", "may@tinhuy.vn"),
            "máy chủ thư không nhận người gửi may@tinhuy.vn; hãy đặt sender trong ALERT_TO",
        ),
        (
            smtplib.SMTPDataError(554, b"Rejected"),
            "máy chủ thư từ chối (mã 554); hãy hỏi người quản trị máy chủ thư",
        ),
        (
            http.client.BadStatusLine("220 mail"),
            "chỗ nhận không trả lời như một trang web; hãy xem lại địa chỉ webhook",
        ),
        (
            KeyError("getpwuid(): uid not found"),
            "địa chỉ hay tài khoản không dùng được; hãy xem lại ALERT_TO",
        ),
    ],
)
def test_explain_channel_error_uses_words_of_an_office(error: Exception, reason: str) -> None:
    assert explain_channel_error(error) == reason


def test_explain_channel_error_of_a_refused_connection_has_no_english() -> None:
    reason = explain_channel_error(urllib.error.URLError(ConnectionRefusedError(111, "Connection refused")))
    assert reason
    assert "refused" not in reason
