"""Explain in Vietnamese why a channel did not take an alert.

No message has arguments of a program or a web address. Reason: both may hold a password.
"""

import http.client
import smtplib
import socket
import ssl
import subprocess
import urllib.error
from collections.abc import Callable
from typing import Any

from bulletin.errors import explain_os_error

SEND_TIMEOUT = 20
"""Seconds that a channel has. Reason: the next publish of the timer waits for this one."""
_WEB_REMEDIES = {
    401: "chỗ nhận không cho gửi; hãy xem lại mã bí mật trong địa chỉ webhook",
    403: "chỗ nhận không cho gửi; hãy xem lại mã bí mật trong địa chỉ webhook",
    404: "địa chỉ này không còn; hãy lấy địa chỉ webhook mới",
    410: "địa chỉ này không còn; hãy lấy địa chỉ webhook mới",
    429: "chỗ nhận báo gửi quá dày; lần sau sẽ gửi lại",
}
"""Vietnamese reasons by HTTP status."""
_EXPLANATIONS: tuple[tuple[type[Exception], Callable[[Any], str]], ...] = (
    (subprocess.CalledProcessError, lambda error: f"chương trình báo mã {error.returncode}"),
    (subprocess.TimeoutExpired, lambda _: f"chương trình không xong trong {SEND_TIMEOUT} giây"),
    (urllib.error.HTTPError, lambda error: _explain_web_status(error.code)),
    (
        smtplib.SMTPRecipientsRefused,
        lambda error: (
            f"máy chủ thư không nhận địa chỉ {', '.join(error.recipients)}; hãy xem lại mail trong ALERT_TO"
        ),
    ),
    (
        smtplib.SMTPSenderRefused,
        lambda error: f"máy chủ thư không nhận người gửi {error.sender}; hãy đặt sender trong ALERT_TO",
    ),
    (smtplib.SMTPServerDisconnected, lambda _: "máy chủ thư ngắt kết nối; hãy xem lại smtp trong ALERT_TO"),
    (
        smtplib.SMTPResponseException,
        lambda error: f"máy chủ thư từ chối (mã {error.smtp_code}); hãy hỏi người quản trị máy chủ thư",
    ),
    (smtplib.SMTPException, lambda _: "máy chủ thư không nhận thư; hãy hỏi người quản trị máy chủ thư"),
    (
        http.client.HTTPException,
        lambda _: "chỗ nhận không trả lời như một trang web; hãy xem lại địa chỉ webhook",
    ),
    (
        ssl.SSLCertVerificationError,
        lambda _: "chứng thư bảo mật của máy chủ không hợp lệ; hãy báo người quản trị",
    ),
    (ssl.SSLError, lambda _: "không lập được kết nối bảo mật với máy chủ; hãy báo người quản trị"),
    (socket.gaierror, lambda _: "không tìm thấy máy chủ; hãy xem lại tên máy chủ và đường mạng"),
    (OSError, explain_os_error),
)
"""Vietnamese reasons by type of error. The first type that fits counts."""


def explain_channel_error(error: Exception) -> str:
    """Return the Vietnamese reason of a failed delivery, without a full stop."""
    if isinstance(error, urllib.error.URLError) and isinstance(error.reason, Exception):
        return explain_channel_error(error.reason)
    for kind, explain in _EXPLANATIONS:
        if isinstance(error, kind):
            return explain(error)
    return "địa chỉ hay tài khoản không dùng được; hãy xem lại ALERT_TO"


def _explain_web_status(code: int) -> str:
    reason = _WEB_REMEDIES.get(code)
    if not reason:
        reason = (
            "máy chủ ở đó đang hỏng; lần sau sẽ gửi lại" if code >= 500 else "hãy xem lại địa chỉ webhook"
        )
    return f"{reason} (mã {code})"
