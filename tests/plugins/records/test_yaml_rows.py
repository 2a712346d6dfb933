import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from plugins.records.header_slips import look_at_header
from plugins.records.yaml_lines import Table, read_yaml
from plugins.records.yaml_rows import read_rows

VALUES = st.lists(
    st.sampled_from(
        "a¦Đại hội¦2026-11-20 07:30¦12¦-¦_¦.¦/¦ ¦  ¦:¦: ¦#¦ #¦\"¦'¦''¦\\¦[¦]¦{¦}¦,¦, ¦|¦>¦&a¦*a¦!!str¦%¦@¦`¦?¦~¦null"
        "¦é¦e\u0301¦😀¦“¦”¦–¦\t¦\u00a0¦\u200b¦\u2028¦\x85¦\x07¦\ufeff".split("¦")
    ),
    max_size=6,
).map("".join)
LISTS = st.lists(VALUES, max_size=4).map(lambda items: f"[{', '.join(items)}]")
QUOTED = VALUES.map('"{}"'.format)
ROWS = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(["title", "date", "tags", "a_b", "Title", " a", "- a", "", "#", "..."]),
    st.sampled_from([": ", ": ", ":  ", ":", " : ", ""]),
    st.one_of(VALUES, QUOTED, LISTS, st.lists(QUOTED, max_size=3).map(lambda items: f"[{', '.join(items)}]")),
    st.sampled_from(["", "", " ", "\n", "\n  b", " # c"]),
)
HEADERS = st.one_of(st.lists(ROWS, max_size=4).map("\n".join), ROWS, st.text(max_size=30))


@given(HEADERS)
@example('title: "a"\ndate: 2026-11-20 07:30:00\ntags: ["a", "b c"]\nauthor: Lê An')
@example('tags: ["a", b c]\nslug:\nsummary: ')
@example("title: a  \ndate: 12 ")
def test_rows_say_what_yaml_says_and_hold_no_slip(text):
    found = read_rows(text, 3)
    if found is not None:
        look_at_header(text, 3)
        assert found == read_yaml(text, 3)


def test_the_header_of_an_office_is_read_without_yaml():
    rows = (
        'title: "Hội nghị: tổng kết #1"',
        "date: 2026-11-20 07:30",
        'tags: ["Đảng viên", thi đua]',
        "topic:",
    )
    assert read_rows("\n".join(rows), 2) == Table(
        {
            "title": "Hội nghị: tổng kết #1",
            "date": "2026-11-20 07:30",
            "tags": ["Đảng viên", "thi đua"],
            "topic": "",
        },
        {"title": 2, "date": 3, "tags": 4, "topic": 5},
        line=2,
    )


OTHER = (
    "a: b: c ¦ a: b # c ¦ a: [b ¦ a: {b: c} ¦ a: | ¦ a: 'b' ¦ A: b ¦  a: b ¦ - a ¦ a: b\x07 ¦ a: b\u2028 ¦ a: \u200bb ¦ title: a"
    ' ¦ a: "b\\n" ¦ a: "b" c ¦ a: [b, "c\\n"] ¦ a:b'
)


@pytest.mark.parametrize("row", OTHER.split(" ¦ "))
def test_all_else_is_left_to_yaml(row):
    assert read_rows(f"title: x\n{row}", 1) is None
