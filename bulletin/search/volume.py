"""A volume: an inverted index with positions, in files of JSON.

The texts of all documents stand behind one another, and each word has a position. A word of a field follows
its neighbour at the next position; between two blocks of text one position is empty. So a phrase is a row of
neighbouring positions, and goes across no cell, paragraph or field.
A posting list has the positions of one spelling, each as the distance from the one before.
It is one string: the digits of a distance need no comma, because the last one tells that it is the last.
Lists are grouped by key, and keys by word file: a search loads the word files of its words.
A small volume has all lists in the file of the volume itself.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from itertools import accumulate, pairwise
from typing import Any

from msgspec.json import encode

from bulletin.search.words import get_keys, get_spelling, split_words

Postings = dict[str, dict[str, list[int]]]
"""Positions by key and spelling."""
Document = Sequence[Sequence[str]]
"""The fields of a document, each as blocks of text."""
MAX_INLINE_SIZE = 30_000
"""Bytes of posting lists that a volume holds itself. Compressed they are two thirds."""
WORD_FILE_SIZE = 48_000
"""Bytes of posting lists in a word file, about. Compressed they are two thirds."""
WORD_FILE_NAME = "words"
"""The beginning of the names of word files."""
_LAST_DIGITS = range(ord("#"), ord("\\"))
"""Characters for the last digit of a distance. JSON escapes none of them."""
_OTHER_DIGITS = range(ord("]"), ord("~") + 1)
"""Characters for the digits before the last one."""


def collect_postings(documents: Iterable[Document]) -> tuple[Postings, list[list[int]]]:
    """Return the postings of all documents, and the lengths of their fields by field."""
    positions: defaultdict[str, list[int]] = defaultdict(list)
    rows: list[list[int]] = []
    position = 0
    for fields in documents:
        row = []
        for blocks in fields:
            start = position
            for block in blocks:
                words = split_words(block)
                for position, word in enumerate(words, position):  # noqa: B020  # goes on from the last position
                    positions[word].append(position)
                position += 2 if words else 0  # one behind the last word, and an empty one
            row.append(position - start)
        rows.append(row)
    return _group_by_key(positions), [list(column) for column in zip(*rows, strict=True)]


def _group_by_key(positions: Mapping[str, list[int]]) -> Postings:
    postings: Postings = {}
    for word in sorted(positions):
        spelling = get_spelling(word)
        for key in get_keys(spelling):
            lists = postings.setdefault(key, {})
            former = lists.get(spelling)
            lists[spelling] = sorted(former + positions[word]) if former else positions[word]
    return {key: dict(sorted(postings[key].items())) for key in sorted(postings)}


def count_pairs(documents: Iterable[Document]) -> Counter[tuple[str, str]]:
    """Count the keys that follow one another."""
    pairs: Counter[tuple[str, str]] = Counter()
    keys: dict[str, str] = {}
    for fields in documents:
        for blocks in fields:
            for block in blocks:
                row = []
                for word in split_words(block):
                    if word not in keys:
                        keys[word] = get_keys(get_spelling(word))[0]
                    row.append(keys[word])
                pairs.update(pairwise(row))
    return pairs


def write_volume(
    folder: str,
    postings: Postings,
    lengths: list[list[int]],
    pairs: Mapping[tuple[str, str], int] | None = None,
    *,
    is_inline: bool = False,
) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Return the volume and its word files.

    Args:
        folder: The folder of the files, as the volume names them.
        postings: Positions by key and spelling.
        lengths: Lengths of the fields.
        pairs: Keys that follow one another. They share a word file if they can.
        is_inline: True if the volume holds all lists itself, however long.

    """
    lists = {
        key: {spelling: _format_list(row) for spelling, row in spellings.items()}
        for key, spellings in postings.items()
    }
    rows = {key: encode(spellings) for key, spellings in lists.items()}
    sizes = {key: len(row) for key, row in rows.items()}
    volume: dict[str, Any] = {"lengths": lengths}
    if is_inline or sum(sizes.values()) <= MAX_INLINE_SIZE:
        return volume | {"words": lists}, {}
    files: dict[str, bytes] = {}
    volume |= {"keys": [], "files": []}
    for number, keys in enumerate(_divide_keys(sizes, pairs or {})):
        data = b"{%b}" % b",".join(b"%b:%b" % (encode(key), rows[key]) for key in keys)
        name = name_file(f"{WORD_FILE_NAME}-{number:02d}", data)
        files[name] = data
        volume["keys"].append(" ".join(keys))
        volume["files"].append(f"{folder}/{name}")
    return volume, files


def read_postings(volume: Mapping[str, Any], word_files: Iterable[bytes]) -> Postings:
    """Return the postings of a volume with the contents of its word files."""
    parts = [volume["words"]] if "words" in volume else map(json.loads, word_files)
    return {
        key: {spelling: list(accumulate(_parse_distances(row))) for spelling, row in spellings.items()}
        for part in parts
        for key, spellings in part.items()
    }


def name_file(stem: str, data: bytes) -> str:
    """Return the name of a file with a digest of its content."""
    return f"{stem}.{sha256(data).hexdigest()[:10]}.json"


def _format_list(row: list[int]) -> str:
    """Return a posting list.

    Reason: as JSON numbers, lists were twice as long. brotli needed level 10 to make them as small as level 7
    makes these, and took 100 times as long.
    """
    return "".join(map(_format_distance, (row[0], *(later - former for former, later in pairwise(row)))))


@lru_cache(maxsize=1 << 13)
def _format_distance(distance: int) -> str:
    rest, digit = divmod(distance, len(_LAST_DIGITS))
    digits = chr(_LAST_DIGITS[digit])
    while rest:
        rest, digit = divmod(rest, len(_OTHER_DIGITS))
        digits = chr(_OTHER_DIGITS[digit]) + digits
    return digits


def _parse_distances(text: str) -> Iterator[int]:
    """Yield the distances of a posting list. Raise TypeError, ValueError."""
    rest = 0
    for code in map(ord, text):
        if code in _OTHER_DIGITS:
            rest = rest * len(_OTHER_DIGITS) + _OTHER_DIGITS.index(code)
        else:
            yield rest * len(_LAST_DIGITS) + _LAST_DIGITS.index(code)
            rest = 0


def _divide_keys(sizes: Mapping[str, int], pairs: Mapping[tuple[str, str], int]) -> list[list[str]]:
    """Return the keys of each word file.

    Keys of frequent pairs come together until a file is full, and the rest in the order of the alphabet.
    Reason: a search for “kết nạp đảng viên” then loads two files and not four.
    """
    groups: dict[str, list[str]] = {key: [key] for key in sizes}
    weights = dict(sizes)
    for one, other in sorted(pairs, key=lambda pair: (-pairs[pair], pair)):
        group, joined = groups[one], groups[other]
        if group is joined or weights[group[0]] + weights[joined[0]] > WORD_FILE_SIZE:
            continue
        weights[group[0]] += weights[joined[0]]
        group += joined
        for key in joined:
            groups[key] = group
    rows: list[list[str]] = []
    room = 0
    for group in sorted({id(group): group for group in groups.values()}.values(), key=min):
        weight = weights[group[0]]
        if weight > room:
            rows.append([])
            room = WORD_FILE_SIZE
        rows[-1] += group
        room -= weight
    return [sorted(row) for row in rows]
