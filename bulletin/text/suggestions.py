"""Suggest what an editor may have meant by a word that is not known."""

from collections import defaultdict
from collections.abc import Iterable
from difflib import get_close_matches

from bulletin.text.slugs import slugify, strip_diacritics

_LONGEST = 300
"""Characters at most of a word that is compared letter by letter, which costs the square: no address is longer."""
MAX_COMPARED_LENGTH = 100
"""Words at most that ``ClosestMatchIndex`` compares one word with."""


def find_closest_match(word: str, known: Iterable[str], likeness: float = 0.6) -> str | None:
    """Return the known word nearest to ``word``, blind to case and diacritics, or None.

    ``likeness`` is the least that counts, from 0 to 1 (difflib's ratio).
    """
    return _closest(word, {strip_diacritics(candidate): candidate for candidate in known}, likeness)


class ClosestMatchIndex:
    """Known words that many others are compared with, in time that grows with the number of these.

    If there are many known words, a word is compared with those that share its rarest sequences of three letters.
    """

    def __init__(self, known: Iterable[str], likeness: float) -> None:
        self._folded = {strip_diacritics(word): word for word in sorted(known)}
        self._likeness = likeness
        self._holders: dict[str, list[str]] = defaultdict(list)
        for folded in self._folded if len(self._folded) > MAX_COMPARED_LENGTH else ():
            for part in _parts(folded):
                self._holders[part].append(folded)

    def find_match(self, word: str, other_than: str | None = None) -> str | None:
        """Return what ``find_closest_match`` returns of the words other than ``other_than``."""
        compared = dict.fromkeys(self._sharing(strip_diacritics(word)) if self._holders else self._folded)
        if other_than is not None:
            compared.pop(strip_diacritics(other_than), None)
        return _closest(word, {folded: self._folded[folded] for folded in sorted(compared)}, self._likeness)

    def _sharing(self, folded: str) -> dict[str, None]:
        """Return the known words that share rare parts with ``folded``."""
        found: dict[str, None] = {}
        parts = _parts(folded[:_LONGEST]) & self._holders.keys()
        for holders in sorted((self._holders[part] for part in parts), key=lambda one: (len(one), one[0])):
            if found and len(found) + len(holders) > MAX_COMPARED_LENGTH:
                break
            found.update(dict.fromkeys(holders[:MAX_COMPARED_LENGTH]))
        return found


def _parts(folded: str) -> set[str]:
    return {folded[start : start + 3] for start in range(max(len(folded) - 2, 1))}


def _closest(word: str, folded: dict[str, str], likeness: float) -> str | None:
    """Return the word of ``folded``, which holds each by its folded form, that is nearest to ``word``."""
    if len(word) > _LONGEST:
        return None
    near = get_close_matches(
        strip_diacritics(word), [one for one in folded if len(one) <= _LONGEST], n=1, cutoff=likeness
    )
    return folded[near[0]] if near else None


def is_same_name(one: str, other: str) -> bool:
    """Tell whether two names differ in case, diacritics and the signs between their words alone."""
    return list(map(slugify, one.split("/"))) == list(map(slugify, other.split("/")))


def suggest_correction(word: str, near: str, otherwise: str, before: str = "") -> str:
    """Return the remedy for ``word``, which leads to nothing, where there is ``near``.

    It is a question unless the two are ``is_same_name``: an obedient editor would offer readers another paper. ``otherwise``
    is what to do where ``near`` was not meant, ``before`` what stands before it when it is written.
    """
    if is_same_name(word, near):
        return f"Hãy viết “{before}{near}”."
    return f"Có phải là “{before}{near}” không? Nếu phải, hãy viết như vậy; nếu không, {otherwise}."


def suggest_known_word(word: str, known: Iterable[str], noun: str = "giá trị") -> str:
    """Return the remedy for an unknown word: the nearest known one, or all of them; ``noun`` says what they are."""
    choices = list(known)
    near = find_closest_match(word, choices)
    if near is not None:
        return f"Hãy viết “{near}”."
    return f"Các {noun} dùng được: {', '.join(f'“{choice}”' for choice in choices)}."
