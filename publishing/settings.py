"""The settings files of a working copy, and the few settings that publishing itself reads."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from plugins.config import SettingError, instead, quoted, settings_from
from plugins.records.problems import nearest
from plugins.settings_files import NAMES, place
from publishing.errors import PublishError
from publishing.site import PUBLISH_SETTINGS
from publishing.targets.s3.settings import StoreSettings

KEEP = 10

_PREFIX = "PUBLISH_"
_READ = ("SITEURL", "PUBLISH_TO", "PUBLISH_KEEP", "PUBLISH_S3")
_ALIKE = 0.85
"""So like one of these is no name of another's: ``PUBLSH_TO``, ``SITE_URL``, but not ``SITEMAP`` (difflib's ratio)."""
_THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1", "0.0.0.0"})  # noqa: S104  # refused, not bound
_ADDRESS = "https://baodang.example"


@dataclass(frozen=True, slots=True)
class PublishSettings:
    """The settings that publishing itself reads from publishconf.py."""

    siteurl: str
    """SITEURL: absolute, without the last slash; its path is where the site hangs."""
    keep: int = KEEP
    """PUBLISH_KEEP: how many releases stay, the current one among them. At least 1."""
    to: str = ""
    """PUBLISH_TO: the address of the place to publish to (see targets/choice.py); empty for the folder public/."""
    store: StoreSettings = field(default_factory=StoreSettings)
    """PUBLISH_S3: how to reach an object store."""

    @classmethod
    def of(cls, table: Mapping[str, Any]) -> Self:
        """Return what Pelican's settings say of publishing. Raise SettingError, also at a name that is misspelt."""
        _refuse_misspelt(table)
        to = table.get("PUBLISH_TO") or ""
        if not isinstance(to, str | os.PathLike):
            raise SettingError.at(
                "PUBLISH_TO",
                f"PUBLISH_TO phải là chữ trong dấu nháy, không phải {quoted(to)}. "
                'Hãy viết như PUBLISH_TO = "public".',
            )
        return cls(
            str(table.get("SITEURL") or "").rstrip("/"),
            table.get("PUBLISH_KEEP", KEEP),
            str(to),
            settings_from(StoreSettings, "PUBLISH_S3", table.get("PUBLISH_S3") or {}),
        )

    def __post_init__(self) -> None:
        """Raise SettingError where a value cannot be used."""
        if type(self.keep) is not int or self.keep < 1:
            raise SettingError.at(
                "PUBLISH_KEEP",
                f"PUBLISH_KEEP phải là số nguyên từ 1 trở lên, không phải {quoted(self.keep)}. "
                f"Hãy viết như PUBLISH_KEEP = {KEEP}.",
            )
        if _for_readers(self.siteurl):
            return
        if not _stands_in_publish_settings("SITEURL"):
            raise SettingError(
                f"{PUBLISH_SETTINGS}: Thiếu SITEURL, địa chỉ mà bạn đọc mở. "
                f'Hãy thêm dòng này, với địa chỉ của trang: SITEURL = "{_ADDRESS}"'
            )
        raise SettingError.at(
            "SITEURL",
            f"SITEURL phải là địa chỉ mà bạn đọc mở, như {_ADDRESS}, không phải “{self.siteurl}”.",
        )

    @property
    def base(self) -> str:
        """The path under which the site hangs: empty, or ``/tin`` without the last slash."""
        return urlsplit(self.siteurl).path.rstrip("/")


def read_settings(file: Path) -> dict[str, Any]:
    """Return Pelican's settings, defaults and all, as the file sets them. Raise PublishError.

    The file's folder is on the path meanwhile, for ``from pelicanconf import *``; another
    site's settings files, left over in this process, are not taken for its own.
    """
    from pelican.settings import read_settings as read  # noqa: PLC0415  # all of Pelican: most commands need none of it

    if not file.is_file():
        raise PublishError(f"Không có tệp {file.name}. Hãy chạy lệnh trong thư mục của trang.")
    for name in NAMES:
        sys.modules.pop(name, None)
    sys.path.insert(0, str(file.parent))
    try:
        table = dict(read(str(file)))
    except Exception as error:
        from publishing.settings_fault import told  # noqa: PLC0415  # nothing of it while all is well

        raise PublishError(told(error, file)) from error
    finally:
        sys.path.remove(str(file.parent))
    table["CACHE_PATH"] = str(file.parent / table["CACHE_PATH"])  # where a build in that folder has it
    return table


def _refuse_misspelt(table: Mapping[str, Any]) -> None:
    """Raise SettingError at a name that means one of ours: it would be passed over in silence."""
    from pelican.settings import DEFAULT_CONFIG  # noqa: PLC0415  # as above

    for name in table:
        if name in DEFAULT_CONFIG or name in _READ:
            continue
        alike = nearest(name, _READ, _ALIKE) and _stands_in_publish_settings(name)
        if alike or name.startswith(_PREFIX):
            remedy = instead(name, _READ, "thiết lập", _ALIKE)
            raise SettingError.at(name, f"Không có thiết lập “{name}”. {remedy}")


def _for_readers(siteurl: str) -> bool:
    """Tell whether readers elsewhere could open the address."""
    try:
        parts = urlsplit(siteurl)
        host = parts.hostname
    except ValueError:  # a bracket of an IPv6 address alone
        return False
    return parts.scheme in ("http", "https") and bool(host) and host not in _THIS_MACHINE


def _stands_in_publish_settings(name: str) -> bool:
    return place(name).startswith(f"{PUBLISH_SETTINGS}:")
