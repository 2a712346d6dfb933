"""Run the finders of warnings over one content file."""

from collections.abc import Collection, Iterable, Iterator
from itertools import islice

from bulletin.content.warnings.checked_text import CheckedText
from bulletin.content.warnings.kinds import WARNING_KINDS
from bulletin.content.warnings.warning import ContentWarning
from bulletin.text.suggestions import suggest_known_word

_TEXT_KINDS = tuple((kind, kind.find_in_text) for kind in WARNING_KINDS.values() if kind.find_in_text)
_MAX_SLIPS = 1_000
"""Places of one kind that are looked for in one file."""


def find_text_warnings(name: str, text: CheckedText, silenced: Collection[str]) -> list[ContentWarning]:
    """Return a warning for each slip in the file ``name``.

    Each kind is in the order of the lines. The ``silenced`` kinds are left out.
    """
    warnings = list[ContentWarning]()
    for kind, find in _TEXT_KINDS:
        if (found := find(text)) and kind.name not in silenced and (slips := [*islice(found, _MAX_SLIPS)]):
            made = (kind.create_warning(name, slip.line, *slip.words) for slip in slips)
            warnings += sorted(dict.fromkeys(made), key=lambda warning: warning.line)
    return warnings


def find_unknown_names(name: str, line: int, silenced: Iterable[str]) -> Iterator[ContentWarning]:
    """Yield a warning for each name on ``line`` of ``name`` that no kind has."""
    for unknown in silenced:
        if unknown not in WARNING_KINDS:
            remedy = suggest_known_word(unknown, WARNING_KINDS, "tên")
            yield WARNING_KINDS["unknown-warning"].create_warning(name, line, unknown, remedy)
