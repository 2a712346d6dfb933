"""Load the settings files of a workspace, and the settings of a publish."""

import logging
import os
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from os.path import realpath
from pathlib import Path
from typing import Any, Self
from urllib.parse import unquote, urlsplit

from bulletin.errors import UserError, escape_unprintable
from bulletin.publishing.settings.credentials import redact_credentials
from bulletin.publishing.workspace.folders import PUBLISH_SETTINGS_FILE, Workspace
from bulletin.settings.source_location import SETTINGS_MODULES, explain_settings_error, locate_setting
from bulletin.settings.tables import SettingError, describe_type, quote_value, suggest_setting_value
from bulletin.storage.foreign_files import refuse_foreign_cache
from bulletin.text.suggestions import find_closest_match
from bulletin.urls import UrlBuilder

DEFAULT_RELEASES_TO_KEEP = 10

_PREFIX = "PUBLISH_"
_SETTING_NAMES = ("SITEURL", "PUBLISH_TO", "PUBLISH_KEEP", "PUBLISH_S3", "PUBLISH_COMMIT", "ALERT_TO")
_TABLE_NAMES = ("BULLETIN", "NEIGHBOURS", "PICTURES", "RECORDS", "ENGINE", "THEME_STATIC_OVERRIDES")
"""Settings of the bulletin that Pelican does not know."""
_MIN_LIKENESS = 0.85
"""Ratio of difflib above which a name is a misspelt one of ours.

``PUBLSH_TO`` and ``SITE_URL`` are misspelt, ``SITEMAP`` is not.
"""
_LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "::1", "0.0.0.0"})  # noqa: S104  # refused, not bound
_EXAMPLE_SITEURL = "https://baodang.example"
_BASE_PATH_PATTERN = re.compile(r"(?:/[\w~-][\w.~-]*)*/?")
"""A base path of a site, with which its links and the keys of nginx maps begin."""
_MAX_BASE_PATH_LENGTH = 100
_UNSAFE_CHARACTERS = re.compile(r"[\\\s]")
"""Characters that browsers read as a slash or ignore (WHATWG URL Standard)."""


@dataclass(frozen=True, slots=True)
class PublishSettings:
    """The settings that publishing itself reads from publishconf.py."""

    siteurl: str
    """SITEURL: absolute, without the last slash, perhaps with a base path."""
    releases_to_keep: int = DEFAULT_RELEASES_TO_KEEP
    """PUBLISH_KEEP: the number of releases that stay, the current one among them. At least 1."""
    target_address: str = ""
    """PUBLISH_TO: the address of the target (see ``bulletin/publishing/targets/factory.py``).

    It is empty for the folder ``public/``.
    """
    s3: Any = field(default_factory=dict)
    """PUBLISH_S3: the settings table of an S3 target, which the target reads."""
    commits_records: bool = False
    """PUBLISH_COMMIT: commit and push the address ledger and the withdrawals."""

    @classmethod
    def from_pelican(cls, table: Mapping[str, Any]) -> Self:
        """Return the settings of a publish from Pelican's settings.

        Raise SettingError, also for a misspelt name.
        """
        _require_known_names(table)
        target = table.get("PUBLISH_TO") or ""
        if not isinstance(target, str | os.PathLike):
            raise SettingError.for_setting(
                "PUBLISH_TO",
                f"PUBLISH_TO phải là chữ trong dấu nháy, không phải {describe_type(target)}. "
                'Hãy viết như PUBLISH_TO = "public".',
            )
        return cls(
            table.get("SITEURL") or "",
            table.get("PUBLISH_KEEP", DEFAULT_RELEASES_TO_KEEP),
            str(target),
            table.get("PUBLISH_S3") or {},
            table.get("PUBLISH_COMMIT", False),
        )

    def __post_init__(self) -> None:
        """Raise SettingError if a value cannot be used."""
        if type(self.releases_to_keep) is not int or self.releases_to_keep < 1:
            raise SettingError.for_setting(
                "PUBLISH_KEEP",
                f"PUBLISH_KEEP phải là số nguyên từ 1 trở lên, không phải {quote_value(self.releases_to_keep)}. "
                f"Hãy viết như PUBLISH_KEEP = {DEFAULT_RELEASES_TO_KEEP}",
            )
        if type(self.commits_records) is not bool:
            raise SettingError.for_setting(
                "PUBLISH_COMMIT",
                f"PUBLISH_COMMIT phải là True hoặc False, không phải {quote_value(self.commits_records)}. "
                "Hãy viết PUBLISH_COMMIT = True",
            )
        scheme, host = _split_siteurl(self.siteurl)
        is_local = host in _LOCAL_HOSTS
        if scheme in ("http", "https") and host and not is_local:
            self._require_usable_base_path()
            return
        if not self.siteurl or (is_local and not _is_in_publish_settings("SITEURL")):
            raise SettingError(
                f"{PUBLISH_SETTINGS_FILE}: Thiếu SITEURL, địa chỉ mà bạn đọc mở. "
                f'Hãy thêm dòng này, với địa chỉ của trang: SITEURL = "{_EXAMPLE_SITEURL}"'
            )
        raise SettingError.for_setting(
            "SITEURL",
            f"SITEURL không dùng được: “{redact_credentials(self.siteurl)}” không phải địa chỉ mà bạn đọc mở. "
            f'Hãy viết như SITEURL = "{_EXAMPLE_SITEURL}".',
        )

    def _require_usable_base_path(self) -> None:
        """Raise SettingError if links or nginx maps cannot use the path of SITEURL."""
        parts = urlsplit(self.siteurl)
        path = unquote(parts.path)
        is_plain = not parts.query and not parts.fragment and not _UNSAFE_CHARACTERS.search(self.siteurl)
        if not (
            is_plain and _BASE_PATH_PATTERN.fullmatch(path) and len(path.encode()) <= _MAX_BASE_PATH_LENGTH
        ):
            raise SettingError.for_setting(
                "SITEURL",
                f"SITEURL không dùng được: sau tên miền của “{redact_credentials(self.siteurl)}” chỉ có thể là những phần như "
                f"/ban-tin, gồm chữ, số, dấu gạch nối, cả thảy nhiều nhất {_MAX_BASE_PATH_LENGTH} byte. "
                f'Hãy viết như SITEURL = "{_EXAMPLE_SITEURL}" hoặc SITEURL = "{_EXAMPLE_SITEURL}/ban-tin".',
            )

    @property
    def is_target_folder(self) -> bool:
        """Tell if PUBLISH_TO names a folder of this machine."""
        return not split_target_address(self.target_address)[0]

    @property
    def base_path(self) -> str:
        """The base path of the site: empty, or ``/tin`` without the last slash."""
        return UrlBuilder(self.siteurl).base_path


