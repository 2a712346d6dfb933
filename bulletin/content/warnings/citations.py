"""Slips in citations of official documents, as problems and warnings.

A problem is what no document can have. The rest may be right in a rare case, so it stops nothing.
"""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from bulletin.citations.models import CitationFinding, Rule
from bulletin.citations.numbers import format_number
from bulletin.citations.slips.consistency import check_citation
from bulletin.citations.slips.lettered_numbers import check_letters
from bulletin.citations.slips.text_dates import check_dates
from bulletin.content.document_mentions import CitedText
from bulletin.content.problems import Problem
from bulletin.content.warnings.kinds import WARNING_KINDS
from bulletin.content.warnings.warning import SILENCE_KEY, ContentWarning

PROBLEM_RULES = frozenset((Rule.TWO_FORMS, Rule.KIND_AND_CODE, Rule.ISSUER_AND_SUFFIX, Rule.NO_SUCH_DATE))

_HINT = f"Đúng như vậy thì ghi {SILENCE_KEY}: [{{}}] vào phần khai báo."
_FILE_HINT = f"Đúng như vậy thì ghi {SILENCE_KEY}: [{{}}] vào tệp ấy."
"""For a file of content/documents/, all of which is front matter."""


class CitationSlips(NamedTuple):
    """Faults in the citations of one article."""

    problems: tuple[Problem, ...]
    warnings: tuple[ContentWarning, ...]


def find_citation_slips(
    name: str, cited: CitedText, written_on: date, silenced: Collection[str]
) -> CitationSlips:
    """Return the slips in the citations and dates of an article.

    Args:
        name: Path of the file for messages.
        cited: The text of the article.
        written_on: The date of the article.
        silenced: Names of rules that the editor does not want.

    """
    findings = [*check_dates(cited.text), *check_letters(cited.text)]
    for citation in cited.citations:
        findings += [*check_citation(cited.text, citation, written_on)][:1]
    problems, warnings = list[Problem](), list[ContentWarning]()
    for finding in findings:
        if finding.rule.value not in silenced:
            line = cited.find_line(finding.span)
            if finding.rule in PROBLEM_RULES and finding.is_certain:
                number = format_number(finding.citation) if finding.citation else ""
                words = list_words(finding)
                problems.append(create_citation_problem(name, line, finding.rule, *words, number=number))
            else:
                kind = WARNING_KINDS[finding.rule.value]
                warnings.append(kind.create_warning(name, line, *list_words(finding)))
    return CitationSlips(tuple(problems), tuple(warnings))


def create_citation_problem(name: str, line: int, rule: Rule, *words: str, number: str = "") -> Problem:
    """Return a problem of a rule, with the way to silence it."""
    found = WARNING_KINDS[rule.value].create_warning(name, line, *words)
    hint = _FILE_HINT if name.endswith(".yml") else _HINT
    return Problem(name, line, found.message, f"{found.remedy} {hint.format(rule.value)}", rule.value, number)


def list_words(finding: CitationFinding) -> tuple[str, str, str]:
    """Return the words, the likelier form, and the body or day of the rule."""
    likely = f": có lẽ là {finding.likely}" if finding.likely else ""
    return finding.written, likely, finding.subject
