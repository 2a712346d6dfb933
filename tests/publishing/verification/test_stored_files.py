"""Files that no reader asks for by name are read back from where they lie."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from bulletin.errors import UserError
from bulletin.publishing.release_creation import current_release
from bulletin.publishing.targets.folder.target import FolderTarget
from bulletin.publishing.verification.stored_files import stored
from tests.publishing.helpers import output, put

MAP = '"/cu/" "/moi/";\n'
DICE = random.SystemRandom()


@pytest.fixture
def target(tmp_path: Path) -> FolderTarget:
    site = output(tmp_path)
    for name, text in {".nginx/redirects.map": MAP, ".nginx/gone.map": "", "index.html.br": "nén"}.items():
        (site / name).parent.mkdir(exist_ok=True)
        (site / name).write_text(text, encoding="utf-8")
    found = FolderTarget(tmp_path / "public")
    put(found, site)
    return found


def told(target: FolderTarget, folder: Path) -> list[str]:
    shown = current_release(target)
    assert shown is not None
    return [str(one) for one in stored(target, shown, folder / "stored", DICE)]


def test_files_as_they_were_published_are_no_finding(target: FolderTarget, tmp_path: Path) -> None:
    assert told(target, tmp_path) == []


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
    with (target.link / ".nginx/redirects.map").open("a", encoding="utf-8") as stream:
        stream.write(row)
    assert told(target, tmp_path) == [
        "/.nginx/redirects.map: Nội dung tệp khác bản đã xuất bản (máy chủ đọc tệp này khi tải lại, để chuyển bạn đọc đi)"
        f"{host} ở public/current."
    ]


def test_each_missing_map_is_told_once_and_the_rest_is_still_read(
    target: FolderTarget, tmp_path: Path
) -> None:
    for name in (".nginx/redirects.map", ".nginx/gone.map"):
        (target.link / name).unlink()
    (target.link / "index.html.br").write_text("khác", encoding="utf-8")
    assert sorted(told(target, tmp_path)) == [
        "/.nginx/gone.map: Tệp này đã mất ở public/current.",
        "/.nginx/redirects.map: Tệp này đã mất ở public/current.",
        "/index.html.br: Nội dung tệp khác bản đã xuất bản ở public/current.",
    ]


def test_a_place_that_gives_nothing_is_told(
    target: FolderTarget, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise UserError("Máy chủ không trả lời.")

    monkeypatch.setattr(target, "fetch", refused)
    assert told(target, tmp_path) == [
        "/.nginx/: Chưa đọc lại được các tệp dành cho máy chủ ở public/current: Máy chủ không trả lời."
    ]


def test_a_map_beside_those_of_the_release_is_a_stranger(target: FolderTarget) -> None:
    (target.link / ".nginx/redirects-x.map").write_text(MAP, encoding="utf-8")
    shown = current_release(target)
    assert shown is not None
    assert list(target.strangers(shown)) == [".nginx/redirects-x.map"]


def test_what_is_read_back_is_bounded(
    target: FolderTarget, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bulletin.publishing.verification.stored_files._MOST", 0)
    (target.link / "index.html.br").write_text("khác", encoding="utf-8")
    fetched: list[str] = []
    fetch: Callable[..., None] = target.fetch
    monkeypatch.setattr(
        target,
        "fetch",
        lambda release, paths, folder: (fetched.extend(paths), fetch(release, fetched, folder)),
    )
    assert told(target, tmp_path) == []
    assert sorted(fetched) == [".nginx/gone.map", ".nginx/redirects.map"]
