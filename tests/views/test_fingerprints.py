"""Equal fingerprints must mean equal views, otherwise pages would stay outdated."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bulletin.content.models import Article
from bulletin.view_models.output_file import OutputFile, OutputGroup
from bulletin.views.plan import plan_output_files
from tests.factories import (
    ARCHIVE_TIME,
    create_page,
    create_test_article,
    create_test_context,
    expand_groups,
    shift_time,
)

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
    st.tuples(st.just("aliases"), st.sampled_from([(), ("/cu/",), ("/2026/11/cu.html",), ("/tin.aspx",)])),
    st.tuples(st.just("request_aliases"), st.sampled_from([(), ("/?p=7",), ("/a.php?p=7",)])),
    st.tuples(st.just("slug"), st.sampled_from(["khac", "khac-nua"])),
)
Edits = list[tuple[int, tuple[str, Any]]]
EDITS = st.lists(st.tuples(st.sampled_from(NUMBERS), CHANGES), max_size=6)
LINKS = [
    "",
    "Xem [tin](/2026/11/tin-03/), [cũ](/?p=7), [cũ](/a.php?p=7), [cũ](/tin.aspx).",
    "Xem [tin]({filename}/articles/tin-05.md#muc-a), [ngày](/luu-tru/2026/11/#ngay-22).",
]


def create_edited_articles(edits: Edits) -> list[Article]:
    values: dict[int, dict[str, Any]] = {
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


def plan_pages(articles: Sequence[Article], now: datetime, content: Path) -> list[OutputFile | OutputGroup]:
    pages = [create_page(body="Xem [tin](/2026/11/tin-07/).")]
    return list(plan_output_files(create_test_context(articles, pages, now), {}, content))


def plan_files(articles: Sequence[Article], now: datetime, content: Path) -> dict[str, OutputFile]:
    return map_files(plan_pages(articles, now, content))


def plan_groups(articles: Sequence[Article], now: datetime, content: Path) -> dict[str, OutputGroup]:
    return map_groups(plan_pages(articles, now, content))


def map_files(planned: Iterable[OutputFile | OutputGroup]) -> dict[str, OutputFile]:
    """Return the planned files by their paths, also those of the groups."""
    return {page.path: page for page in expand_groups(planned)}


def map_groups(planned: Iterable[OutputFile | OutputGroup]) -> dict[str, OutputGroup]:
    """Return the planned groups by their names."""
    return {entry.name: entry for entry in planned if isinstance(entry, OutputGroup)}


def describe_files(group: OutputGroup) -> list[tuple[str, str, tuple[bytes, ...] | None]]:
    return [(file.path, file.template, file.fingerprints) for file in group.plan_files()]


@given(EDITS, EDITS, st.sampled_from([0, 0, 5, 60]))
@settings(max_examples=30)
def test_equal_fingerprints_give_equal_views_and_equal_groups(
    tmp_path_factory: pytest.TempPathFactory, edits: Edits, further_edits: Edits, hours: int
) -> None:
    content, later = tmp_path_factory.getbasetemp(), ARCHIVE_TIME + timedelta(hours=hours)
    planned = plan_pages(create_edited_articles(edits), ARCHIVE_TIME, content)
    planned_later = plan_pages(create_edited_articles([*edits, *further_edits]), later, content)
    before, after = map_files(planned), map_files(planned_later)
    for path in before.keys() & after.keys():
        former_file, present_file = before[path], after[path]
        if former_file.fingerprints is not None and (former_file.template, former_file.fingerprints) == (
            present_file.template,
            present_file.fingerprints,
        ):
            assert former_file.view == present_file.view, path
    groups, later_groups = map_groups(planned), map_groups(planned_later)
    for name in groups.keys() & later_groups.keys():
        if groups[name].fingerprint == later_groups[name].fingerprint:
            assert describe_files(groups[name]) == describe_files(later_groups[name]), name


def test_new_article_leaves_the_fingerprints_of_most_groups_unchanged(tmp_path: Path) -> None:
    articles = [
        create_test_article(f"tin-{number:03d}", date=shift_time(-24 * number - 1)) for number in range(300)
    ]
    before = plan_groups(articles, ARCHIVE_TIME, tmp_path)
    after = plan_groups([*articles, create_test_article("moi", date=ARCHIVE_TIME)], ARCHIVE_TIME, tmp_path)
    assert before.keys() == after.keys()
    changed = {name for name in after if before[name].fingerprint != after[name].fingerprint}
    assert changed == {"articles/2026/11"}


def test_new_article_leaves_the_fingerprints_of_most_pages_unchanged(tmp_path: Path) -> None:
    articles = [
        create_test_article(f"tin-{number:03d}", date=shift_time(-number - 1)) for number in range(300)
    ]
    before = plan_files(articles, ARCHIVE_TIME, tmp_path)
    after = plan_files([*articles, create_test_article("moi", date=ARCHIVE_TIME)], ARCHIVE_TIME, tmp_path)
    changed = [
        file
        for file, page in after.items()
        if file.startswith("2026/") and (file not in before or before[file].fingerprints != page.fingerprints)
    ]
    assert "2026/11/moi/index.html" in changed
    assert len(changed) <= 12
    numbered = [file for file in after if "/trang/" in file]
    assert [file for file in numbered if before[file].fingerprints != after[file].fingerprints] == []
