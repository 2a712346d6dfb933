"""Run the finders of warnings over one content file."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice

from bulletin.content.warnings.checked_text import CheckedText, Slip
from bulletin.content.warnings.kinds import WARNING_KINDS, WarningKind
from bulletin.content.warnings.warning import ContentWarning
from bulletin.text.suggestions import suggest_known_word

_TEXT_KINDS = tuple((kind, kind.find_in_text) for kind in WARNING_KINDS.values() if kind.find_in_text)
_MAX_SLIPS = 200
"""Places of one kind that are looked for in one file."""
_MAX_LINES = 5
"""Further lines that one warning names."""


def find_text_warnings(name: str, text: CheckedText, silenced: Collection[str]) -> list[ContentWarning]:
    """Return one warning of each kind and group for the file ``name``.

    The ``silenced`` kinds are left out.
    """
    warnings = []
    for kind, find in _TEXT_KINDS:
        if (found := find(text)) and kind.name not in silenced and (slips := [*islice(found, _MAX_SLIPS)]):
            for group in dict.fromkeys(slip.group for slip in slips):
                same = [slip for slip in slips if slip.group == group]
                warnings.append(_create_warning(name, kind, same))
    return warnings


def find_unknown_names(name: str, line: int, silenced: Iterable[str]) -> Iterator[ContentWarning]:
    """Yield a warning for each name on ``line`` of ``name`` that no kind has."""
    for unknown in silenced:
        if unknown not in WARNING_KINDS:
            remedy = suggest_known_word(unknown, WARNING_KINDS, "tên")
            yield WARNING_KINDS["unknown-warning"].create_warning(name, line, unknown, remedy)


def _create_warning(name: str, kind: WarningKind, slips: Sequence[Slip]) -> ContentWarning:
    """Return a warning at the first place, with the lines of the others."""
    warning = kind.create_warning(name, slips[0].line, *slips[0].words)
    others = list(dict.fromkeys(slip.line for slip in slips if slip.line != warning.line))
    if not others:
        return warning
    lines = ", ".join(map(str, others[:_MAX_LINES]))
    rest = f" và {len(others) - _MAX_LINES} dòng khác" if len(others) > _MAX_LINES else ""
    return ContentWarning(
        name, warning.line, warning.name, warning.message, f"{warning.remedy} Cũng ở dòng {lines}{rest}."
    )
