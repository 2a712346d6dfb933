"""Lines of access logs for the tests of readers' numbers."""

import json
from datetime import datetime

from bulletin.clock import VIETNAM_TZ

PHONE = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36"
ADDRESS = "/2026/11/tin-tot/"


def make_combined_line(
    address: str = ADDRESS,
    *,
    reader: str = "203.0.113.7",
    time: str = "29/Nov/2026:07:30:00 +0700",
    status: int = 200,
    method: str = "GET",
    agent: str = PHONE,
) -> str:
    """Return a line of nginx or Apache in the combined format."""
    return f'{reader} - - [{time}] "{method} {address} HTTP/2.0" {status} 9912 "https://zalo.me/" "{agent}"\n'


def make_caddy_line(address: str = ADDRESS, *, agent: str = PHONE, status: int = 200) -> str:
    """Return a line of Caddy of 29/11/2026, 07:30."""
    request = {
        "remote_ip": "203.0.113.7",
        "proto": "HTTP/2.0",
        "method": "GET",
        "uri": address,
        "headers": {"User-Agent": [agent]},
    }
    time = datetime(2026, 11, 29, 7, 30, tzinfo=VIETNAM_TZ).timestamp()
    return json.dumps({"level": "info", "ts": time, "request": request, "status": status}) + "\n"
