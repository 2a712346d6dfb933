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

from bulletin.errors import UserError, printable
from bulletin.publishing.settings.redaction import masked
from bulletin.publishing.workspace import PUBLISH_SETTINGS, Site
from bulletin.settings.source_location import NAMES, explain_settings_error, place
from bulletin.settings.tables import SettingError, instead, kind_of, quoted
from bulletin.storage.foreign_files import refuse_foreign_cache
from bulletin.text.suggestions import nearest
from bulletin.urls import Urls

KEEP = 10

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
    keep: int = KEEP
    """PUBLISH_KEEP: how many releases stay, the current one among them. At least 1."""
    to: str = ""
    """PUBLISH_TO: the address of the place to publish to (see publishing/targets/factory.py); empty for the folder public/."""
    store: Any = field(default_factory=dict)
    """PUBLISH_S3: the table that says how to reach an object store; its target reads it."""

    @classmethod
    def of(cls, table: Mapping[str, Any]) -> Self:
        """Return what Pelican's settings say of publishing. Raise SettingError, also at a name that is misspelt."""
        _refuse_misspelt(table)
        to = table.get("PUBLISH_TO") or ""
        if not isinstance(to, str | os.PathLike):
            raise SettingError.at(
                "PUBLISH_TO",
                f"PUBLISH_TO phải là chữ trong dấu nháy, không phải {kind_of(to)}. "
                'Hãy viết như PUBLISH_TO = "public".',
            )
        return cls(
            table.get("SITEURL") or "",
            table.get("PUBLISH_KEEP", KEEP),
            str(to),
            table.get("PUBLISH_S3") or {},
        )

    def __post_init__(self) -> None:
        """Raise SettingError where a value cannot be used."""
        if type(self.keep) is not int or self.keep < 1:
            raise SettingError.at(
                "PUBLISH_KEEP",
                f"PUBLISH_KEEP phải là số nguyên từ 1 trở lên, không phải {quoted(self.keep)}. "
                f"Hãy viết như PUBLISH_KEEP = {KEEP}.",
            )
        scheme, host = _reached(self.siteurl)
        local = host in _THIS_MACHINE
        if scheme in ("http", "https") and host and not local:
            self._refuse_odd_path()
            return
        if not self.siteurl or (local and not _stands_in_publish_settings("SITEURL")):
            raise SettingError(
                f"{PUBLISH_SETTINGS}: Thiếu SITEURL, địa chỉ mà bạn đọc mở. "
                f'Hãy thêm dòng này, với địa chỉ của trang: SITEURL = "{_ADDRESS}"'
            )
        raise SettingError.at(
            "SITEURL",
            f"SITEURL không dùng được: “{masked(self.siteurl)}” không phải địa chỉ mà bạn đọc mở. "
            f'Hãy viết như SITEURL = "{_ADDRESS}".',
        )

    def _refuse_odd_path(self) -> None:
        """Raise SettingError where links below SITEURL would lead elsewhere, or a map of nginx could not hold them."""
        whole = urlsplit(self.siteurl)
        path = unquote(whole.path)
        plain = not whole.query and not whole.fragment and not _BLANKS.search(self.siteurl)
        if not (plain and _PATH.fullmatch(path) and len(path.encode()) <= _LONGEST_PATH):
            raise SettingError.at(
                "SITEURL",
                f"SITEURL không dùng được: sau tên miền của “{masked(self.siteurl)}” chỉ có thể là những phần như "
                f"/ban-tin, gồm chữ, số, dấu gạch nối, cả thảy nhiều nhất {_LONGEST_PATH} byte. "
                f'Hãy viết như SITEURL = "{_ADDRESS}" hoặc SITEURL = "{_ADDRESS}/ban-tin".',
            )

    @property
    def base(self) -> str:
        """The path under which the site hangs: empty, or ``/tin`` without the last slash."""
        return Urls(self.siteurl).base


def read_settings(file: Path) -> dict[str, Any]:
    """Return Pelican's settings, defaults and all, as the file sets them. Raise UserError, SettingError.

    The file's folder is on the path meanwhile, for ``from pelicanconf import *``; another
    site's settings files, left over in this process, are not taken for its own.
    """
    from pelican.settings import read_settings as read  # noqa: PLC0415  # all of Pelican: most commands need none of it

    if not file.is_file():
        raise UserError(f"Không có tệp {file.name}. Hãy lấy lại: git checkout HEAD -- {file.name}")
    for name in NAMES:
        sys.modules.pop(name, None)
    sys.path.insert(0, str(file.parent))
    try:
        with _in_silence():
            table = dict(read(str(file)))
    except (Exception, SystemExit) as error:
        raise UserError(printable(explain_settings_error(error, file))) from error
    finally:
        sys.path.remove(str(file.parent))
    _refuse_last_slash(getattr(sys.modules[file.stem], "SITEURL", None))
    table["CACHE_PATH"] = str(file.parent / table["CACHE_PATH"])  # where a build in that folder has it
    table["SITEURL"] = str(table["SITEURL"] or "").strip().rstrip("/")
    if "plugins.site_builder" in (table["PLUGINS"] or ()):
        _refuse_other_cache(Path(table["CACHE_PATH"]), Site(file.parent).cache)
    refuse_foreign_cache(Path(table["CACHE_PATH"]))
    return table


@contextmanager
def _in_silence() -> Iterator[None]:
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
        raise SettingError.at(
            "SITEURL",
            f'SITEURL không có dấu gạch chéo ở cuối. Hãy viết SITEURL = "{masked(siteurl.rstrip("/"))}".',
        )


def _refuse_other_cache(given: Path, ours: Path) -> None:
    """Raise SettingError where a build notes what it did elsewhere than a publish looks for it."""
    if realpath(given) != realpath(ours):
        raise SettingError.at(
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
        if nearest(name, _READ, _ALIKE) or (name.startswith(_PREFIX) and _stands_in_publish_settings(name)):
            remedy = instead(name, _READ, "thiết lập", _ALIKE)
            raise SettingError.at(name, f"Không có thiết lập “{name}”. {remedy}")


def _reached(siteurl: str) -> tuple[str, str]:
    """Return how and where browsers reach the address: ``https`` and the host; empty where it names none."""
    try:
        parts = urlsplit(siteurl)
        return parts.scheme, parts.hostname or ""
    except ValueError:  # a bracket of an IPv6 address alone
        return "", ""


def _stands_in_publish_settings(name: str) -> bool:
    return place(name).startswith(f"{PUBLISH_SETTINGS}:")
