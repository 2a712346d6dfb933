import gzip
import os
from pathlib import Path

import brotli
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bulletin.publishing.build.results import read_output_files
from bulletin.publishing.release.compression import (
    MAX_COMPRESSION_RATIO,
    MIN_COMPRESSIBLE_SIZE,
    SSI_DIRECTIVE_START,
    CompressionCache,
    compress_data,
)
from bulletin.publishing.release.file_types import FileType
from bulletin.publishing.release.manifest import hash_file
from bulletin.publishing.release.staged_site import StagedSite
from bulletin.urls import get_document_address, get_document_feed_address

TEXT = "Ủy ban Kiểm tra Tỉnh ủy làm việc với chi bộ thôn 3. " * 60


def write_compressible_site(folder: Path, **files: str | bytes) -> Path:
    """Write files. In their names ``__`` stands for a slash and ``_`` for a dot."""
    for name, data in files.items():
        file = folder / name.replace("__", "/").replace("_", ".")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data.encode() if isinstance(data, str) else data)
    return folder


def list_compressed(site: StagedSite) -> set[str]:
    return {path for path, entry in site.manifest.entries.items() if entry.file_type is FileType.COMPRESSED}


def read_cache(cache: Path) -> dict[str, tuple[bytes, int]]:
    """Return bytes and modification time of each compressed file in the cache."""
    return {
        file.name: (file.read_bytes(), file.stat().st_mtime_ns)
        for file in cache.iterdir()
        if file.name != "ledger"
    }


def test_compression_cache_with_text_files_adds_gzip_and_brotli(tmp_path: Path) -> None:
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


def test_compression_cache_with_unsuitable_files_adds_nothing(tmp_path: Path) -> None:
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


def test_compression_cache_compresses_what_is_many_with_brotli_alone(tmp_path: Path) -> None:
    """Reason: servers make gzip for the few readers without brotli."""
    paths = [
        "2026/11/tin/index.html",
        get_document_address("38-kl-tw")[1:] + "index.html",
        get_document_feed_address("38-kl-tw")[1:],
        "search/2026.0123456789.json",
    ]
    output = tmp_path / "out"
    for path in paths:
        write_compressible_site((output / path).parent, **{Path(path).name.replace(".", "_"): TEXT})
    found = CompressionCache(tmp_path / "cache").add_compressed_files(StagedSite.from_folder(output))
    assert list_compressed(found) == {f"{path}.br" for path in paths}


@pytest.mark.parametrize(
    ("path", "level", "window"),
    [
        ("2026/11/tin/index.html", 7, 16),
        ("search/2026/words-00.0123456789.json", 7, 16),
        ("search/closed/rows-00.0123456789.json", 10, 22),
        ("assets/bulletin.0123456789.js", 11, 22),
    ],
)
def test_compress_data_has_a_level_of_brotli_for_each_kind_of_file(
    path: str, level: int, window: int
) -> None:
    data = Path(__file__).read_bytes()
    found = {size: brotli.compress(data, brotli.MODE_TEXT, *size) for size in ((7, 16), (10, 22), (11, 22))}
    assert len(set(found.values())) == len(found)
    assert dict(compress_data(path, data))["br"] == found[level, window]


