import json

from tools.audit.findings import AuditFinding
from tools.audit.nu_checker import read_messages

KINDS = {"/index.html": "front"}
URL = "http://127.0.0.1:8000/index.html"


def create_report(**message: object) -> str:
    return json.dumps({"messages": [{"url": URL, **message}]})


def test_error_and_warning_are_findings_with_their_line() -> None:
    report = create_report(type="error", lastLine=3, message="Stray end tag.", extract="\n</p>\n<b>")
    assert list(read_messages(report, KINDS)) == [
        AuditFinding("front", "Nu", "Stray end tag.", "dòng 3: </p> <b>")
    ]
    warning = create_report(type="info", subType="warning", message="Empty heading.")
    assert list(read_messages(warning, KINDS)) == [AuditFinding("front", "Nu", "Empty heading.", "")]


def test_note_is_no_finding() -> None:
    assert list(read_messages(create_report(type="info", message="Trailing slash."), KINDS)) == []


def test_attribute_blocking_is_allowed_on_a_link_that_expects() -> None:
    message = "A “link” element with a “blocking” attribute must have a “rel” attribute whose value is “stylesheet”."
    for link, count in (("expect", 0), ("icon", 1)):
        report = create_report(
            type="error", message=message, extract=f'<link rel="{link}" blocking="render">'
        )
        assert len(list(read_messages(report, KINDS))) == count
