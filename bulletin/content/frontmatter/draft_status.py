"""The status of a content file whose front matter cannot be read as YAML."""

import re
from itertools import takewhile

from bulletin.content.files.merge_conflicts import find_conflict_in_yaml
from bulletin.content.frontmatter.lint import strip_invisible
from bulletin.text.late_patterns import compile_late

_OPENING_FENCE = compile_late(r"-{3,}\s*")
_END_FENCE = compile_late(r"(?:-{3,}|\.{3})\s*")
_STATUS_WORD = compile_late(r"(?:^|[^\w-])status(?![\w-])", re.IGNORECASE)
_DRAFT_LINE = compile_late(
    r"""status\s*:\s+(?P<quote>["']?)(?:draft|review)(?P=quote)\s*(?:\s#.*)?""", re.IGNORECASE
)


def is_marked_as_draft(text: str) -> bool:
    """Tell if one plain line of the front matter of ``text`` says draft or review.

    The line stands at the left margin, and no other line names the status.
    In doubt the result is False.
    Reason: a file that may be published must not be left out of a publish.
    """
    rows = _list_front_matter_rows(text)
    named = [row for row in rows if _STATUS_WORD.search(row)]
    return (
        len(named) == 1
        and _DRAFT_LINE.fullmatch(named[0]) is not None
        and not find_conflict_in_yaml("\n".join(rows))
    )


def _list_front_matter_rows(text: str) -> list[str]:
    """Return the lines of the front matter.

    Without a closing fence, the front matter ends at the first empty line.
    """
    rows = strip_invisible(text).lstrip().split("\n")
    if _OPENING_FENCE.fullmatch(rows[0]):
        del rows[0]
        fenced = list(takewhile(lambda row: not _END_FENCE.fullmatch(row), rows))
        if len(fenced) < len(rows):
            return fenced
    return list(takewhile(lambda row: row.strip() and not _END_FENCE.fullmatch(row), rows))
