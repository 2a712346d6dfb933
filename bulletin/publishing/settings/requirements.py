"""Refuse to publish with settings that suit a draft of a site only.

A build accepts them, so that a new office sees its pages before it has filled in everything.
"""

from collections.abc import Mapping
from typing import Any

from bulletin.context.settings import IMPRINT_LABELS, SiteSettings
from bulletin.publishing.settings.alert_settings import AlertSettings
from bulletin.publishing.settings.sample_words import find_sample_word_problems
from bulletin.publishing.settings.settings import PublishSettings
from bulletin.settings.source_location import locate_setting
from bulletin.settings.tables import SettingError, load_settings

_IMPRINT_EXAMPLES = {
    "governing_body": "Tỉnh ủy Lâm Đồng",
    "organisation": "Ban Tổ chức Tỉnh ủy",
    "responsible": "Trần Thị Bình",
    "address": "25 Trần Phú, phường Phan Thiết, tỉnh Lâm Đồng",
    "telephone": "0252 382 1234",
    "email": "toasoan@baodang.example",
}
"""Example values of the keys in IMPRINT_LABELS, for messages."""
_LAW = "Nghị định 174/2026/NĐ-CP, Điều 93"
_RUN_AGAIN = "Thiết lập này chưa xuất bản được. Hãy sửa các dòng ấy rồi chạy lại."
_TRY_FOLDER = (
    "Thiết lập này chưa xuất bản được. Hãy thay chữ mẫu ở các dòng ấy bằng thông tin của cơ quan rồi chạy lại. "
    'Chỉ muốn xem thử trên máy này thì viết PUBLISH_TO = "public" trong publishconf.py.'
)


def require_publishable_settings(table: Mapping[str, Any], settings: PublishSettings) -> None:
    """Raise SettingError if settings suit a draft of a site only.

    Each line of the imprint needs a value, and no sample word may leave this machine.
    ALERT_TO must be usable, because the timer of the publish needs it.
    The message has one line for each problem, and a last line on what to do.

    Args:
        table: Pelican's settings.
        settings: The settings of the publish from the same table.

    """
    AlertSettings.from_pelican(table)
    problems = find_imprint_problems(table)
    sample_words = [] if settings.is_target_folder else find_sample_word_problems(table)
    if problems or sample_words:
        raise SettingError("\n".join([*problems, *sample_words, _TRY_FOLDER if sample_words else _RUN_AGAIN]))


def find_imprint_problems(table: Mapping[str, Any]) -> list[str]:
    """Return a message for each empty key of the imprint. Raise SettingError.

    A stock Pelican site has no BULLETIN, and its theme prints no imprint.
    """
    if "BULLETIN" not in table:
        return []
    site_settings = load_settings(SiteSettings, "BULLETIN", table["BULLETIN"])
    return [
        f"{locate_setting('BULLETIN', key)}: BULLETIN chưa có {key} ({label}), mà chân trang phải ghi ({_LAW}). "
        f'Hãy viết trong bảng, như: "{key}": "{_IMPRINT_EXAMPLES[key]}",'
        for key, label in IMPRINT_LABELS.items()
        if not getattr(site_settings, key).strip()
    ]
