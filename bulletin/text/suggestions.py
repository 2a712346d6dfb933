"""Suggestions for an unknown word: the closest known word, and remedies."""

from collections import defaultdict
from collections.abc import Iterable
from difflib import SequenceMatcher, get_close_matches

from bulletin.text.slugs import slugify, strip_diacritics

_MAX_WORD_LENGTH = 300
"""Greatest length of a compared word. No address is longer.

Reason: the comparison takes time that grows with the square of the length.
"""
_SLIP_LIKENESS, _SLIP_LEAD = 0.8, 0.04
"""Least ratio of difflib of a slip of typing, and its lead over the ratio of any other word."""
MAX_COMPARED_WORDS = 100
"""Most words that ``ClosestMatchIndex`` compares one word with."""


def find_closest_match(word: str, known: Iterable[str], likeness: float = 0.6) -> str | None:
    """Return the closest known word, ignoring case and diacritics, or None.

    Args:
        word: the unknown word.
        known: words to choose from.
        likeness: least ratio of difflib that counts, from 0 to 1.

    """
    return _find_closest(word, {strip_diacritics(candidate): candidate for candidate in known}, likeness)


def find_slip(word: str, known: Iterable[str], likeness: float = _SLIP_LIKENESS) -> str | None:
    """Return the one known word that ``word`` surely is a slip of, or None.

    Two letters may have changed their places. Words that are alike are no slips: ``updated`` is not ``date``.
    """
    folded = {strip_diacritics(candidate): candidate for candidate in known}
    plain = strip_diacritics(word)
    if plain in folded:
        return folded[plain]
    if not plain or len(plain) > _MAX_WORD_LENGTH:
        return None
    ratios = sorted(((_compare(plain, candidate), candidate) for candidate in folded), reverse=True)
    (best, found), *others = ratios or [(0.0, "")]
    lead = best - others[0][0] if others else 1.0
    return folded[found] if best >= likeness and (lead >= _SLIP_LEAD or best > 0.9) else None


def _compare(word: str, candidate: str) -> float:
    """Return how alike two words are, from 0 to 1."""
    if len(candidate) > _MAX_WORD_LENGTH:
        return 0.0
    if len(word) == len(candidate) and word != candidate:
        places = [place for place in range(len(word)) if word[place] != candidate[place]]
        if len(places) == 2 and places[1] == places[0] + 1 and word[places[0]] == candidate[places[1]]:
            return 0.95  # two letters changed their places
    matcher = SequenceMatcher(None, candidate, word, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= _SLIP_LIKENESS else 0.0


class ClosestMatchIndex:
    """Index of known words for many searches in linear time.

    If there are many known words, an unknown word is compared with a few of them.
    These share its rarest sequences of three letters.
    """

    def __init__(self, known: Iterable[str], likeness: float) -> None:
        self._folded = {strip_diacritics(word): word for word in sorted(known)}
        self._likeness = likeness
        self._words_by_part: dict[str, list[str]] = defaultdict(list)
        for folded in self._folded if len(self._folded) > MAX_COMPARED_WORDS else ():
            for part in _split_into_parts(folded):
                self._words_by_part[part].append(folded)

    def find_match(self, word: str, other_than: str | None = None) -> str | None:
        """Return the closest known word except ``other_than``, or None."""
        candidates = dict.fromkeys(
            self._find_words_with_rare_parts(strip_diacritics(word)) if self._words_by_part else self._folded
        )
        if other_than is not None:
            candidates.pop(strip_diacritics(other_than), None)
        return _find_closest(
            word, {folded: self._folded[folded] for folded in sorted(candidates)}, self._likeness
        )

    def _find_words_with_rare_parts(self, folded: str) -> dict[str, None]:
        """Return the known words that share rare parts with ``folded``."""
        found: dict[str, None] = {}
        parts = _split_into_parts(folded[:_MAX_WORD_LENGTH]) & self._words_by_part.keys()
        for words in sorted(
            (self._words_by_part[part] for part in parts), key=lambda words: (len(words), words[0])
        ):
            if found and len(found) + len(words) > MAX_COMPARED_WORDS:
                break
            found.update(dict.fromkeys(words[:MAX_COMPARED_WORDS]))
        return found


def _split_into_parts(folded: str) -> set[str]:
    return {folded[start : start + 3] for start in range(max(len(folded) - 2, 1))}


def _find_closest(word: str, folded: dict[str, str], likeness: float) -> str | None:
    """Return the word closest to ``word``, from a dictionary of words by folded form."""
    if len(word) > _MAX_WORD_LENGTH:
        return None
    matches = get_close_matches(
        strip_diacritics(word),
        [candidate for candidate in folded if len(candidate) <= _MAX_WORD_LENGTH],
        n=1,
        cutoff=likeness,
    )
    return folded[matches[0]] if matches else None


def is_same_name(first: str, second: str) -> bool:
    """Tell if two names differ only in case, diacritics and separators."""
    return list(map(slugify, first.split("/"))) == list(map(slugify, second.split("/")))


def suggest_correction(word: str, near: str, otherwise: str, before: str = "") -> str:
    """Return the remedy for ``word`` if ``near`` is the closest known word.

    The remedy is a question unless both ``is_same_name``.
    Reason: an editor who obeys would offer readers another document.

    Args:
        word: a word that leads to nothing.
        near: the closest known word.
        otherwise: remedy if ``near`` was not meant.
        before: text that precedes ``near`` when it is written.

    """
    if is_same_name(word, near):
        return f"Hãy viết “{before}{near}”."
    return f"Có phải là “{before}{near}” không? Nếu phải, hãy viết như vậy; nếu không, {otherwise}."


def suggest_known_word(word: str, known: Iterable[str], noun: str = "giá trị") -> str:
    """Return the remedy for an unknown word: the word that was meant, or all words.

    ``noun`` says what the words are.
    """
    choices = list(known)
    meant = find_slip(word, choices)
    if meant is not None:
        return f"Hãy viết “{meant}”."
    near = find_closest_match(word, choices)
    question = f"Có phải là “{near}” không? " if near else ""
    return f"{question}Các {noun} dùng được: {', '.join(f'“{choice}”' for choice in choices)}."
