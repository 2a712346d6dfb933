"""Search bundles: one Pagefind index a year, made again only when a page of that year changed."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from plugins.mistakes import MistakeError

_UNUSED = ("pagefind-*ui*", "pagefind-highlight.js")
"""Parts of a bundle that only Pagefind's own search box uses."""
_KEPT = 4
"""Bundles of a year that stay in the cache."""
_LIMIT = 600
"""Seconds after which an index that is not made is given up; a year takes one or two."""


class SearchError(MistakeError):
    """Pagefind failed; the message is what it said."""


def write_bundles(output: Path, cache: Path, pages: Mapping[int, Sequence[str]]) -> list[str]:
    """Write ``output/pagefind/<year>/`` for each year of ``pages`` and remove the bundles of others.

    ``pages`` are the articles of each year, as paths from ``output``: what else lies there is not indexed.
    Return the files of all bundles, as paths from ``output``. Bundles are kept in ``cache`` under a
    digest of the year's pages, the last few of each year: the local and the published site differ.
    Raise SearchError.
    """
    folder = output / "pagefind"
    wanted = {str(year): _bundle(output, cache, year, sorted(files)) for year, files in pages.items()}
    for stale in folder.iterdir() if folder.is_dir() else ():
        if stale.is_dir() and stale.name not in wanted:
            shutil.rmtree(stale)
    names = []
    for year, bundle in wanted.items():
        names += [f"pagefind/{year}/{name}" for name in _place(bundle, folder / year)]
    for year in wanted:
        _forget_old(cache, year)
    return names


def _bundle(output: Path, cache: Path, year: int, files: Sequence[str]) -> Path:
    """Return the folder of the cache that holds the bundle of ``year``, made if need be."""
    bundle = cache / f"{year}-{_digest(output, year, files)}"
    if bundle.is_dir():
        bundle.touch()  # used last, forgotten last
        return bundle
    growing = cache / f".{bundle.name}.{os.getpid()}"
    shutil.rmtree(growing, ignore_errors=True)
    _index(output, growing, year, files)
    for pattern in _UNUSED:
        for path in growing.glob(pattern):
            path.unlink()
    try:
        growing.rename(bundle)
    except OSError:
        if not bundle.is_dir():  # another build made the same one meanwhile
            raise
        shutil.rmtree(growing)
    return bundle


def _index(output: Path, target: Path, year: int, files: Sequence[str]) -> None:
    stage = target.with_name(f"{target.name}.pages")
    shutil.rmtree(stage, ignore_errors=True)
    stage.mkdir(parents=True)
    for name in files:
        (stage / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(output / name, stage / name)
    command = [
        sys.executable, "-m", "pagefind", "--silent", "--site", str(stage), "--glob", "**/index.html",
        "--output-path", str(target), "--force-language", "vi",
    ]  # fmt: skip
    said = ""
    try:
        done = subprocess.run(  # noqa: S603  # our own interpreter, our own arguments
            command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, timeout=_LIMIT
        )
        said = done.stderr.strip() or done.stdout.strip()
    except subprocess.TimeoutExpired:
        said = f"Pagefind không trả lời sau {_LIMIT // 60} phút."
    shutil.rmtree(stage)
    if not (target / "pagefind.js").is_file():
        raise SearchError(f"Không lập được chỉ mục tìm kiếm năm {year}: {said}")


def _forget_old(cache: Path, year: str) -> None:
    """Remove all but the bundles of ``year`` that were used last."""
    found = [path for path in cache.glob(f"{year}-*") if path.is_dir()]
    found.sort(key=lambda path: (path.stat().st_mtime_ns, path.name))
    for path in found[:-_KEPT]:
        shutil.rmtree(path, ignore_errors=True)


def _digest(output: Path, year: int, files: Sequence[str]) -> str:
    digest = sha256(f"{version('pagefind')} {year}".encode())
    for name in files:
        digest.update(name.encode())
        digest.update(sha256((output / name).read_bytes()).digest())
    return digest.hexdigest()[:20]


def _place(bundle: Path, target: Path) -> list[str]:
    """Copy ``bundle`` to ``target``; files whose names carry a hash of their content are left as they are."""
    names = {path.relative_to(bundle).as_posix() for path in bundle.rglob("*") if path.is_file()}
    for path in [one for one in target.rglob("*") if one.is_file()] if target.is_dir() else []:
        if path.relative_to(target).as_posix() not in names:
            path.unlink()
    for name in sorted(names):
        source, path = bundle / name, target / name
        if not path.is_file() or path.read_bytes() != source.read_bytes():
            path.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, path)
    return sorted(names)
