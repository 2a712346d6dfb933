"""A search without an index, by which the index is checked."""

from collections.abc import Iterator, Sequence

from bulletin.search.volume import Document, Postings
from bulletin.search.words import get_keys, get_spelling, split_words


def list_spellings(documents: Sequence[Document]) -> Iterator[tuple[int, int, list[str]]]:
    """Yield document, field and spellings of each block."""
    for number, fields in enumerate(documents):
        for field, blocks in enumerate(fields):
            for block in blocks:
                yield number, field, [get_spelling(word) for word in split_words(block)]


def find_phrase(documents: Sequence[Document], phrase: Sequence[str]) -> set[tuple[int, int]]:
    """Return document and field of each block that holds the spellings side by side."""
    size = len(phrase)
    return {
        (number, field)
        for number, field, row in list_spellings(documents)
        if any(row[start : start + size] == list(phrase) for start in range(len(row) - size + 1))
    }


def find_phrase_in_postings(
    postings: Postings, lengths: Sequence[Sequence[int]], phrase: Sequence[str]
) -> set[tuple[int, int]]:
    """Return the same from an index."""
    starts: set[int] | None = None
    for offset, spelling in enumerate(phrase):
        row = postings.get(get_keys(spelling)[0], {}).get(spelling, [])
        places = {position - offset for position in row}
        starts = places if starts is None else starts & places
    slots = [(document, field) for document in range(len(lengths[0])) for field in range(len(lengths))]
    found, end, ends = set(), 0, []
    for document, field in slots:
        end += lengths[field][document]
        ends.append(end)
    for start in starts or ():
        found.add(next(slot for slot, place in zip(slots, ends, strict=True) if start < place))
    return found
