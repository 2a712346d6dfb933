"""Print the table of an audit, and its findings below the table."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from bulletin.text.formatting import format_decimal
from tools.audit.budgets import Budgets
from tools.audit.findings import AuditFinding, PageAudit

_COLUMNS = {
    "performance": "Nhanh",
    "accessibility": "Dễ dùng",
    "best-practices": "Đúng cách",
    "seo": "SEO",
    "largest_paint": "LCP (s)",
    "blocking": "Nghẽn (s)",
    "layout_shift": "Xô lệch",
    "first_words": "Chữ đầu 3G (s)",
    "bytes": "Tải (kB)",
    "requests": "Lần tải",
    "elements": "Phần tử",
    "html": "HTML (kB)",
    "stylesheet": "CSS (kB)",
    "script": "JS (kB)",
}
"""Headings of figures, in the order of the table."""
_KILOBYTES = frozenset(("bytes", "html", "stylesheet", "script"))
PROGRAMS = ("Nu", "axe", "HTMLCS", "IBM", "Rộng")
"""Programs whose errors have a column."""
_MOST_ELEMENTS = 3
"""Elements that a finding names."""


def format_audit_table(audits: Sequence[PageAudit], budgets: Budgets) -> Iterator[str]:
    """Yield the lines of the table.

    A figure over its budget ends with an exclamation mark.
    """
    names = [name for name in _COLUMNS if any(name in audit.figures for audit in audits)]
    rows = [["Loại trang", *(_COLUMNS[name] for name in names), *PROGRAMS]]
    for audit in audits:
        excesses = budgets.find_excesses(audit.kind, audit.figures)
        cells = [_format_figure(name, audit.figures.get(name)) + "!" * (name in excesses) for name in names]
        counts = [audit.count_findings(program) for program in PROGRAMS]
        rows.append([audit.name, *cells, *(f"{count}{'!' if count else ''}" for count in counts)])
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        first, *others = (
            cell.ljust(width) if place == 0 else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        yield "  ".join((first, *others)).rstrip()


def _format_figure(name: str, value: float | None) -> str:
    if value is None:
        return "–"
    if name in _KILOBYTES:
        return format_decimal(value / 1000)
    if name in ("largest_paint", "first_words", "blocking", "layout_shift"):
        return format_decimal(value, ".2f")
    return f"{value:.0f}"


def describe_excesses(audits: Iterable[PageAudit], budgets: Budgets) -> Iterator[str]:
    """Yield a sentence for each figure over its budget."""
    for audit in audits:
        for name, limit in budgets.find_excesses(audit.kind, audit.figures).items():
            value, wanted = (_format_figure(name, number) for number in (audit.figures[name], limit))
            yield f"{audit.name} ({audit.address}): {_COLUMNS[name]} {value}, mức cho phép {wanted}."


def describe_audit_findings(audits: Sequence[PageAudit]) -> Iterator[str]:
    """Yield the findings.

    Those of one rule stand together, with their pages, states and first elements.
    """
    names = {audit.kind: audit.name for audit in audits}
    groups: dict[tuple[str, str], list[AuditFinding]] = defaultdict(list)
    for audit in audits:
        for finding in audit.findings:
            groups[finding.program, finding.rule].append(finding)
    for (program, rule), findings in groups.items():
        yield f"{program}: {rule}"
        places: dict[str, set[str]] = defaultdict(set)
        for finding in findings:
            places[names[finding.kind]].add(finding.state)
        yield "  ở " + "; ".join(
            name + (f" ({', '.join(sorted(states))})" if any(states) else "")
            for name, states in places.items()
        )
        elements = list(dict.fromkeys(finding.element for finding in findings))
        yield from (f"  {element}" for element in elements[:_MOST_ELEMENTS])
        if len(elements) > _MOST_ELEMENTS:
            yield f"  và {len(elements) - _MOST_ELEMENTS} chỗ khác"


def is_passed(audits: Iterable[PageAudit], budgets: Budgets) -> bool:
    """Tell if no page has a finding or is over its budget."""
    return not any(audit.findings or budgets.find_excesses(audit.kind, audit.figures) for audit in audits)
