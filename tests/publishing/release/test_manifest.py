import hashlib
import json
import os
from pathlib import Path

import pytest

from bulletin.errors import UserError
from bulletin.publishing.release.manifest import Difference, Digests, Entry, Manifest


def write(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        file = folder / name.replace("__", "/").replace("_", ".")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder


def test_a_manifest_lists_files_sorted_with_size_and_digest(tmp_path: Path) -> None:
    manifest = Manifest.of(write(tmp_path, b_html="hai", a__index_html="một"))
    assert list(manifest.entries) == ["a/index.html", "b.html"]
    digest = hashlib.sha256(b"hai").hexdigest()
    assert manifest.entries["b.html"] == Entry("b.html", 3, digest)


def test_hidden_files_are_no_part_of_the_site_but_well_known_is(tmp_path: Path) -> None:
    (tmp_path / ".well-known").mkdir()
    for name in (".manifest", ".cache.json", ".well-known/security.txt"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    assert list(Manifest.of(tmp_path).entries) == [".well-known/security.txt"]


def test_a_symbolic_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "passwd").symlink_to("/etc/passwd")
    with pytest.raises(UserError, match="liên kết tượng trưng"):
        Manifest.of(tmp_path)


def test_a_manifest_survives_as_rows(tmp_path: Path) -> None:
    manifest = Manifest.of(
        write(tmp_path / "site", index_html="trang", ảnh_txt="có dấu", **{'có "nháy"': "x"})
    )
    again = Manifest.from_rows(json.loads(line) for line in manifest.lines())
    assert again == manifest
    assert again.digest == manifest.digest


@pytest.mark.parametrize("few", [0, 1])
def test_digests_are_kept_by_the_stamps_of_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr("bulletin.publishing.release.manifest._FEW", few)
    site, kept = write(tmp_path / "site", a="1", b="1"), tmp_path / "digests"
    first = Manifest.of(site, None, Digests(kept))
    read: list[str] = []
    with monkeypatch.context() as patch:
        patch.setattr(
            "bulletin.publishing.release.manifest.entry_of", lambda _folder, path: read.append(path)
        )
        assert Manifest.of(site, None, Digests(kept)) == first
    assert read == []
    status = (site / "a").stat()
    (site / "a").write_text("2", encoding="utf-8")
    os.utime(site / "a", ns=(status.st_atime_ns, status.st_mtime_ns))  # as if it were the same
    assert Manifest.of(site, None, Digests(kept)) == Manifest.of(site)
    kept.write_bytes(b"x")
    assert Manifest.of(site, None, Digests(kept)) == Manifest.of(site)


def test_a_link_in_the_place_of_a_known_file_is_refused(tmp_path: Path) -> None:
    site, digests = write(tmp_path / "site", a="1", b="1"), Digests(tmp_path / "digests")
    Manifest.of(site, None, digests)
    (site / "a").unlink()
    (site / "a").symlink_to("/etc/passwd")
    with pytest.raises(UserError, match="liên kết tượng trưng"):
        Manifest.of(site, None, digests)


def test_the_difference_names_what_was_added_changed_and_removed(tmp_path: Path) -> None:
    old = Manifest.of(write(tmp_path / "old", same="1", changed="1", gone="1"))
    new = Manifest.of(write(tmp_path / "new", same="1", changed="2", fresh="1"))
    assert new.since(old) == Difference(added=("fresh",), changed=("changed",), removed=("gone",))
    assert new.digest != old.digest
