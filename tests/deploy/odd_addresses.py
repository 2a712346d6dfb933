"""Thousands of aliases with every odd character that a check accepts."""

import random
from collections.abc import Iterator

from bulletin.content.frontmatter.aliases import MAX_ALIAS_BYTES, AliasError, parse_alias
from bulletin.urls import is_reserved_address, normalize_alias

_WORDS = (
    "default", "include", "hostnames", "volatile", "index", "index.html", "Bài viết", "tin-tức", "Đảng bộ",
    "e\u0302\u0301", "🙂", "~", "~*", "~^", "*.", ".*", "*", "$uri", "${uri}", "$", "{", "}", ";", "'", '"', "\\", "\\\\",
    "%22", "%24", "%7B", "%5C", "%23", "#", "%3B", "%20", " ", "%09", "\t", "%0a", "\r\n", "%00", "%25", "%2e", "%252e",
    "%3F", "?", "%C3", "%E1%BA%A3", "%2F", "//", "%E2%80%AE", "&", "=", "+", ",", "(", ")", "[", "]", "!", "@", ":", "-",
    "_", "|", "^", "`", "<", ">", "·", "\u00a0", "ﬁ", "İ", "ß", "K", "301", "return", "if", "TIN", "tin", "a", "B", "0",
)  # fmt: skip
_ENDINGS = ("/", "", ".html", ".htm", ".HTML", "/index.html", "/Index.HTML", ".aspx", ".html/")


def generate_odd_addresses(count: int, seed: int) -> Iterator[str]:
    """Yield different valid aliases of all lengths."""
    random_source, found = random.Random(seed), set[str]()  # noqa: S311  # a test, not a secret
    valid_words = [word for word in _WORDS if _parse_address(f"/a{word}b/")]
    while len(found) < count:
        # Most have a usual length. One in ten has the maximum length.
        length = (
            random_source.choice((20, 60, 120)) if random_source.random() < 0.9 else MAX_ALIAS_BYTES - 160
        )
        words = valid_words if random_source.random() < 0.97 else _WORDS
        text = f"/{random_source.choice(('Cu', 'cu', '~', '$', '*'))}{len(found) // 3}"
        while len(text.encode()) < length:
            text += random_source.choice(("", "", "/", "-")) + "".join(random_source.choices(words, k=3))
        if length > 120:
            text += f"/{'z' * (MAX_ALIAS_BYTES - len(text.encode()) - 2)}"
        for ending in random_source.choices(_ENDINGS, k=2):
            address = _parse_address(text + ending)
            if address and address not in found and not is_reserved_address(address):
                found.add(address)
                yield address


def _parse_address(text: str) -> str:
    """Return the address of an alias, empty if the alias is invalid."""
    try:
        return normalize_alias(parse_alias(text))
    except AliasError:
        return ""