def split_target_address(address: str) -> tuple[str, str]:
    """Return the scheme of a target in lower case, and the rest of its address.

    The scheme of a folder is empty.
    """
    scheme, mark, rest = address.partition("://")
    return (scheme.lower(), rest) if mark and "/" not in scheme else ("", address)


def load_pelican_settings(file: Path) -> dict[str, Any]:
    """Return Pelican's settings from ``file``, with defaults.

    Raise UserError, SettingError.
    The folder of the file is on ``sys.path`` during the import, for ``from pelicanconf import *``.
    Settings modules of another site are removed from ``sys.modules`` first.
    """
    from pelican.settings import read_settings  # noqa: PLC0415  # imports all of Pelican, which most commands do not need

    if not file.is_file():
        raise UserError(f"Không có tệp {file.name}. Hãy lấy lại: git checkout HEAD -- {file.name}")
    for name in SETTINGS_MODULES:
        sys.modules.pop(name, None)
    sys.path.insert(0, str(file.parent))
    try:
        with _suppress_output():
            table = dict(read_settings(str(file)))
    except (Exception, SystemExit) as error:
        raise UserError(escape_unprintable(explain_settings_error(error, file))) from error
    finally:
        sys.path.remove(str(file.parent))
    _require_no_last_slash(getattr(sys.modules[file.stem], "SITEURL", None))
    table["CACHE_PATH"] = str(file.parent / table["CACHE_PATH"])  # as a build in that folder resolves it
    table["SITEURL"] = str(table["SITEURL"] or "").strip().rstrip("/")
    if "bulletin.plugins.site_builder" in (table["PLUGINS"] or ()):
        _require_same_cache(Path(table["CACHE_PATH"]), Workspace(file.parent).cache)
    refuse_foreign_cache(Path(table["CACHE_PATH"]))
    return table


@contextmanager
def _suppress_output() -> Iterator[None]:
    """Suppress Pelican's English warnings on settings.

    Reason: the build process reports the same warnings, and they stop it.
    """
    log = logging.getLogger("pelican.settings")
    log.disabled = True
    try:
        yield
    finally:
        log.disabled = False


def _require_no_last_slash(siteurl: object) -> None:
    """Raise SettingError if SITEURL ends in a slash, as Pelican would warn."""
    if isinstance(siteurl, str) and siteurl.endswith("/"):
        raise SettingError.for_setting(
            "SITEURL",
            f'SITEURL không có dấu gạch chéo ở cuối. Hãy viết SITEURL = "{redact_credentials(siteurl.rstrip("/"))}".',
        )


def _require_same_cache(configured: Path, expected: Path) -> None:
    """Raise SettingError if a build would use another cache than a publish."""
    if realpath(configured) != realpath(expected):
        raise SettingError.for_setting(
            "CACHE_PATH",
            f'CACHE_PATH phải là "{expected.name}" trong thư mục của trang: lệnh publish đọc ghi chép của lần dựng ở đó. '
            f"Nếu muốn để trên ổ đĩa khác, hãy xóa {expected.name} rồi tạo liên kết: ln -s /o-dia-khac/cache {expected.name}",
        )


def _require_known_names(table: Mapping[str, Any]) -> None:
    """Raise SettingError for a misspelt name of a setting.

    In publishconf.py any unknown ``PUBLISH_…`` is an error.
    In pelicanconf.py, which themes and plugins share, ``PUBLISH_DATE`` may belong to a theme.
    In both files a name close to one of ours is an error: ``NEIGHBOUR``.
    Reason: a misspelt setting would be ignored without a message.
    """
    from pelican.settings import DEFAULT_CONFIG  # noqa: PLC0415  # imports all of Pelican

    for name in table:
        if name in DEFAULT_CONFIG or name in _SETTING_NAMES or name in _TABLE_NAMES:
            continue
        near = find_closest_match(name, (*_SETTING_NAMES, *_TABLE_NAMES), _MIN_LIKENESS)
        if near or (name.startswith(_PREFIX) and _is_in_publish_settings(name)):
            names = (near,) if near else _SETTING_NAMES
            remedy = suggest_setting_value(name, names, "thiết lập", _MIN_LIKENESS)
            raise SettingError.for_setting(name, f"Không có thiết lập “{name}”. {remedy}")


def _split_siteurl(siteurl: str) -> tuple[str, str]:
    """Return the scheme and the host of SITEURL; empty if it has none."""
    try:
        parts = urlsplit(siteurl)
        return parts.scheme, parts.hostname or ""
    except ValueError:  # an unmatched bracket, as of an IPv6 address
        return "", ""


def _is_in_publish_settings(name: str) -> bool:
    return locate_setting(name).startswith(f"{PUBLISH_SETTINGS_FILE}:")
