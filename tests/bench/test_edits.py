from pathlib import Path

from bench.corpus import write_corpus
from bench.edits import open_corpus
from bench.output_diff import compare_snapshots, take_snapshot


def test_edit_article_changes_only_the_article_in_the_middle(tmp_path: Path) -> None:
    write_corpus(tmp_path, 21)
    corpus, before = open_corpus(tmp_path), take_snapshot(tmp_path)
    corpus.edit_article(1)
    after = take_snapshot(tmp_path)
    (changed,) = (name for name in before if before[name].digest != after[name].digest)
    assert changed.endswith("tin-000011.md")


def test_edit_and_add_article_with_another_number_write_other_texts(tmp_path: Path) -> None:
    write_corpus(tmp_path, 21)
    corpus, edited_texts, added_texts = open_corpus(tmp_path), set(), set()
    for number in (1, 2):
        corpus.edit_article(number)
        corpus.add_article(number)
        edited_texts.add(corpus.edited_file.read_text(encoding="utf-8"))
        added_texts.add(get_added_file(tmp_path).read_text(encoding="utf-8"))
    assert len(edited_texts) == len(added_texts) == 2


def test_add_article_writes_the_newest_article(tmp_path: Path) -> None:
    write_corpus(tmp_path, 21)
    open_corpus(tmp_path).add_article(1)
    assert "date: 2026-11-23 07:00:00" in get_added_file(tmp_path).read_text(encoding="utf-8")


def test_restore_undoes_every_change(tmp_path: Path) -> None:
    write_corpus(tmp_path, 21)
    corpus, before = open_corpus(tmp_path), take_snapshot(tmp_path)
    corpus.edit_article(1)
    corpus.add_article(1)
    corpus.restore()
    changes = compare_snapshots(before, take_snapshot(tmp_path))
    assert (changes.changed, changes.removed) == (0, 0)


def test_restore_without_changes_writes_nothing(tmp_path: Path) -> None:
    write_corpus(tmp_path, 21)
    corpus, before = open_corpus(tmp_path), take_snapshot(tmp_path)
    corpus.restore()
    assert take_snapshot(tmp_path) == before


def get_added_file(content: Path) -> Path:
    return content / "articles/2026/11/tin-000022.md"
