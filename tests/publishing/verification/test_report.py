"""The verification report sorts and counts findings."""

from bulletin.publishing.verification.header_rules import HeaderViolation
from bulletin.publishing.verification.report import ContentDifference, HeaderProblem, VerificationReport

CACHE = HeaderViolation("không gửi Cache-Control", ", lẽ ra là “max-age=300”")
REMEDY = "Hãy hỏi nơi chứa trang."


def test_from_findings_groups_and_counts_the_kinds() -> None:
    unchecked = ContentDifference("/a/", "Không trả lời.", is_unchecked=True)
    one, other = ContentDifference("/b/", "Nội dung khác."), ContentDifference("/c/", "Tệp lạ.")
    found = VerificationReport.from_findings(
        [HeaderProblem(CACHE, "/", ""), other, unchecked, one, other], REMEDY
    )
    assert (found.differences, found.unchecked_addresses) == ([one, other], [unchecked])
    assert found.summary == "2 chỗ khác bản đã xuất bản; 1 chỗ chưa xem được; 1 thiết lập máy chủ cần sửa"


def test_summary_without_findings_is_empty() -> None:
    assert VerificationReport.from_findings([], REMEDY).summary == ""


def test_header_messages_of_many_files_have_one_sentence_for_each_violation() -> None:
    found = VerificationReport.from_findings(
        [HeaderProblem(CACHE, address, "khi hỏi bản nén gzip") for address in ("/c/", "/b/", "/d/")], REMEDY
    )
    assert found.header_messages == [
        "Máy chủ không gửi Cache-Control ở 3 tệp (như /b/, khi hỏi bản nén gzip), lẽ ra là “max-age=300”. "
        "Hãy hỏi nơi chứa trang."
    ]
