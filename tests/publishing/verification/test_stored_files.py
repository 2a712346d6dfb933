"""Files that no reader asks for by name are read back from where they lie."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from bulletin.errors import UserError
from bulletin.publishing.release_creation import read_current_release
from bulletin.publishing.targets.folder.target import FolderTarget
from bulletin.publishing.verification.stored_files import check_stored_files
from tests.publishing.helpers import publish_to, write_output

MAP = '"/cu/" "/moi/";\n'
DICE = random.SystemRandom()


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
    shown = read_current_release(target)
    assert shown is not None
    return [str(one) for one in check_stored_files(target, shown, folder / "stored", DICE)]


def test_files_as_they_were_published_are_no_finding(target: FolderTarget, tmp_path: Path) -> None:
    assert list_differences(target, tmp_path) == []


@pytest.mark.parametrize(
    ("row", "host"),
    [
        ('"/khuyen-mai" "https://ca-cuoc.example/";\n', "; có địa chỉ lạ tới ca-cuoc.example"),
        ('"/x" "//ca-cuoc.example\x1b]8;;y\x07/";\n', "; có địa chỉ lạ tới ca-cuoc.example\\x1b]8;;y\\x07"),
        ('"~^/(.*)$" "/ca-do/$1";\n', ""),
    ],
)
def test_a_row_that_was_added_to_a_map_is_told(
    target: FolderTarget, tmp_path: Path, row: str, host: str
) -> None:
    with (target.current_link / ".nginx/redirects.map").open("a", encoding="utf-8") as stream:
        stream.write(row)
    assert list_differences(target, tmp_path) == [
        "/.nginx/redirects.map: Nội dung tệp khác bản đã xuất bản (máy chủ đọc tệp này khi tải lại, để chuyển bạn đọc đi)"
        f"{host} ở public/current."
    ]


def test_each_missing_map_is_told_once_and_the_rest_is_still_read(
    target: FolderTarget, tmp_path: Path
) -> None:
    for name in (".nginx/redirects.map", ".nginx/gone.map"):
        (target.current_link / name).unlink()
    (target.current_link / "index.html.br").write_text("khác", encoding="utf-8")
    assert sorted(list_differences(target, tmp_path)) == [
        "/.nginx/gone.map: Tệp này đã mất ở public/current.",
        "/.nginx/redirects.map: Tệp này đã mất ở public/current.",
        "/index.html.br: Nội dung tệp khác bản đã xuất bản ở public/current.",
    ]


def test_a_place_that_gives_nothing_is_told(
    target: FolderTarget, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise UserError("Máy chủ không trả lời.")

    monkeypatch.setattr(target, "download", refused)
    assert list_differences(target, tmp_path) == [
        "/.nginx/: Chưa đọc lại được các tệp dành cho máy chủ ở public/current: Máy chủ không trả lời."
    ]


def test_a_map_beside_those_of_the_release_is_a_stranger(target: FolderTarget) -> None:
    (target.current_link / ".nginx/redirects-x.map").write_text(MAP, encoding="utf-8")
    shown = read_current_release(target)
    assert shown is not None
    assert list(target.unexpected_files(shown)) == [".nginx/redirects-x.map"]


def test_what_is_read_back_is_bounded(
    target: FolderTarget, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bulletin.publishing.verification.stored_files.MAX_COMPRESSED_SAMPLE", 0)
    (target.current_link / "index.html.br").write_text("khác", encoding="utf-8")
    fetched: list[str] = []
    fetch: Callable[..., None] = target.download
    monkeypatch.setattr(
        target,
        "download",
        lambda release, paths, folder: (fetched.extend(paths), fetch(release, fetched, folder)),
    )
    assert list_differences(target, tmp_path) == []
    assert sorted(fetched) == [".nginx/gone.map", ".nginx/redirects.map"]
