"""A small site with the plugins and the theme of this repository."""

import fcntl
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

from bulletin.publishing.workspace.folders import Workspace
from tests.sample_site import ROOT

SITEURL = "https://bantin.example.vn"
OFFICE_SETTINGS: dict[str, Any] = {
    "SITEURL": "https://bantin.example",
    "BULLETIN": {
        "organisation": "Ban Tổ chức Tỉnh ủy",
        "governing_body": "Tỉnh ủy Lâm Đồng",
        "responsible": "Trần Thị Bình",
        "address": "25 Trần Phú, phường Phan Thiết",
        "telephone": "0252 382 1234",
        "email": "toasoan@bantin.example",
    },
}
"""Settings without sample words, for publishes to another machine."""
_CONF = f"""
__file__ = {str(ROOT / "pelicanconf.py")!r}
exec(compile(open(__file__, encoding="utf-8").read(), __file__, "exec"))
SITEURL = {SITEURL!r}
CACHE_PATH = ".cache"
"""
_COMMON_CACHES = ("templates", "site-icons")
"""Caches of a build that depend on nothing of a site."""
_shared_folders: list[Path] = []
"""The folder that all processes of this test run share."""


def create_small_site(
    folder: Path,
    *,
    has_search: bool = True,
    has_share_cards: bool = False,
    has_cache: bool = True,
    **settings: object,
) -> Workspace:
    """Create a site with one article, ``/2026/11/tin-tot/``.

    ``settings`` go into its publishconf.py. A publish without search takes a quarter less processor time.
    A new article without its share card takes a fifth less.
    A site that is never built needs no prepared cache, which takes two seconds.
    """
    shutil.copytree(ROOT / "tests/broken_sites/_base", folder, dirs_exist_ok=True)
    lines = [f"{name} = {value!r}" for name, value in settings.items()]
    if not has_share_cards:
        lines.append('BULLETIN = {**BULLETIN, "share_cards": False}')
    if not has_search:
        lines.append('PLUGINS = [name for name in PLUGINS if "search" not in name]')
    (folder / "publishconf.py").write_text("\n".join([_CONF, *lines, ""]), encoding="utf-8")
    if has_cache:
        shutil.copytree(prepare_cache(), folder / ".cache", dirs_exist_ok=True)
    return Workspace(folder)


def set_shared_folder(folder: Path) -> None:
    """Set the folder that all processes of this test run share."""
    _shared_folders.append(folder)


@cache
def prepare_cache() -> Path:
    """Return the cache of a first build with what all small sites have in common.

    The first test process prepares it. Reason: without it a first build takes twice the time.
    """
    folder = _shared_folders[0] / "small-site"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "done").exists():
            site = create_small_site(folder / "site", has_cache=False)
            command = [
                sys.executable,
                "-m",
                "pelican",
                "content",
                "-s",
                "publishconf.py",
                "-o",
                "out",
                "--quiet",
            ]
            subprocess.run(command, cwd=site.root, check=True, stdout=subprocess.DEVNULL)
            (folder / "cache").mkdir()
            for name in _COMMON_CACHES:
                (site.root / ".cache" / name).rename(folder / "cache" / name)
            (folder / "done").touch()
    return folder / "cache"


def write_dated_article(
    workspace: Workspace, slug: str, text: str = "Nội dung của tin.", /, **keys: str
) -> Path:
    """Write an article ``Tin <slug>`` of November 2026; return its file.

    ``keys`` are further keys of its front matter.
    """
    front_matter = {
        "title": f"Tin {slug}",
        "date": "2026-11-21 07:30",
        "category": "Tin trong tỉnh",
        "slug": slug,
    } | keys
    lines = "".join(f"{key}: {value}\n" for key, value in front_matter.items())
    file = workspace.content / "articles" / f"{slug}.md"
    file.write_text(f"---\n{lines}---\n\n{text}\n", encoding="utf-8")
    return file
