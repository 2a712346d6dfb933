"""Run the finders of warnings over one content file."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice

from bulletin.content.warnings.checked_text import CheckedText, Finding
from bulletin.content.warnings.kinds import WARNING_KINDS, WarningKind
from bulletin.content.warnings.warning import ContentWarning
from bulletin.text.suggestions import suggest_known_word

_TEXT_KINDS = tuple((kind, kind.find_in_text) for kind in WARNING_KINDS.values() if kind.find_in_text)
_MAX_FINDINGS = 200
"""Places of one kind that are looked for in one file."""
_MAX_LINES = 5
"""Further lines that one warning names."""


def find_text_warnings(name: str, text: CheckedText, silenced: Collection[str]) -> list[ContentWarning]:
    """Return a warning for each kind that the file ``name`` has, except the ``silenced`` kinds."""
    warnings = []
    for kind, find in _TEXT_KINDS:
        if (found := find(text)) and kind.name not in silenced and (findings := [*islice(found, _MAX_FINDINGS)]):
            warnings.append(_create_warning(name, kind, findings))
    return warnings


def find_unknown_names(name: str, line: int, silenced: Iterable[str]) -> Iterator[ContentWarning]:
    """Yield a warning for each name on ``line`` of the file ``name`` that no kind has."""
    for unknown in silenced:
        if unknown not in WARNING_KINDS:
            remedy = suggest_known_word(unknown, WARNING_KINDS, "tên")
            yield WARNING_KINDS["unknown-warning"].create_warning(name, line, unknown, remedy)


def _create_warning(name: str, kind: WarningKind, findings: Sequence[Finding]) -> ContentWarning:
    """Return one warning of a kind, which names the first place and the lines of the others."""
    warning = kind.create_warning(name, findings[0].line, *findings[0].words)
    others = list(dict.fromkeys(finding.line for finding in findings[1:]))
    if not others:
        return warning
    lines = ", ".join(map(str, others[:_MAX_LINES]))
    rest = f" và {len(others) - _MAX_LINES} dòng khác" if len(others) > _MAX_LINES else ""
    return ContentWarning(
        name, warning.line, warning.name, warning.message, f"{warning.remedy} Cũng ở dòng {lines}{rest}."
    )
