import gzip
import os
from pathlib import Path

import brotli
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bulletin.publishing.build.results import listed
from bulletin.publishing.release import compression
from bulletin.publishing.release.compression import INCLUDE, SMALLEST, Smaller
from bulletin.publishing.release.file_types import Kind
from bulletin.publishing.release.manifest import entry_of
from bulletin.publishing.release.staged_site import Outgoing

TEXT = "Ủy ban Kiểm tra Tỉnh ủy làm việc với chi bộ thôn 3. " * 60


def site(folder: Path, **files: str | bytes) -> Path:
    """Write files; ``__`` stands for a slash and ``_`` for a dot."""
    for name, data in files.items():
        file = folder / name.replace("__", "/").replace("_", ".")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data.encode() if isinstance(data, str) else data)
    return folder


def small(outgoing: Outgoing) -> set[str]:
    return {path for path, entry in outgoing.manifest.entries.items() if entry.kind is Kind.COMPRESSED}


def cached(cache: Path) -> dict[str, tuple[bytes, int]]:
    """Return the files of the cache and when each was written."""
    return {
        one.name: (one.read_bytes(), one.stat().st_mtime_ns)
        for one in cache.iterdir()
        if one.name != "ledger"
    }


def test_text_gets_both_forms_and_they_are_its_own(tmp_path: Path) -> None:
    output = site(tmp_path / "out", index_html=TEXT, assets__a_0123456789_css=TEXT)
    found = Smaller(tmp_path / "cache").beside(Outgoing.of(output))
    assert list(found.manifest.entries) == [
        "assets/a.0123456789.css", "assets/a.0123456789.css.br", "assets/a.0123456789.css.gz",
        "index.html", "index.html.br", "index.html.gz",
    ]  # fmt: skip
    for path, entry in found.manifest.entries.items():
        file = found.file(path)
        assert entry_of(file.parent, file.name)[1:] == entry[1:]
    assert gzip.decompress(found.file("index.html.gz").read_bytes()).decode() == TEXT
    assert brotli.decompress(found.file("index.html.br").read_bytes()).decode() == TEXT


def test_what_gains_nothing_is_left_as_it_is(tmp_path: Path) -> None:
    output = site(
        tmp_path / "out",
        short_html="x" * SMALLEST,
        noise_txt=os.urandom(4096),
        picture_jpg=TEXT,
        files__van_txt=TEXT,
        article_html=TEXT + '<!--#include virtual="/fragments/latest.html" -->',
    )
    assert small(Smaller(tmp_path / "cache").beside(Outgoing.of(output))) == set()


def test_only_new_content_is_worked_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    output, cache = site(tmp_path / "out", a_html=TEXT, b_html=TEXT + "b"), tmp_path / "cache"
    Smaller(cache).beside(Outgoing.of(output))
    before = cached(cache)
    site(output, b_html=TEXT + "khác", c_html=TEXT)
    outgoing = Outgoing.of(output)
    read: list[str] = []
    monkeypatch.setattr(Outgoing, "file", lambda self, path: read.append(path) or self.folder / path)
    found = Smaller(cache).beside(outgoing)
    assert read == ["b.html"]
    assert small(found) == {f"{name}.html.{ending}" for name in "abc" for ending in ("gz", "br")}
    after = cached(cache)
    kept = before.keys() & after.keys()
    assert len(before) == len(after) == 4
    assert len(kept) == 2
    assert all(before[name] == after[name] for name in kept)


def test_the_same_content_gives_the_same_bytes(tmp_path: Path) -> None:
    output = site(tmp_path / "out", index_html=TEXT)
    one, other = (Smaller(tmp_path / name).beside(Outgoing.of(output)) for name in ("one", "other"))
    assert one.manifest == other.manifest
    assert one.file("index.html.gz").read_bytes()[4:8] == bytes(4)  # no time in it (RFC 1952, 2.3.1)


def test_the_cache_forgets_what_nobody_needs(tmp_path: Path) -> None:
    output, cache = site(tmp_path / "out", a_html=TEXT, b_html=TEXT + "b"), tmp_path / "cache"
    Smaller(cache).beside(Outgoing.of(output))
    (output / "b.html").unlink()
    found = Smaller(cache).beside(Outgoing.of(output))
    assert cached(cache).keys() == {found.file(path).name for path in small(found)}


@pytest.mark.parametrize("harm", ["gone", "cut", "changed", "no ledger", "foreign ledger"])
def test_a_harmed_cache_is_made_good(tmp_path: Path, harm: str) -> None:
    output, cache = site(tmp_path / "out", a_html=TEXT), tmp_path / "cache"
    found = Smaller(cache).beside(Outgoing.of(output))
    whole, file = {name: data for name, (data, _) in cached(cache).items()}, found.file("a.html.br")
    status = file.stat()
    if harm == "gone":
        file.unlink()
    elif harm == "cut":
        file.write_bytes(file.read_bytes()[:-1])
    elif harm == "changed":
        file.write_bytes(bytes(status.st_size))
        os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
    elif harm == "no ledger":
        (cache / "ledger").unlink()
    else:
        (cache / "ledger").write_bytes(b"x")
    again = Smaller(cache).beside(Outgoing.of(output))
    assert again.manifest == found.manifest
    assert {name: data for name, (data, _) in cached(cache).items()} == whole


def test_long_work_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bulletin.processes.progress._LONG", 0)
    output = site(tmp_path / "out", a_html=TEXT, b_html=TEXT + "b")
    reading, writing = os.pipe()
    Smaller(tmp_path / "cache").beside(Outgoing.of(output), writing)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as lines:
        assert lines.read().splitlines()[-1] == "Nén tệp\t2\t2"


def test_every_compressed_file_of_the_sample_is_its_source(sample: Path, tmp_path: Path) -> None:
    outgoing = Outgoing.of(sample, listed(sample))
    found = Smaller(tmp_path / "cache").beside(outgoing)
    unpack = {".gz": gzip.decompress, ".br": brotli.decompress}
    for path in small(found):
        file = found.file(path)
        assert (
            unpack[file.suffix](file.read_bytes()) == (sample / path.removesuffix(file.suffix)).read_bytes()
        )
    pages = [path for path in outgoing.manifest.entries if path.endswith(".html")]
    for path in pages:  # a page has a compressed form, or a directive for the server, or little to say
        data = (sample / path).read_bytes()
        assert (f"{path}.br" in found.manifest.entries) is (INCLUDE not in data and len(data) > SMALLEST), (
            path
        )


@given(
    st.binary(min_size=SMALLEST + 1, max_size=6000) | st.text("ơư a\n", min_size=SMALLEST + 1, max_size=6000)
)
@settings(max_examples=60, deadline=None)
def test_whatever_is_kept_unpacks_to_its_source(data: bytes | str) -> None:
    raw = data.encode() if isinstance(data, str) else data
    unpack = {"gz": gzip.decompress, "br": brotli.decompress}
    for path in ("index.html", "assets/a.0123456789.css"):
        for ending, made in compression._smaller(path, raw):
            assert unpack[ending](made) == raw
            assert len(made) <= compression.WORTH * len(raw)
