"""Mark citations in a text. The words of the text stay as they were typed."""

from collections.abc import Callable, Iterable, Sequence

from bulletin.citations.models import Document, Resolution, Span


def choose_mentions(
    resolutions: Iterable[Resolution], skip: Sequence[Span] = (), done: Iterable[Document] = ()
) -> list[Resolution]:
    """Return the first mention of each document outside the parts to skip.

    Args:
        resolutions: The citations of a text in their order.
        skip: Parts that stay without marks: links, headings, code, titles in quotation marks.
        done: Documents that are marked already, in an earlier part of the same article.
    """
    seen = set(done)
    chosen = []
    for resolution in resolutions:
        span, document = resolution.citation.span, resolution.document
        if document is None or document in seen:
            continue
        if any(span.start < part.end and part.start < span.end for part in skip):
            continue
        seen.add(document)
        chosen.append(resolution)
    return chosen


def annotate_text(
    text: str, resolutions: Iterable[Resolution], make_marks: Callable[[Resolution], tuple[str, str]]
) -> str:
    """Return a text with a mark before and behind each citation.

    Args:
        text: The text in which the citations were found.
        resolutions: The citations to mark, as ``choose_mentions`` returns them.
        make_marks: Returns both marks of a citation: ``("<a href=…>", "</a>")``.
    """
    parts, end = [], 0
    for resolution in sorted(resolutions, key=lambda one: one.citation.span):
        span = resolution.citation.span
        before, behind = make_marks(resolution)
        parts += [text[end : span.start], before, text[span.start : span.end], behind]
        end = span.end
    return "".join((*parts, text[end:]))
