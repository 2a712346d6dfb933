"""Equal inputs, equal views: else a page would stay as it is although it should change."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bulletin.views.plan import plan_output_files
from tests.factories import ARCHIVE_TIME, create_page, create_test_article, create_test_context, shift_time

NUMBERS = range(24)
CHANGES = st.one_of(
    st.tuples(st.just("title"), st.sampled_from(["Một", "Hai"])),
    st.tuples(st.just("section"), st.sampled_from(["can-bo", "dang-vien", "to-chuc", "dan-van"])),
    st.tuples(st.just("topic"), st.sampled_from(["", "Đại hội", "Chuyện dài"])),
    st.tuples(st.just("tags"), st.sampled_from([(), ("Một",), ("một", "Hai")])),
    st.tuples(st.just("authors"), st.sampled_from([(), ("Lê An",)])),
    st.tuples(st.just("status"), st.sampled_from(["published", "hidden", "draft"])),
    st.tuples(st.just("date"), st.integers(-400, 4).map(lambda hours: shift_time(hours * 7))),
    st.tuples(st.just("modified"), st.just(shift_time(0))),
    st.tuples(st.just("expires"), st.integers(-3, 3).map(shift_time)),
    st.tuples(st.just("aliases"), st.sampled_from([(), ("/cu/",), ("/2026/11/cu.html",)])),
    st.tuples(st.just("slug"), st.sampled_from(["khac", "khac-nua"])),
)
EDITS = st.lists(st.tuples(st.sampled_from(NUMBERS), CHANGES), max_size=6)
LINKS = [
    "",
    "Xem [tin](/2026/11/tin-03/).",
    "Xem [tin]({filename}/articles/tin-05.md#muc-a), [ngày](/luu-tru/2026/11/#ngay-22).",
]


def create_edited_articles(edits) -> list:
    values = {
        number: {
            "date": shift_time(-6 * number),
            "section": ("can-bo", "dan-van", "to-chuc")[number % 7 % 3],
            "topic": "Đại hội" if number % 5 == 0 else "",
        }
        for number in NUMBERS
    }
    for number, (key, value) in edits:
        values[number][key] = value
    return [
        create_test_article(f"tin-{number:02d}", f"## A\n\nĐoạn. {LINKS[number % 3]}", **keys) for number, keys in values.items()
    ]  # fmt: skip


def plan_files(articles, now, content):
    pages = [create_page(body="Xem [tin](/2026/11/tin-07/).")]
    return {
        page.path: page for page in plan_output_files(create_test_context(articles, pages, now), {}, content)
    }


@given(EDITS, EDITS, st.sampled_from([0, 0, 5, 60]))
@settings(max_examples=60)
def test_equal_inputs_give_equal_views(
    tmp_path_factory: pytest.TempPathFactory, first: Any, more: Any, hours: Any
) -> None:
    content = tmp_path_factory.getbasetemp()
    before = plan_files(create_edited_articles(first), ARCHIVE_TIME, content)
    after = plan_files(
        create_edited_articles([*first, *more]), ARCHIVE_TIME + timedelta(hours=hours), content
    )
    for file in before.keys() & after.keys():
        one, other = before[file], after[file]
        if one.fingerprints is not None and (one.template, one.fingerprints) == (
            other.template,
            other.fingerprints,
        ):
            assert one.view == other.view, file


def test_news_leaves_the_inputs_of_most_pages_as_they_are(tmp_path: Path) -> None:
    many = [create_test_article(f"tin-{number:03d}", date=shift_time(-number - 1)) for number in range(300)]
    before = plan_files(many, ARCHIVE_TIME, tmp_path)
    after = plan_files([*many, create_test_article("moi", date=ARCHIVE_TIME)], ARCHIVE_TIME, tmp_path)
    changed = [
        file
        for file, page in after.items()
        if file.startswith("2026/") and (file not in before or before[file].fingerprints != page.fingerprints)
    ]
    assert "2026/11/moi/index.html" in changed
    assert len(changed) <= 12
    numbered = [file for file in after if "/trang/" in file]
    assert [file for file in numbered if before[file].fingerprints != after[file].fingerprints] == []
