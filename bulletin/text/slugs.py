"""Slugs: the ASCII part of an address, made from a Vietnamese title."""

import re
import unicodedata
from functools import lru_cache

from bulletin.text.unicode_forms import normalize_unicode

_NOT_WORD = re.compile(r"[^a-z0-9]+")
_REPLACE_D = str.maketrans("đĐ", "dd")
SLUG_PATTERN = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
"""A valid slug: lower-case ASCII letters and digits with single hyphens between them."""
MAX_SLUG_LENGTH = 200
"""Greatest length of a slug. A file name has at most 255 bytes, with its suffix."""


@lru_cache(maxsize=1 << 16)
def slugify(text: str) -> str:
    """Return ``text`` as a slug: ``Kết luận 38-KL/TW`` becomes ``ket-luan-38-kl-tw``.

    The slug is empty if ``text`` has no letter and no digit.
    """
    return _NOT_WORD.sub("-", strip_diacritics(text)).strip("-")


def strip_diacritics(text: str) -> str:
    """Return ``text`` in lower case without diacritics (``đ`` becomes ``d``)."""
    decomposed = normalize_unicode("NFD", text.translate(_REPLACE_D).lower())
    return "".join(char for char in decomposed if not unicodedata.combining(char))
