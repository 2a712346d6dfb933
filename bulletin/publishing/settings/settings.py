"""The settings files of a working copy, and the few settings that publishing itself reads."""

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
from bulletin.publishing.settings.redaction import redact_credentials
from bulletin.publishing.workspace import PUBLISH_SETTINGS_FILE, Workspace
from bulletin.settings.source_location import SETTINGS_MODULES, explain_settings_error, locate_setting
from bulletin.settings.tables import SettingError, describe_type, quote_value, suggest_setting_value
from bulletin.storage.foreign_files import refuse_foreign_cache
from bulletin.text.suggestions import find_closest_match
from bulletin.urls import UrlBuilder

DEFAULT_RELEASES_TO_KEEP = 10

_PREFIX = "PUBLISH_"
_READ = ("SITEURL", "PUBLISH_TO", "PUBLISH_KEEP", "PUBLISH_S3")
_ALIKE = 0.85
"""So like one of these is no name of another's: ``PUBLSH_TO``, ``SITE_URL``, but not ``SITEMAP`` (difflib's ratio)."""
_THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1", "0.0.0.0"})  # noqa: S104  # refused, not bound
_ADDRESS = "https://baodang.example"
_PATH = re.compile(r"(?:/[\w~-][\w.~-]*)*/?")
"""A path that a site can hang under: links begin with it, and the keys of nginx's maps."""
_LONGEST_PATH = 100
_BLANKS = re.compile(r"[\\\s]")
"""What browsers read as a slash, or pass over (WHATWG URL Standard)."""


@dataclass(frozen=True, slots=True)
class PublishSettings:
    """The settings that publishing itself reads from publishconf.py."""

    siteurl: str
    """SITEURL: absolute, without the last slash; its path is where the site hangs."""
    releases_to_keep: int = DEFAULT_RELEASES_TO_KEEP
    """PUBLISH_KEEP: how many releases stay, the current one among them. At least 1."""
    target_address: str = ""
    """PUBLISH_TO: the address of the place to publish to (see publishing/targets/factory.py); empty for the folder public/."""
    s3: Any = field(default_factory=dict)
    """PUBLISH_S3: the table that says how to reach an object store; its target reads it."""

    @classmethod
    def from_pelican(cls, table: Mapping[str, Any]) -> Self:
        """Return what Pelican's settings say of publishing. Raise SettingError, also at a name that is misspelt."""
        _refuse_misspelt(table)
        to = table.get("PUBLISH_TO") or ""
        if not isinstance(to, str | os.PathLike):
            raise SettingError.for_setting(
                "PUBLISH_TO",
                f"PUBLISH_TO phải là chữ trong dấu nháy, không phải {describe_type(to)}. "
                'Hãy viết như PUBLISH_TO = "public".',
            )
        return cls(
            table.get("SITEURL") or "",
            table.get("PUBLISH_KEEP", DEFAULT_RELEASES_TO_KEEP),
            str(to),
            table.get("PUBLISH_S3") or {},
        )

    def __post_init__(self) -> None:
        """Raise SettingError where a value cannot be used."""
        if type(self.releases_to_keep) is not int or self.releases_to_keep < 1:
            raise SettingError.for_setting(
                "PUBLISH_KEEP",
                f"PUBLISH_KEEP phải là số nguyên từ 1 trở lên, không phải {quote_value(self.releases_to_keep)}. "
                f"Hãy viết như PUBLISH_KEEP = {DEFAULT_RELEASES_TO_KEEP}.",
            )
        scheme, host = _split_siteurl(self.siteurl)
        local = host in _THIS_MACHINE
        if scheme in ("http", "https") and host and not local:
            self._refuse_odd_path()
            return
        if not self.siteurl or (local and not _stands_in_publish_settings("SITEURL")):
            raise SettingError(
                f"{PUBLISH_SETTINGS_FILE}: Thiếu SITEURL, địa chỉ mà bạn đọc mở. "
                f'Hãy thêm dòng này, với địa chỉ của trang: SITEURL = "{_ADDRESS}"'
            )
        raise SettingError.for_setting(
            "SITEURL",
            f"SITEURL không dùng được: “{redact_credentials(self.siteurl)}” không phải địa chỉ mà bạn đọc mở. "
            f'Hãy viết như SITEURL = "{_ADDRESS}".',
        )

    def _refuse_odd_path(self) -> None:
        """Raise SettingError where links below SITEURL would lead elsewhere, or a map of nginx could not hold them."""
        whole = urlsplit(self.siteurl)
        path = unquote(whole.path)
        plain = not whole.query and not whole.fragment and not _BLANKS.search(self.siteurl)
        if not (plain and _PATH.fullmatch(path) and len(path.encode()) <= _LONGEST_PATH):
            raise SettingError.for_setting(
                "SITEURL",
                f"SITEURL không dùng được: sau tên miền của “{redact_credentials(self.siteurl)}” chỉ có thể là những phần như "
                f"/ban-tin, gồm chữ, số, dấu gạch nối, cả thảy nhiều nhất {_LONGEST_PATH} byte. "
                f'Hãy viết như SITEURL = "{_ADDRESS}" hoặc SITEURL = "{_ADDRESS}/ban-tin".',
            )

    @property
    def base_path(self) -> str:
        """The path under which the site hangs: empty, or ``/tin`` without the last slash."""
        return UrlBuilder(self.siteurl).base_path


