import gzip
import os
from pathlib import Path

import brotli
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bulletin.publishing.build.results import read_output_files
from bulletin.publishing.release import compression
from bulletin.publishing.release.compression import (
    MIN_COMPRESSIBLE_SIZE,
    SSI_DIRECTIVE_START,
    CompressionCache,
)
from bulletin.publishing.release.file_types import FileType
from bulletin.publishing.release.manifest import hash_file
from bulletin.publishing.release.staged_site import StagedSite

TEXT = "Ủy ban Kiểm tra Tỉnh ủy làm việc với chi bộ thôn 3. " * 60


def write_compressible_site(folder: Path, **files: str | bytes) -> Path:
    """Write files; ``__`` stands for a slash and ``_`` for a dot."""
    for name, data in files.items():
        file = folder / name.replace("__", "/").replace("_", ".")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data.encode() if isinstance(data, str) else data)
    return folder


def list_compressed(outgoing: StagedSite) -> set[str]:
    return {
        path for path, entry in outgoing.manifest.entries.items() if entry.file_type is FileType.COMPRESSED
    }


def read_cache(cache: Path) -> dict[str, tuple[bytes, int]]:
    """Return the files of the cache and when each was written."""
    return {
        one.name: (one.read_bytes(), one.stat().st_mtime_ns)
        for one in cache.iterdir()
        if one.name != "ledger"
    }


def test_text_gets_both_forms_and_they_are_its_own(tmp_path: Path) -> None:
    output = write_compressible_site(tmp_path / "out", index_html=TEXT, assets__a_0123456789_css=TEXT)
    found = CompressionCache(tmp_path / "cache").add_compressed_files(StagedSite.from_folder(output))
    assert list(found.manifest.entries) == [
        "assets/a.0123456789.css", "assets/a.0123456789.css.br", "assets/a.0123456789.css.gz",
        "index.html", "index.html.br", "index.html.gz",
    ]  # fmt: skip
    for path, entry in found.manifest.entries.items():
        file = found.get_file_path(path)
        assert hash_file(file.parent, file.name)[1:] == entry[1:]
    assert gzip.decompress(found.get_file_path("index.html.gz").read_bytes()).decode() == TEXT
    assert brotli.decompress(found.get_file_path("index.html.br").read_bytes()).decode() == TEXT


def test_what_gains_nothing_is_left_as_it_is(tmp_path: Path) -> None:
    output = write_compressible_site(
        tmp_path / "out",
        short_html="x" * MIN_COMPRESSIBLE_SIZE,
        noise_txt=os.urandom(4096),
        picture_jpg=TEXT,
        files__van_txt=TEXT,
        article_html=TEXT + '<!--#include virtual="/fragments/latest.html" -->',
    )
    assert (
        list_compressed(
            CompressionCache(tmp_path / "cache").add_compressed_files(StagedSite.from_folder(output))
        )
        == set()
    )


def test_only_new_content_is_worked_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    output, cache = (
        write_compressible_site(tmp_path / "out", a_html=TEXT, b_html=TEXT + "b"),
        tmp_path / "cache",
    )
    CompressionCache(cache).add_compressed_files(StagedSite.from_folder(output))
    before = read_cache(cache)
    write_compressible_site(output, b_html=TEXT + "khác", c_html=TEXT)
    outgoing = StagedSite.from_folder(output)
    read: list[str] = []
    monkeypatch.setattr(
        StagedSite, "get_file_path", lambda self, path: read.append(path) or self.folder / path
    )
    found = CompressionCache(cache).add_compressed_files(outgoing)
    assert read == ["b.html"]
    assert list_compressed(found) == {f"{name}.html.{ending}" for name in "abc" for ending in ("gz", "br")}
    after = read_cache(cache)
    kept = before.keys() & after.keys()
    assert len(before) == len(after) == 4
    assert len(kept) == 2
    assert all(before[name] == after[name] for name in kept)


