"""Server maps and compressed files are read back from the target."""

import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from bulletin.errors import UserError
from bulletin.publishing.release.release import Release
from bulletin.publishing.release_creation import read_current_release
from bulletin.publishing.targets.folder.target import FolderTarget
from bulletin.publishing.verification.stored_files import check_stored_files
from tests.publishing.small_release import publish_to, write_output

MAP = '"/cu/" "/moi/";\n'
RANDOM = random.SystemRandom()


@pytest.fixture
def target(tmp_path: Path) -> FolderTarget:
    site = write_output(tmp_path)
    for name, text in {".nginx/redirects.map": MAP, ".nginx/gone.map": "", "index.html.br": "nén"}.items():
        (site / name).parent.mkdir(exist_ok=True)
        (site / name).write_text(text, encoding="utf-8")
    found = FolderTarget(tmp_path / "public")
    publish_to(found, site)
    return found


def list_differences(target: FolderTarget, folder: Path) -> list[str]:
    release = read_current_release(target)
    assert release is not None
    return [str(difference) for difference in check_stored_files(target, release, folder / "stored", RANDOM)]


def test_check_stored_files_of_an_unchanged_release_finds_nothing(
    target: FolderTarget, tmp_path: Path
) -> None:
    assert list_differences(target, tmp_path) == []


@pytest.mark.parametrize(
    ("row", "host"),
    [
        ('"/khuyen-mai" "https://ca-cuoc.example/";\n', "; có địa chỉ lạ tới ca-cuoc.example"),
        ('"/x" "//ca-cuoc.example\x1b]8;;y\x07/";\n', "; có địa chỉ lạ tới ca-cuoc.example\\x1b]8;;y\\x07"),
        ('"~^/(.*)$" "/ca-do/$1";\n', ""),
    ],
)
def test_check_stored_files_with_an_added_map_row_reports_it(
    target: FolderTarget, tmp_path: Path, row: str, host: str
) -> None:
    with (target.current_link / ".nginx/redirects.map").open("a", encoding="utf-8") as stream:
        stream.write(row)
    assert list_differences(target, tmp_path) == [
        "/.nginx/redirects.map: Nội dung tệp khác bản đã xuất bản (máy chủ đọc tệp này khi tải lại, để chuyển bạn đọc đi)"
        f"{host} ở public/current."
    ]


def test_check_stored_files_with_missing_maps_reports_all_files(target: FolderTarget, tmp_path: Path) -> None:
    for name in (".nginx/redirects.map", ".nginx/gone.map"):
        (target.current_link / name).unlink()
    (target.current_link / "index.html.br").write_text("khác", encoding="utf-8")
    assert sorted(list_differences(target, tmp_path)) == [
        "/.nginx/gone.map: Tệp này đã mất ở public/current.",
        "/.nginx/redirects.map: Tệp này đã mất ở public/current.",
        "/index.html.br: Nội dung tệp khác bản đã xuất bản ở public/current.",
    ]


def test_check_stored_files_with_a_failing_target_reports_an_unchecked_address(
    target: FolderTarget, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def raise_error(*_: object) -> None:
        raise UserError("Máy chủ không trả lời.")

    monkeypatch.setattr(target, "download", raise_error)
    assert list_differences(target, tmp_path) == [
        "/.nginx/: Chưa đọc lại được các tệp dành cho máy chủ ở public/current: Máy chủ không trả lời."
    ]


def test_unexpected_files_finds_an_added_map(target: FolderTarget) -> None:
    (target.current_link / ".nginx/redirects-x.map").write_text(MAP, encoding="utf-8")
    release = read_current_release(target)
    assert release is not None
    assert list(target.unexpected_files(release)) == [".nginx/redirects-x.map"]


def test_check_stored_files_limits_the_sample_of_compressed_files(
    target: FolderTarget, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bulletin.publishing.verification.stored_files.MAX_COMPRESSED_SAMPLE", 0)
    (target.current_link / "index.html.br").write_text("khác", encoding="utf-8")
    downloaded: list[str] = []
    download = target.download

    def record_paths(release: Release, paths: Sequence[str], folder: Path) -> None:
        downloaded.extend(paths)
        download(release, paths, folder)

    monkeypatch.setattr(target, "download", record_paths)
    assert list_differences(target, tmp_path) == []
    assert sorted(downloaded) == [".nginx/gone.map", ".nginx/redirects.map"]
