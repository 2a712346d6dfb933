from tools.audit.audit_report import describe_audit_findings, describe_excesses, format_audit_table, is_passed
from tools.audit.budgets import Budgets
from tools.audit.findings import AuditFinding, PageAudit

BUDGETS = Budgets({"largest_paint": 1.2}, {"html": 8000}, {}, 0)


def create_audit(kind: str = "front", name: str = "Trang nhất", **figures: float) -> PageAudit:
    return PageAudit(kind, name, "/", figures)


def test_table_has_a_row_for_each_page_and_marks_what_is_over_its_budget() -> None:
    audits = [create_audit(html=7950, largest_paint=1.3), create_audit("tag", "Chủ đề", html=8100)]
    audits[1].findings.append(AuditFinding("tag", "axe", "label", "a"))
    assert list(format_audit_table(audits, BUDGETS)) == [
        "Loại trang  LCP (s)  HTML (kB)  Nu  axe  HTMLCS  IBM  Rộng",
        "Trang nhất    1,30!        8,0   0    0       0    0     0",
        "Chủ đề            –       8,1!   0   1!       0    0     0",
    ]


def test_excess_is_told_with_its_limit() -> None:
    audits = [create_audit(html=8400, largest_paint=1.0)]
    assert list(describe_excesses(audits, BUDGETS)) == ["Trang nhất (/): HTML (kB) 8,4, mức cho phép 8,0."]


def test_findings_of_one_rule_stand_together_with_pages_states_and_elements() -> None:
    front, tag = create_audit(), create_audit("tag", "Chủ đề")
    front.findings = [AuditFinding("front", "axe", "label", f"a{number}", "tối") for number in range(5)]
    front.findings += [AuditFinding("front", "axe", "label", "a0", "320 px")]
    tag.findings = [
        AuditFinding("tag", "axe", "label", "a0", "tối"),
        AuditFinding("tag", "Nu", "Stray.", "dòng 3"),
    ]
    assert list(describe_audit_findings([front, tag])) == [
        "axe: label",
        "  ở Trang nhất (320 px, tối); Chủ đề (tối)",
        "  a0",
        "  a1",
        "  a2",
        "  và 2 chỗ khác",
        "Nu: Stray.",
        "  ở Chủ đề",
        "  dòng 3",
    ]


def test_element_in_several_states_counts_once() -> None:
    audit = create_audit()
    audit.findings = [AuditFinding("front", "axe", "label", "a", state) for state in ("sáng", "tối")]
    assert audit.count_findings("axe") == 1


def test_audit_passes_without_findings_and_within_budgets() -> None:
    audit = create_audit(html=8000)
    assert is_passed([audit], BUDGETS)
    audit.findings.append(AuditFinding("front", "Nu", "Stray.", "dòng 3"))
    assert not is_passed([audit], BUDGETS)
    assert not is_passed([create_audit(html=8001)], BUDGETS)
