import hashlib
import json
import os
from pathlib import Path

import pytest

from bulletin.errors import UserError
from bulletin.publishing.release.manifest import DigestCache, FileEntry, Manifest, ManifestDiff


def write_files(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        file = folder / name.replace("__", "/").replace("_", ".")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder


def test_from_folder_lists_files_sorted_with_size_and_digest(tmp_path: Path) -> None:
    manifest = Manifest.from_folder(write_files(tmp_path, b_html="hai", a__index_html="một"))
    assert list(manifest.entries) == ["a/index.html", "b.html"]
    digest = hashlib.sha256(b"hai").hexdigest()
    assert manifest.entries["b.html"] == FileEntry("b.html", 3, digest)


def test_from_folder_with_hidden_files_lists_only_well_known_ones(tmp_path: Path) -> None:
    (tmp_path / ".well-known").mkdir()
    for name in (".manifest", ".cache.json", ".well-known/security.txt"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    assert list(Manifest.from_folder(tmp_path).entries) == [".well-known/security.txt"]


def test_from_folder_with_a_symbolic_link_raises(tmp_path: Path) -> None:
    (tmp_path / "passwd").symlink_to("/etc/passwd")
    with pytest.raises(UserError, match="liên kết tượng trưng"):
        Manifest.from_folder(tmp_path)


def test_from_rows_of_to_json_lines_returns_an_equal_manifest(tmp_path: Path) -> None:
    manifest = Manifest.from_folder(
        write_files(tmp_path / "site", index_html="trang", ảnh_txt="có dấu", **{'có "nháy"': "x"})
    )
    again = Manifest.from_rows(json.loads(line) for line in manifest.to_json_lines())
    assert again == manifest
    assert again.digest == manifest.digest


@pytest.mark.parametrize("max_unsaved", [0, 1])
def test_digest_cache_with_equal_stamps_reads_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, max_unsaved: int
) -> None:
    monkeypatch.setattr("bulletin.publishing.release.manifest.MAX_UNSAVED_CHANGES", max_unsaved)
    site, cache_file = write_files(tmp_path / "site", a="1", b="1"), tmp_path / "digests"
    first = Manifest.from_folder(site, None, DigestCache(cache_file))
    read: list[str] = []
    with monkeypatch.context() as patch:
        patch.setattr(
            "bulletin.publishing.release.manifest.hash_file", lambda _folder, path: read.append(path)
        )
        assert Manifest.from_folder(site, None, DigestCache(cache_file)) == first
    assert read == []
    status = (site / "a").stat()
    (site / "a").write_text("2", encoding="utf-8")
    os.utime(site / "a", ns=(status.st_atime_ns, status.st_mtime_ns))  # an equal time
    assert Manifest.from_folder(site, None, DigestCache(cache_file)) == Manifest.from_folder(site)
    cache_file.write_bytes(b"x")
    assert Manifest.from_folder(site, None, DigestCache(cache_file)) == Manifest.from_folder(site)


def test_from_folder_with_a_link_in_place_of_a_cached_file_raises(tmp_path: Path) -> None:
    site, digests = write_files(tmp_path / "site", a="1", b="1"), DigestCache(tmp_path / "digests")
    Manifest.from_folder(site, None, digests)
    (site / "a").unlink()
    (site / "a").symlink_to("/etc/passwd")
    with pytest.raises(UserError, match="liên kết tượng trưng"):
        Manifest.from_folder(site, None, digests)


def test_diff_from_names_added_changed_and_removed_files(tmp_path: Path) -> None:
    old = Manifest.from_folder(write_files(tmp_path / "old", is_same_content="1", changed="1", gone="1"))
    new = Manifest.from_folder(write_files(tmp_path / "new", is_same_content="1", changed="2", fresh="1"))
    assert new.diff_from(old) == ManifestDiff(added=("fresh",), changed=("changed",), removed=("gone",))
    assert new.digest != old.digest