def load_pelican_settings(file: Path) -> dict[str, Any]:
    """Return Pelican's settings, defaults and all, as the file sets them. Raise UserError, SettingError.

    The file's folder is on the path meanwhile, for ``from pelicanconf import *``; another
    site's settings files, left over in this process, are not taken for its own.
    """
    from pelican.settings import read_settings as read  # noqa: PLC0415  # all of Pelican: most commands need none of it

    if not file.is_file():
        raise UserError(f"Không có tệp {file.name}. Hãy lấy lại: git checkout HEAD -- {file.name}")
    for name in SETTINGS_MODULES:
        sys.modules.pop(name, None)
    sys.path.insert(0, str(file.parent))
    try:
        with _suppress_output():
            table = dict(read(str(file)))
    except (Exception, SystemExit) as error:
        raise UserError(escape_unprintable(explain_settings_error(error, file))) from error
    finally:
        sys.path.remove(str(file.parent))
    _refuse_last_slash(getattr(sys.modules[file.stem], "SITEURL", None))
    table["CACHE_PATH"] = str(file.parent / table["CACHE_PATH"])  # where a build in that folder has it
    table["SITEURL"] = str(table["SITEURL"] or "").strip().rstrip("/")
    if "plugins.site_builder" in (table["PLUGINS"] or ()):
        _refuse_other_cache(Path(table["CACHE_PATH"]), Workspace(file.parent).cache)
    refuse_foreign_cache(Path(table["CACHE_PATH"]))
    return table


@contextmanager
def _suppress_output() -> Iterator[None]:
    """Keep back what Pelican's reader warns of, in English: the build, a process of its own, is stopped by it."""
    log = logging.getLogger("pelican.settings")
    log.disabled = True
    try:
        yield
    finally:
        log.disabled = False


def _refuse_last_slash(siteurl: object) -> None:
    """Raise SettingError where the address of the site, as it is written, ends in a slash: Pelican warns of it."""
    if isinstance(siteurl, str) and siteurl.endswith("/"):
        raise SettingError.for_setting(
            "SITEURL",
            f'SITEURL không có dấu gạch chéo ở cuối. Hãy viết SITEURL = "{redact_credentials(siteurl.rstrip("/"))}".',
        )


def _refuse_other_cache(given: Path, ours: Path) -> None:
    """Raise SettingError where a build notes what it did elsewhere than a publish looks for it."""
    if realpath(given) != realpath(ours):
        raise SettingError.for_setting(
            "CACHE_PATH",
            f'CACHE_PATH phải là "{ours.name}" trong thư mục của trang: lệnh publish đọc ghi chép của lần dựng ở đó. '
            f"Nếu muốn để trên ổ đĩa khác, hãy xóa {ours.name} rồi tạo liên kết: ln -s /o-dia-khac/cache {ours.name}",
        )


def _refuse_misspelt(table: Mapping[str, Any]) -> None:
    """Raise SettingError at a name like one of ours, and in publishconf.py at any other ``PUBLISH_…``.

    It would be passed over in silence. In pelicanconf.py, which themes and plugins share, ``PUBLISH_DATE`` may be theirs.
    """
    from pelican.settings import DEFAULT_CONFIG  # noqa: PLC0415  # as above

    for name in table:
        if name in DEFAULT_CONFIG or name in _READ:
            continue
        if find_closest_match(name, _READ, _ALIKE) or (
            name.startswith(_PREFIX) and _stands_in_publish_settings(name)
        ):
            remedy = suggest_setting_value(name, _READ, "thiết lập", _ALIKE)
            raise SettingError.for_setting(name, f"Không có thiết lập “{name}”. {remedy}")


def _split_siteurl(siteurl: str) -> tuple[str, str]:
    """Return how and where browsers reach the address: ``https`` and the host; empty where it names none."""
    try:
        parts = urlsplit(siteurl)
        return parts.scheme, parts.hostname or ""
    except ValueError:  # a bracket of an IPv6 address alone
        return "", ""


def _stands_in_publish_settings(name: str) -> bool:
    return locate_setting(name).startswith(f"{PUBLISH_SETTINGS_FILE}:")
