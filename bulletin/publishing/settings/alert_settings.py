"""The setting ALERT_TO: the people and programs that get an alert."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from bulletin.settings.tables import InvalidValueError, SettingError, describe_type, load_settings

SETTING_NAME = "ALERT_TO"
_MAIL_ADDRESS = re.compile(r"[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;.]+")
_WEBHOOK = re.compile(r"https?://[^\s/]+\S*")
_SMTP_SERVER = re.compile(r"[^\s:/]+(?::[0-9]{1,5})?")


@dataclass(frozen=True, slots=True)
class AlertSettings:
    """Channels of an alert. Without any, no alert is sent."""

    mail: tuple[str, ...] = ()
    """Mail addresses."""
    webhook: str = ""
    """An http or https address that gets JSON with the keys ``site``, ``text`` and ``report``."""
    command: tuple[str, ...] = ()
    """A program and its arguments. It gets the text on its standard input."""
    smtp: str = ""
    """Host and port of a mail server, such as ``localhost:25``. If empty, ``sendmail`` sends the mail."""
    sender: str = ""
    """Mail address of the sender; if empty, the user and the host of this machine."""

    @classmethod
    def from_pelican(cls, table: Mapping[str, Any]) -> Self:
        """Return the settings from Pelican's settings. Raise SettingError.

        A plain mail address or web address stands for a table with one key.
        """
        value = table.get(SETTING_NAME) or {}
        if isinstance(value, str):
            value = {"webhook": value} if value.startswith(("http:", "https:")) else {"mail": [value]}
        if not isinstance(value, Mapping):
            raise SettingError.for_setting(
                SETTING_NAME,
                f"{SETTING_NAME} phải là địa chỉ thư điện tử, địa chỉ https:// hoặc bảng, "
                f'không phải {describe_type(value)}. Hãy viết như {SETTING_NAME} = "toasoan@tinhuy.vn".',
            )
        if isinstance(value.get("mail"), str):
            value = {**value, "mail": [value["mail"]]}
        return load_settings(cls, SETTING_NAME, value)

    def count_channels(self) -> int:
        """Return the number of channels that get an alert."""
        return sum(map(bool, (self.mail, self.webhook, self.command)))

    def __post_init__(self) -> None:
        """Raise InvalidValueError if an address cannot be used."""
        for address in (*self.mail, *filter(None, [self.sender])):
            if not isinstance(address, str) or not _MAIL_ADDRESS.fullmatch(address):
                key = "sender" if address == self.sender else "mail"
                raise InvalidValueError(key, "phải là địa chỉ thư điện tử như toasoan@tinhuy.vn")
        if self.webhook and not _WEBHOOK.fullmatch(self.webhook):
            raise InvalidValueError("webhook", "phải bắt đầu bằng https:// hoặc http://")
        if self.smtp and not _SMTP_SERVER.fullmatch(self.smtp):
            raise InvalidValueError("smtp", "phải như localhost:25")
        if not all(isinstance(word, str) and word for word in self.command):
            raise InvalidValueError("command", "phải là danh sách chữ: tên chương trình, rồi từng tham số")
