"""Addresses of folders on other machines: ``ssh://user@host:port/path``."""

import re
from dataclasses import dataclass
from typing import Self
from urllib.parse import unquote, urlsplit

from bulletin.publishing.settings.credentials import redact_credentials
from bulletin.settings.tables import SettingError

_USER = re.compile(r"[\w.][\w.+-]*", re.ASCII)
_HOST = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(?:%\w+)?")
"""A name, an IPv4 or an IPv6 address, and never a word that ssh takes for an option."""


@dataclass(frozen=True, slots=True)
class SshAddress:
    """A folder of a server."""

    host: str
    """A name, perhaps defined in ~/.ssh/config, or an IP address without brackets."""
    path: str
    """A path from the root, or from the home of the user if it begins with ``./``."""
    user: str = ""
    """If empty, ~/.ssh/config or the system names the user."""
    port: int | None = None
    """If None, the port of ~/.ssh/config, or 22."""

    @classmethod
    def parse(cls, text: str) -> Self:
        """Parse ``ssh://user@host:port/path``. ``/~/`` is the home of the user.

        Raise SettingError if the address is unusable.
        """
        try:
            parts = urlsplit(text)
            host, port = unquote(parts.hostname or ""), parts.port
        except ValueError:
            raise _create_setting_error(text, "tên máy hoặc số cổng không đúng") from None
        user, path = unquote(parts.username or ""), unquote(parts.path).rstrip("/")
        if parts.password is not None:
            raise _create_setting_error(text, "không ghi mật khẩu vào địa chỉ; hãy dùng khóa SSH")
        if not _HOST.fullmatch(host):
            raise _create_setting_error(text, "tên máy không đúng")
        if user and not _USER.fullmatch(user):
            raise _create_setting_error(text, "tên người dùng không đúng")
        if parts.query or parts.fragment or not path.isprintable():
            raise _create_setting_error(text, "đường dẫn có ký tự không dùng được")
        if path.removeprefix("/~") == "" or "/.." in path:
            raise _create_setting_error(text, "thiếu đường dẫn của thư mục trên máy chủ")
        return cls(host, f"./{path[3:]}" if path.startswith("/~/") else path, user, port)

    @property
    def login_arguments(self) -> str:
        """The arguments that a person gives to ssh: ``-p 2222 web@bantin.example``."""
        return f"{f'-p {self.port} ' if self.port else ''}{f'{self.user}@' if self.user else ''}{self.host}"

    @property
    def known_hosts_name(self) -> str:
        """The name of the server in ~/.ssh/known_hosts."""
        return f"'[{self.host}]:{self.port}'" if self.port not in (None, 22) else self.host

    def __str__(self) -> str:
        """Return the address as it stands in the settings."""
        user, port = f"{self.user}@" if self.user else "", f":{self.port}" if self.port else ""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"ssh://{user}{host}{port}{f'/~{self.path[1:]}' if self.path.startswith('.') else self.path}"


def _create_setting_error(text: str, reason: str) -> SettingError:
    return SettingError.for_setting(
        "PUBLISH_TO",
        f"PUBLISH_TO là “{redact_credentials(text)}”: {reason}. Hãy viết như ssh://web@bantin.example/srv/bantin",
    )
