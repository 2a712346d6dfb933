import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.search import volume as volume_module
from bulletin.search.volume import (
    Document,
    collect_postings,
    count_pairs,
    name_file,
    read_postings,
    write_volume,
)
from bulletin.search.words import get_spelling, split_words
from tests.search.naive_search import find_phrase, find_phrase_in_postings

WORDS = "đảng dạng đang viên hội thi hỏi thì tết tét tế hoà hòa 38-KL/TW 38-NQ/TU 11/2019 2019 03/02 lý lí".split()
BLOCKS = st.lists(st.sampled_from(WORDS), max_size=7).map(" ".join)
DOCUMENTS = st.lists(st.tuples(*[st.lists(BLOCKS, max_size=3)] * 3), min_size=1, max_size=6)


def write_and_read(documents: list[Document], **options: Any) -> tuple[Any, Any]:
    """Return volume and postings, as a browser reads them."""
    postings, lengths = collect_postings(documents)
    volume, files = write_volume("2026", postings, lengths, count_pairs(documents), **options)
    read = json.loads(json.dumps(volume))
    return read, read_postings(read, [files[path.partition("/")[2]] for path in read.get("files", ())])


@given(DOCUMENTS, st.lists(st.sampled_from(WORDS), min_size=1, max_size=3), st.sampled_from([0, 80, 10**6]))
def test_index_finds_each_phrase_where_a_naive_search_does(
    documents: list[Document], phrase: list[str], inline_size: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(volume_module, "MAX_INLINE_SIZE", inline_size)
        patch.setattr(volume_module, "WORD_FILE_SIZE", 60)
        volume, postings = write_and_read(documents)
    spellings = [get_spelling(word) for text in phrase for word in split_words(text)]
    assert find_phrase_in_postings(postings, volume["lengths"], spellings) == find_phrase(
        documents, spellings
    )


def test_phrase_across_blocks_fields_and_documents_is_not_found() -> None:
    documents: list[Document] = [(["chi"], ["bộ", "đảng"]), (["viên"], [])]
    volume, postings = write_and_read(documents)
    for phrase in (["chi", "bộ"], ["bộ", "đảng"], ["đảng", "viên"]):
        found = find_phrase_in_postings(postings, volume["lengths"], [get_spelling(word) for word in phrase])
        assert found == set()


def test_number_with_a_year_stands_under_both_keys() -> None:
    _, postings = write_and_read([(["tháng 11/2019"],)])
    assert postings["11"] == postings["2019"] == {"11-2019": [1]}


def test_keys_of_frequent_pairs_share_a_word_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(volume_module, "MAX_INLINE_SIZE", 0)
    monkeypatch.setattr(volume_module, "WORD_FILE_SIZE", 60)
    volume, _ = write_and_read([(["chi bộ", "viên chức", "chi bộ", "an ninh"],)])
    assert len(volume["keys"]) > 1
    assert any({"chi", "bo"} <= set(keys.split()) for keys in volume["keys"])


def test_each_key_is_in_one_word_file_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(volume_module, "MAX_INLINE_SIZE", 0)
    monkeypatch.setattr(volume_module, "WORD_FILE_SIZE", 40)
    volume, postings = write_and_read([([" ".join(WORDS)] * 3,)])
    keys = [key for row in volume["keys"] for key in row.split()]
    assert sorted(keys) == sorted(postings)


def test_equal_documents_give_equal_files() -> None:
    documents: list[Document] = [(["chi bộ", "đảng viên"],)] * 3
    assert write_and_read(documents, is_inline=False) == write_and_read(documents, is_inline=False)


@given(st.lists(st.integers(0, 10**9), min_size=1).map(sorted))
def test_posting_list_is_read_as_it_was_written(positions: list[int]) -> None:
    volume, _ = write_volume("2026", {"tin": {"tin": positions}}, [], is_inline=True)
    assert read_postings(json.loads(json.dumps(volume)), ()) == {"tin": {"tin": positions}}


@pytest.mark.parametrize("distance", [0, 91, 92, 57 * 34, 10**6])
def test_posting_list_has_no_character_that_json_escapes(distance: int) -> None:
    volume, _ = write_volume("2026", {"tin": {"tin": [distance]}}, [], is_inline=True)
    text = volume["words"]["tin"]["tin"]
    assert (text.isprintable(), json.dumps(text)) == (True, f'"{text}"')


@pytest.mark.parametrize(("row", "error"), [([3, 5], TypeError), ("#\u00e0", ValueError), (None, TypeError)])
def test_posting_list_of_another_form_is_not_read(row: object, error: type[Exception]) -> None:
    with pytest.raises(error):
        read_postings({"words": {"tin": {"tin": row}}}, ())


def test_volume_without_documents_is_empty() -> None:
    volume, postings = write_and_read([])
    assert (volume["lengths"], postings) == ([], {})


def test_name_file_changes_with_the_content() -> None:
    assert name_file("rows-00", b"a") != name_file("rows-00", b"b")
    assert name_file("rows-00", b"a").startswith("rows-00.")
