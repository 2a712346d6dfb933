"""Where things are in a working copy, and the few settings that publishing reads."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from publishing.errors import PublishError
from publishing.targets.s3.settings import StoreSettings

BUILD_SETTINGS = "pelicanconf.py"
PUBLISH_SETTINGS = "publishconf.py"
KEEP = 10


@dataclass(frozen=True, slots=True)
class Site:
    """The folders of one working copy."""

    root: Path

    @property
    def content(self) -> Path:
        """What editors write."""
        return self.root / "content"

    @property
    def output(self) -> Path:
        """What is built with pelicanconf.py, to look at here; every build works on it in place."""
        return self.root / "output"

    @property
    def outgoing(self) -> Path:
        """What is built with publishconf.py; apart, so that neither build undoes what the other wrote."""
        return self.root / "output-publish"

    def output_of(self, settings: str) -> Path:
        """Return where a build with the settings file of that name goes."""
        return self.outgoing if settings == PUBLISH_SETTINGS else self.output

    @property
    def cache(self) -> Path:
        """What can be thrown away and made again."""
        return self.root / ".cache"

    @property
    def lock(self) -> Path:
        """Held by whoever builds or publishes here; outside the caches that clean removes."""
        return self.root / ".workshop.lock"


_THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1", "0.0.0.0"})  # noqa: S104  # refused, not bound


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
        """Return what Pelican's settings say of publishing."""
        return cls(
            str(table.get("SITEURL") or "").rstrip("/"),
            table.get("PUBLISH_KEEP", KEEP),
            str(table.get("PUBLISH_TO") or ""),
            StoreSettings.of(table.get("PUBLISH_S3") or {}),
        )

    def __post_init__(self) -> None:
        """Raise PublishError where a value cannot be used."""
        if not isinstance(self.keep, int) or self.keep < 1:
            raise PublishError(f"PUBLISH_KEEP phải là số nguyên từ 1 trở lên, không phải {self.keep!r}.")
        parts = urlsplit(self.siteurl)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.hostname in _THIS_MACHINE:
            raise PublishError(
                "SITEURL trong publishconf.py phải là địa chỉ mà bạn đọc mở, như https://baodang.example, "
                f"không phải {self.siteurl!r}."
            )

    @property
    def base(self) -> str:
        """The path under which the site hangs: empty, or ``/tin`` without the last slash."""
        return urlsplit(self.siteurl).path.rstrip("/")


def read_settings(file: Path) -> dict[str, Any]:
    """Return Pelican's settings, defaults and all, as the file sets them. Raise PublishError.

    The file's folder is on the path meanwhile, for ``from pelicanconf import *``; another
    site's pelicanconf, left over in this process, is not taken for it.
    """
    from pelican.settings import read_settings as read  # noqa: PLC0415  # all of Pelican: most commands need none of it

    if not file.is_file():
        raise PublishError(f"Không có tệp {file.name}. Hãy chạy lệnh trong thư mục của trang.")
    sys.modules.pop(Path(BUILD_SETTINGS).stem, None)
    sys.path.insert(0, str(file.parent))
    try:
        table = dict(read(str(file)))
    except Exception as error:
        raise PublishError(f"Không đọc được {file.name}: {type(error).__name__}: {error}.") from error
    finally:
        sys.path.remove(str(file.parent))
    table["CACHE_PATH"] = str(file.parent / table["CACHE_PATH"])  # where a build in that folder has it
    return table
