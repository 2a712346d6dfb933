import shlex
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.content.findings import (
    MAX_LISTED,
    MAX_PLACES,
    ContentError,
    FindingChoice,
    FindingKindError,
    Findings,
    describe_findings,
    get_kind,
    get_kind_words,
    list_findings,
)
from bulletin.content.problems import Problem
from bulletin.content.warnings.warning import ContentWarning

DEAD_LINK = "Không có trang /2019/12/x/ trên trang này."


def create_problems(count: int, message: str = "Không có chuyên mục “{}”.") -> tuple[Problem, ...]:
    return tuple(
        Problem(f"content/articles/{number:04d}.md", 3, message.format(number), "Sửa.")
        for number in range(count)
    )


def create_warning(line: int = 1) -> ContentWarning:
    return ContentWarning("content/articles/a.md", line, "bare-address", "Địa chỉ “a.vn” không bấm được.")


@pytest.mark.parametrize(
    ("message", "kind", "words"),
    [
        ("Không có chuyên mục “Xây dựng Đảng”.", "Không có chuyên mục “…”.", "Không có chuyên mục"),
        (DEAD_LINK, "Không có trang … trên trang này.", "Không có trang"),
        ("Dòng 12 có 3 ô, tiêu đề có 4.", "Dòng … có … ô, tiêu đề có …", "ô, tiêu đề có"),
        ("Năm 1.234 “a” (files/x.pdf).", "Năm … “…” …", "Năm"),
        ("Thiếu tiêu đề.", "Thiếu tiêu đề.", "Thiếu tiêu đề"),
        (
            "Liên kết tới mục không có: #ket-qua trong “a”.",
            "Liên kết tới mục không có: … trong “…”.",
            "Liên kết tới mục không có",
        ),
        ("Chú thích [^a] chưa có nội dung.", "Chú thích … chưa có nội dung.", "chưa có nội dung"),
    ],
)
def test_get_kind_leaves_out_what_varies(message: str, kind: str, words: str) -> None:
    problem = Problem("content/a.md", 1, message)
    assert (get_kind(problem), get_kind_words(problem)) == (kind, words)


def test_list_findings_of_few_lists_each() -> None:
    problems = create_problems(MAX_LISTED)
    assert list(list_findings(Findings(problems))) == list(map(str, problems))


def test_list_findings_joins_equal_advice_unless_all_are_wanted() -> None:
    findings = Findings((), warnings=tuple(map(create_warning, (3, 5, 8))))
    assert len(list(list_findings(findings))) == 2
    every = list(list_findings(findings, FindingChoice(is_complete=True)))
    assert every[:3] == list(map(str, findings.warnings))
    assert [row["line"] for row in describe_findings(findings)] == [3, 5, 8]


def test_list_findings_of_many_counts_kinds_with_the_first_places() -> None:
    problems = create_problems(1234) + create_problems(2, "Thiếu tiêu đề.")
    lines = list(list_findings(Findings(problems)))
    assert lines == [
        '1.234 lỗi: Không có chuyên mục “…”. Xem đủ: ./inv check --kind "Không có chuyên mục"',
        *(f"  {problem}" for problem in problems[:MAX_PLACES]),
        "2 lỗi: Thiếu tiêu đề.",
        f"  {problems[-2]} (và 1 chỗ khác như vậy)",
        "Kể hết mọi chỗ: ./inv check --all",
    ]


def test_list_findings_tells_one_mistake_at_many_places_once() -> None:
    first, *_ = problems = create_problems(2000, DEAD_LINK)
    assert list(list_findings(Findings(problems)))[1:-1] == [f"  {first} (và 1.999 chỗ khác như vậy)"]


def test_list_findings_complete_lists_each_of_many() -> None:
    problems = create_problems(MAX_LISTED + 1)
    assert list(list_findings(Findings(problems), FindingChoice(is_complete=True))) == list(
        map(str, problems)
    )


@pytest.mark.parametrize("words", ["không có chuyên mục", "KHONG CO CHUYEN", "chuyên mục “…”"])
def test_list_findings_of_a_kind_lists_each_of_it_alone(words: str) -> None:
    problems = create_problems(40)
    findings = Findings((*problems, *create_problems(3, "Thiếu tiêu đề.")), warnings=(create_warning(),))
    *listed, counts = list_findings(findings, FindingChoice(words))
    assert listed == list(map(str, problems))
    assert counts == "Loại khác, không kể ở đây: 3 lỗi, 1 cảnh báo. Kể hết mọi chỗ: ./inv check --all"


def test_list_findings_of_a_warning_name_lists_it_with_drafts() -> None:
    findings = Findings(create_problems(40), (), (create_warning(),), (create_warning(2),))
    lines = list(list_findings(findings, FindingChoice("bare-address")))
    assert [lines[0], lines[2]] == [str(create_warning()), str(create_warning(2))]
    assert lines[3].startswith("Có 2 cảnh báo, 1 ở bài nháp; ")


def test_list_findings_of_an_unknown_kind_proposes_the_nearest() -> None:
    with pytest.raises(
        FindingKindError, match=r"loại “khong co chuyen muk”\. Hãy viết “Không có chuyên mục”\."
    ):
        list(list_findings(Findings(create_problems(2)), FindingChoice("khong co chuyen muk")))
    assert list(list_findings(Findings(()), FindingChoice("bare-address"))) == []


@given(st.lists(st.text("aăĐ \"'`$“”…!*?[]/9.:", max_size=20), min_size=1, max_size=5))
def test_kind_that_a_line_proposes_lists_that_kind_when_typed(messages: list[str]) -> None:
    groups = [
        [Problem("content/a.md", line, message) for line in range(MAX_LISTED)]
        for message in dict.fromkeys(messages)
    ]
    findings = Findings(tuple(chain.from_iterable(groups)) * 2)
    for line in list_findings(findings):
        if "./inv check --kind" in line:
            *_, words = shlex.split(line[line.index("./inv") :])
            shown = list(list_findings(findings, FindingChoice(words)))
            kind = line.partition(" lỗi: ")[2].partition(" Xem đủ: ")[0]
            assert {str(problem) for problem in findings.problems if get_kind(problem) == kind} <= set(shown)


def test_describe_findings_has_level_place_and_kind_of_each() -> None:
    tables = describe_findings(Findings(create_problems(1), create_problems(1), (create_warning(),)))
    assert [(table["level"], table["is_draft"], table["name"]) for table in tables] == [
        ("error", False, ""),
        ("warning", False, "bare-address"),
        ("error", True, ""),
    ]
    assert tables[0] == {
        "level": "error",
        "is_draft": False,
        "path": "content/articles/0000.md",
        "line": 3,
        "kind": "Không có chuyên mục “…”.",
        "name": "",
        "message": "Không có chuyên mục “0”.",
        "remedy": "Sửa.",
    }


def test_content_error_with_draft_problems_lists_them_last_and_does_not_count_them() -> None:
    error = ContentError(
        Findings((Problem("content/z.md", 1, "Sai."),), (Problem("content/a.md", 2, "Dở."),))
    )
    assert str(error).split("\n") == [
        "Nội dung có 1 lỗi, chưa dựng trang nào:",
        "  content/z.md:1: Sai.",
        "  Bài nháp và bài chờ duyệt, không cản xuất bản:",
        "  content/a.md:2: Dở.",
    ]


def test_content_error_without_draft_problems_has_no_heading() -> None:
    assert "Bài nháp" not in str(ContentError(Findings((Problem("content/z.md", 1, "Sai."),))))
