from typing import Any

import pytest

from bulletin.publishing.settings.alert_settings import AlertSettings
from bulletin.settings.tables import SettingError


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, AlertSettings()),
        ("truc@tinhuy.vn", AlertSettings(mail=("truc@tinhuy.vn",))),
        ("https://chat.tinhuy.vn/x?token=1", AlertSettings(webhook="https://chat.tinhuy.vn/x?token=1")),
        ({"mail": "truc@tinhuy.vn"}, AlertSettings(mail=("truc@tinhuy.vn",))),
        (
            {"mail": ["a@b.vn", "c@d.vn"], "smtp": "mail.b.vn:587", "command": ["/usr/bin/nhan", "-x"]},
            AlertSettings(mail=("a@b.vn", "c@d.vn"), smtp="mail.b.vn:587", command=("/usr/bin/nhan", "-x")),
        ),
    ],
)
def test_from_pelican_reads_each_form(value: Any, expected: AlertSettings) -> None:
    assert AlertSettings.from_pelican({"ALERT_TO": value}) == expected


@pytest.mark.parametrize(
    ("value", "part"),
    [
        ("truc tinhuy.vn", "mail phải là địa chỉ thư điện tử"),
        ("a@b.vn, c@d.vn", "mail phải là địa chỉ thư điện tử"),
        ({"webhook": "chat.tinhuy.vn"}, "webhook phải bắt đầu bằng https://"),
        ({"smtp": "mail.b.vn:x"}, "smtp phải như localhost:25"),
        ({"command": [1]}, "command phải là danh sách chữ"),
        ({"mial": "a@b.vn"}, "Hãy viết mail"),
        (7, "không phải số"),
    ],
)
def test_from_pelican_wrong_value_says_what_to_write(value: Any, part: str) -> None:
    with pytest.raises(SettingError, match=r"^p\w+conf\.py") as caught:
        AlertSettings.from_pelican({"ALERT_TO": value})
    assert part in str(caught.value)
