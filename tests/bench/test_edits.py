from pathlib import Path

from bench.corpus import write_corpus
from bench.edits import open_corpus
from bench.output_diff import compare_snapshots, take_snapshot


def test_an_edit_changes_the_article_in_the_middle_alone(tmp_path: Path) -> None:
    write_corpus(tmp_path, 21)
    archive, before = open_corpus(tmp_path), take_snapshot(tmp_path)
    archive.edit_article(1)
    after = take_snapshot(tmp_path)
    (changed,) = (name for name in before if before[name].digest != after[name].digest)
    assert changed.endswith("tin-000011.md")


def test_each_turn_edits_and_adds_something_else(tmp_path: Path) -> None:
    write_corpus(tmp_path, 21)
    archive = open_corpus(tmp_path)
    texts = set()
    for turn in (1, 2):
        archive.edit_article(turn)
        archive.add_article(turn)
        texts.add(
            (archive.edited_file.read_text(encoding="utf-8"), _added(tmp_path).read_text(encoding="utf-8"))
        )
    assert len({one for one, _ in texts}) == len({other for _, other in texts}) == 2


def test_what_is_added_is_the_newest(tmp_path: Path) -> None:
    write_corpus(tmp_path, 21)
    open_corpus(tmp_path).add_article(1)
    assert "date: 2026-11-23 07:00:00" in _added(tmp_path).read_text(encoding="utf-8")


def test_restoring_takes_back_every_change(tmp_path: Path) -> None:
    write_corpus(tmp_path, 21)
    archive, before = open_corpus(tmp_path), take_snapshot(tmp_path)
    archive.edit_article(1)
    archive.add_article(1)
    archive.restore()
    found = compare_snapshots(before, take_snapshot(tmp_path))
    assert (found.changed, found.removed) == (0, 0)


def test_restoring_what_did_not_change_writes_nothing(tmp_path: Path) -> None:
    write_corpus(tmp_path, 21)
    archive, before = open_corpus(tmp_path), take_snapshot(tmp_path)
    archive.restore()
    assert take_snapshot(tmp_path) == before


def _added(content: Path) -> Path:
    return content / "articles/2026/11/tin-000022.md"
