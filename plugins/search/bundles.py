"""Search bundles: one Pagefind index a year, made again only when a page of that year changed."""

import shutil
import subprocess
import sys
from collections.abc import Iterable
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from plugins.mistakes import MistakeError

_UNUSED = ("pagefind-*ui*", "pagefind-highlight.js")
"""Parts of a bundle that only Pagefind's own search box uses."""


class SearchError(MistakeError):
    """Pagefind failed; the message is what it said."""


def write_bundles(output: Path, cache: Path, years: Iterable[int]) -> None:
    """Write ``output/pagefind/<year>/`` for each of ``years`` and remove the bundles of others.

    Bundles are kept in ``cache`` under a digest of the year's pages. Raise SearchError.
    """
    folder = output / "pagefind"
    wanted = {str(year): _bundle(output, cache, year) for year in years}
    for stale in folder.iterdir() if folder.is_dir() else ():
        if stale.is_dir() and stale.name not in wanted:
            shutil.rmtree(stale)
    for year, bundle in wanted.items():
        _place(bundle, folder / year)
    for old in set(cache.iterdir() if cache.is_dir() else ()) - set(wanted.values()):
        shutil.rmtree(old)


def _bundle(output: Path, cache: Path, year: int) -> Path:
    """Return the folder of the cache that holds the bundle of ``year``, made if need be."""
    bundle = cache / f"{year}-{_digest(output, year)}"
    if bundle.is_dir():
        return bundle
    temporary = cache / f"{bundle.name}.new"
    shutil.rmtree(temporary, ignore_errors=True)
    done = subprocess.run(  # noqa: S603  # our own interpreter, our own arguments
        [
            sys.executable, "-m", "pagefind", "--silent", "--site", str(output), "--glob", f"{year:04d}/*/*/index.html",
            "--output-path", str(temporary), "--force-language", "vi",
        ],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode or not (temporary / "pagefind.js").is_file():
        raise SearchError(
            f"Không lập được chỉ mục tìm kiếm năm {year}: {done.stderr.strip() or done.stdout.strip()}"
        )
    for pattern in _UNUSED:
        for path in temporary.glob(pattern):
            path.unlink()
    return temporary.rename(bundle)


def _digest(output: Path, year: int) -> str:
    digest = sha256(f"{version('pagefind')} {year}".encode())
    for path in sorted((output / f"{year:04d}").glob("*/*/index.html")):
        digest.update(path.relative_to(output).as_posix().encode())
        digest.update(sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:20]


def _place(bundle: Path, target: Path) -> None:
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