def test_compression_cache_after_an_edit_compresses_only_new_content(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output, cache = (
        write_compressible_site(tmp_path / "out", a_html=TEXT, b_html=TEXT + "b"),
        tmp_path / "cache",
    )
    CompressionCache(cache).add_compressed_files(StagedSite.from_folder(output))
    before = read_cache(cache)
    write_compressible_site(output, b_html=TEXT + "khác", c_html=TEXT)
    site = StagedSite.from_folder(output)
    read: list[str] = []

    def record_path(site: StagedSite, path: str) -> Path:
        read.append(path)
        return site.folder / path

    monkeypatch.setattr(StagedSite, "get_file_path", record_path)
    found = CompressionCache(cache).add_compressed_files(site)
    assert read == ["b.html"]
    assert list_compressed(found) == {f"{name}.html.{ending}" for name in "abc" for ending in ("gz", "br")}
    after = read_cache(cache)
    kept = before.keys() & after.keys()
    assert len(before) == len(after) == 4
    assert len(kept) == 2
    assert all(before[name] == after[name] for name in kept)


def test_compression_cache_with_equal_content_gives_equal_bytes(tmp_path: Path) -> None:
    output = write_compressible_site(tmp_path / "out", index_html=TEXT)
    first, second = (
        CompressionCache(tmp_path / name).add_compressed_files(StagedSite.from_folder(output))
        for name in ("one", "other")
    )
    assert first.manifest == second.manifest
    assert first.get_file_path("index.html.gz").read_bytes()[4:8] == bytes(
        4
    )  # the field MTIME (RFC 1952, 2.3.1)


def test_compression_cache_after_a_deletion_removes_unused_files(tmp_path: Path) -> None:
    output, cache = (
        write_compressible_site(tmp_path / "out", a_html=TEXT, b_html=TEXT + "b"),
        tmp_path / "cache",
    )
    CompressionCache(cache).add_compressed_files(StagedSite.from_folder(output))
    (output / "b.html").unlink()
    found = CompressionCache(cache).add_compressed_files(StagedSite.from_folder(output))
    assert read_cache(cache).keys() == {found.get_file_path(path).name for path in list_compressed(found)}


@pytest.mark.parametrize("damage", ["missing", "truncated", "changed", "no index", "damaged index"])
def test_compression_cache_with_damage_restores_its_files(tmp_path: Path, damage: str) -> None:
    output, cache = write_compressible_site(tmp_path / "out", a_html=TEXT), tmp_path / "cache"
    found = CompressionCache(cache).add_compressed_files(StagedSite.from_folder(output))
    undamaged, file = (
        {name: data for name, (data, _) in read_cache(cache).items()},
        found.get_file_path("a.html.br"),
    )
    status = file.stat()
    if damage == "missing":
        file.unlink()
    elif damage == "truncated":
        file.write_bytes(file.read_bytes()[:-1])
    elif damage == "changed":
        file.write_bytes(bytes(status.st_size))
        os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
    elif damage == "no index":
        (cache / "ledger").unlink()
    else:
        (cache / "ledger").write_bytes(b"x")
    again = CompressionCache(cache).add_compressed_files(StagedSite.from_folder(output))
    assert again.manifest == found.manifest
    assert {name: data for name, (data, _) in read_cache(cache).items()} == undamaged


def test_compression_cache_with_a_pipe_writes_progress(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bulletin.processes.progress.FIRST_REPORT_AFTER", 0)
    output = write_compressible_site(tmp_path / "out", a_html=TEXT, b_html=TEXT + "b")
    reading, writing = os.pipe()
    CompressionCache(tmp_path / "cache").add_compressed_files(StagedSite.from_folder(output), writing)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as lines:
        assert lines.read().splitlines()[-1] == "Nén tệp\t2\t2"


def test_compression_cache_of_the_sample_has_files_equal_to_their_sources(
    sample: Path, tmp_path: Path
) -> None:
    site = StagedSite.from_folder(sample, read_output_files(sample))
    found = CompressionCache(tmp_path / "cache").add_compressed_files(site)
    decompress = {".gz": gzip.decompress, ".br": brotli.decompress}
    for path in list_compressed(found):
        file = found.get_file_path(path)
        assert (
            decompress[file.suffix](file.read_bytes())
            == (sample / path.removesuffix(file.suffix)).read_bytes()
        )
    pages = [path for path in site.manifest.entries if path.endswith(".html")]
    # A page has a compressed form unless it has an SSI directive or is small.
    for path in pages:
        data = (sample / path).read_bytes()
        assert (f"{path}.br" in found.manifest.entries) is (
            SSI_DIRECTIVE_START not in data and len(data) > MIN_COMPRESSIBLE_SIZE
        ), path


@given(
    st.binary(min_size=MIN_COMPRESSIBLE_SIZE + 1, max_size=6000)
    | st.text("ơư a\n", min_size=MIN_COMPRESSIBLE_SIZE + 1, max_size=6000)
)
@settings(max_examples=60, deadline=None)
def test_compress_data_of_any_bytes_decompresses_to_its_source(data: bytes | str) -> None:
    raw = data.encode() if isinstance(data, str) else data
    decompress = {"gz": gzip.decompress, "br": brotli.decompress}
    for path in ("index.html", "assets/a.0123456789.css", "search/a.0123456789.json"):
        for ending, compressed in compress_data(path, raw):
            assert decompress[ending](compressed) == raw
            assert len(compressed) <= MAX_COMPRESSION_RATIO * len(raw)
