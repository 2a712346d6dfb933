from dataclasses import replace

import pytest

from plugins.engine.store import ReadingStore
from plugins.records.desk import Reading
from plugins.records.record import Text, text_digest
from tests.factories import make_article

STAMP = (10, 20, 30)


def reading(source: str, html: str) -> Reading:
    text = Text(html, "", digest=text_digest(html))
    return Reading(source, replace(make_article(source), source=source, text=text), ())


@pytest.fixture
def file(tmp_path):
    """Return the file of a store that holds two readings."""
    file = tmp_path / "cache/readings.sqlite"
    store = ReadingStore(file, "1")
    rows = {
        name: (STAMP, store.slim(reading(name, f"<p>{name}</p>")))
        for name in ("articles/a.md", "articles/b.md")
    }
    store.save(rows)
    store.close()
    return file


def test_what_was_kept_is_found_again_its_html_apart(file):
    store = ReadingStore(file, "1")
    rows = store.load()
    assert set(rows) == {"articles/a.md", "articles/b.md"}
    stamp, found = rows["articles/a.md"]
    assert (stamp, found.record.text.html) == (STAMP, "")
    assert store.html(found.record.text) == "<p>articles/a.md</p>"


def test_another_version_reads_as_empty(file):
    assert ReadingStore(file, "2").load() == {}


@pytest.mark.parametrize("keep", [0, 1, 100, 3000])
def test_a_store_cut_short_reads_as_empty_and_can_be_written_again(file, keep):
    file.write_bytes(file.read_bytes()[:keep])
    store = ReadingStore(file, "1")
    assert store.load() == {}
    store.save({"articles/c.md": (STAMP, store.slim(reading("articles/c.md", "<p>c</p>")))})
    assert set(ReadingStore(file, "1").load()) == {"articles/c.md"}


def test_rows_that_were_altered_are_not_trusted(file):
    store = ReadingStore(file, "1")
    with store._connect() as base:  # as another program would
        base.execute("UPDATE readings SET rows = x'80049530'")
    assert store.load() == {}


def test_a_text_that_was_altered_or_lost_is_not_handed_out(file):
    store = ReadingStore(file, "1")
    found = store.load()["articles/a.md"][1].record.text
    with store._connect() as base:
        base.execute("UPDATE texts SET html = '<p>khác</p>' WHERE digest = ?", (found.digest,))
    assert store.html(found) is None
    with store._connect() as base:
        base.execute("DELETE FROM texts")
    assert store.html(found) is None


def test_texts_that_no_reading_names_are_dropped(file):
    store = ReadingStore(file, "1")
    rows = store.load()
    del rows["articles/a.md"]
    store.save(rows)
    assert store._connect().execute("SELECT count(*) FROM texts").fetchone() == (1,)
