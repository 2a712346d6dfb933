"""What a verification finds, sorted and counted."""

from bulletin.publishing.verification.header_rules import HeaderViolation
from bulletin.publishing.verification.report import ContentDifference, HeaderProblem, VerificationReport

CACHE = HeaderViolation("không gửi Cache-Control", ", lẽ ra là “max-age=300”")
REMEDY = "Hãy hỏi nơi chứa trang."


def test_what_differs_what_nobody_could_see_and_the_settings_are_told_apart() -> None:
    unseen = ContentDifference("/a/", "Không trả lời.", is_unchecked=True)
    one, other = ContentDifference("/b/", "Nội dung khác."), ContentDifference("/c/", "Tệp lạ.")
    found = VerificationReport.from_findings(
        [HeaderProblem(CACHE, "/", ""), other, unseen, one, other], REMEDY
    )
    assert (found.differences, found.unchecked_addresses) == ([one, other], [unseen])
    assert found.summary == "2 chỗ khác bản đã xuất bản; 1 chỗ chưa xem được; 1 thiết lập máy chủ cần sửa"


def test_where_nothing_is_found_nothing_is_counted() -> None:
    assert VerificationReport.from_findings([], REMEDY).summary == ""


def test_a_fault_of_many_files_is_one_sentence_with_the_first_of_them() -> None:
    found = VerificationReport.from_findings(
        [HeaderProblem(CACHE, one, "khi hỏi bản nén gzip") for one in ("/c/", "/b/", "/d/")], REMEDY
    )
    assert found.header_messages == [
        "Máy chủ không gửi Cache-Control ở 3 tệp (như /b/, khi hỏi bản nén gzip), lẽ ra là “max-age=300”. "
        "Hãy hỏi nơi chứa trang."
    ]