def test_the_same_content_gives_the_same_bytes(tmp_path: Path) -> None:
    output = write_compressible_site(tmp_path / "out", index_html=TEXT)
    one, other = (
        CompressionCache(tmp_path / name).add_compressed_files(StagedSite.from_folder(output))
        for name in ("one", "other")
    )
    assert one.manifest == other.manifest
    assert one.get_file_path("index.html.gz").read_bytes()[4:8] == bytes(4)  # no time in it (RFC 1952, 2.3.1)


def test_the_cache_forgets_what_nobody_needs(tmp_path: Path) -> None:
    output, cache = (
        write_compressible_site(tmp_path / "out", a_html=TEXT, b_html=TEXT + "b"),
        tmp_path / "cache",
    )
    CompressionCache(cache).add_compressed_files(StagedSite.from_folder(output))
    (output / "b.html").unlink()
    found = CompressionCache(cache).add_compressed_files(StagedSite.from_folder(output))
    assert read_cache(cache).keys() == {found.get_file_path(path).name for path in list_compressed(found)}


@pytest.mark.parametrize("harm", ["gone", "cut", "changed", "no ledger", "foreign ledger"])
def test_a_harmed_cache_is_made_good(tmp_path: Path, harm: str) -> None:
    output, cache = write_compressible_site(tmp_path / "out", a_html=TEXT), tmp_path / "cache"
    found = CompressionCache(cache).add_compressed_files(StagedSite.from_folder(output))
    whole, file = (
        {name: data for name, (data, _) in read_cache(cache).items()},
        found.get_file_path("a.html.br"),
    )
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
    again = CompressionCache(cache).add_compressed_files(StagedSite.from_folder(output))
    assert again.manifest == found.manifest
    assert {name: data for name, (data, _) in read_cache(cache).items()} == whole


def test_long_work_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bulletin.processes.progress.FIRST_REPORT_AFTER", 0)
    output = write_compressible_site(tmp_path / "out", a_html=TEXT, b_html=TEXT + "b")
    reading, writing = os.pipe()
    CompressionCache(tmp_path / "cache").add_compressed_files(StagedSite.from_folder(output), writing)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as lines:
        assert lines.read().splitlines()[-1] == "Nén tệp\t2\t2"


def test_every_compressed_file_of_the_sample_is_its_source(sample: Path, tmp_path: Path) -> None:
    outgoing = StagedSite.from_folder(sample, read_output_files(sample))
    found = CompressionCache(tmp_path / "cache").add_compressed_files(outgoing)
    unpack = {".gz": gzip.decompress, ".br": brotli.decompress}
    for path in list_compressed(found):
        file = found.get_file_path(path)
        assert (
            unpack[file.suffix](file.read_bytes()) == (sample / path.removesuffix(file.suffix)).read_bytes()
        )
    pages = [path for path in outgoing.manifest.entries if path.endswith(".html")]
    for path in pages:  # a page has a compressed form, or a directive for the server, or little to say
        data = (sample / path).read_bytes()
        assert (f"{path}.br" in found.manifest.entries) is (
            SSI_DIRECTIVE_START not in data and len(data) > MIN_COMPRESSIBLE_SIZE
        ), path


@given(
    st.binary(min_size=MIN_COMPRESSIBLE_SIZE + 1, max_size=6000)
    | st.text("ơư a\n", min_size=MIN_COMPRESSIBLE_SIZE + 1, max_size=6000)
)
@settings(max_examples=60, deadline=None)
def test_whatever_is_kept_unpacks_to_its_source(data: bytes | str) -> None:
    raw = data.encode() if isinstance(data, str) else data
    unpack = {"gz": gzip.decompress, "br": brotli.decompress}
    for path in ("index.html", "assets/a.0123456789.css"):
        for ending, made in compression._smaller(path, raw):
            assert unpack[ending](made) == raw
            assert len(made) <= compression.MAX_COMPRESSION_RATIO * len(raw)
