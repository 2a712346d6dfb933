"""Proposals for lines that YAML cannot read, or reads in another way."""

import re

from bulletin.content.content_types import list_keys
from bulletin.content.frontmatter.markup_lint import PLAIN_TEXT_KEYS, remove_markup
from bulletin.text.late_patterns import compile_late

LIST_KEYS = list_keys("names", "words")
"""Keys whose values are lists."""
TEXT_KEYS = list_keys("text", "name").union(("name", "description"), ("advertiser", "alt"))
"""Keys whose values are texts, also if they begin with a bracket: of content files, sections and campaigns."""
MAPPING_KEYS = list_keys("mapping").union(("sections",))
"""Keys whose values have keys of their own."""
AUTHOR_KEYS = ("author", "authors")
CREDIT_PATTERN = compile_late(
    r"(?i)(?:(?:tin|bài|ảnh|chữ|phim|clip|video|đồ họa|thực hiện|người viết|tác giả|nguồn)(?:\s*[,;/&+–-]\s*|\s+và\s+|\s+)?)+:\s*"
)
"""Words before the name of an author, as newspapers print them."""
_LINE = r"\s*(?:- )?(?P<key>[^\W\d][\w ]*?)\s*:(?:\s+(?P<value>\S.*))?"
_PLAIN_NAME = r"[^\W_](?:[\w ./()&–-]*[\w)])?"
"""A name that needs no quotation marks in a list of YAML."""
_WORD_QUOTES = r"“[^“”]*(?:“[^“”]*”[^“”]*)*”"
"""A value in one pair of quotation marks, which may contain other pairs."""
_MIXED_QUOTES = r"""["“][^"“”]*["”]"""
"""A value of which Word changed one of the two quotation marks."""
_QUOTED_WORD = r"(?<!\w)'|'(?!\w)"
"""A mark at the beginning or end of a word. One inside a word is an apostrophe."""
_PAIRS = {"(": ")", "[": "]", "{": "}", "“": "”"}
SEPARATORS = ",;，；、"
"""Signs between names: those of Vietnamese, and the wide ones of a Chinese or Japanese keyboard."""
_SEPARATOR = rf"\s*[{SEPARATORS}]\s*"
_NAME = rf"(?:[^{SEPARATORS}()]|\([^()]*\))+"
"""A name, which may have a comma in brackets."""


def propose_line(row: str) -> str:
    """Return the line ``key: value`` that the editor means, or nothing."""
    found = re.fullmatch(_LINE, row.rstrip())
    key, value = (found["key"].strip(), found["value"] or "") if found else ("", "")
    if not value or (value[0] in "[{" and key.lower() not in LIST_KEYS | TEXT_KEYS):
        return ""
    if key.lower() in AUTHOR_KEYS:
        value = CREDIT_PATTERN.sub("", value, count=1) or value
    if key.lower() in LIST_KEYS:
        names = (clean_text(key.lower(), name) for name in split_names(value))
        return format_list_line(key.lower(), [name for name in names if name])
    return f"{key.lower() if key.isascii() else key}: {escape_yaml_value(clean_text(key.lower(), strip_quotes(value)))}"


def clean_text(key: str, text: str) -> str:
    """Return a proposed text without the markup that a check would report next."""
    return (remove_markup(text) or text) if key.lower() in PLAIN_TEXT_KEYS else text


def strip_quotes(value: str) -> str:
    """Return a value without the quotation marks around the whole of it.

    Marks that belong to the first and the last words stay: ``"Làm" và "nghe"``.
    """
    quote = value[:1]
    if re.fullmatch(_WORD_QUOTES, value) or re.fullmatch(_MIXED_QUOTES, value):
        return value[1:-1]
    if quote not in ("'", '"'):
        return value
    inner = value.replace('\\"', '"') if quote == '"' else value.replace("''", "'")
    if quote == "'" and inner.endswith("'") and len(inner) > 1 and not re.search(_QUOTED_WORD, inner[1:-1]):
        return inner[1:-1]
    second = inner.find(quote, 1)
    if second == len(inner) - 1:
        return inner[1:-1]
    closes_a_word = second > 1 and not inner[second - 1].isspace() and not inner[second + 1].isalnum()
    if closes_a_word and inner.count(quote) % 2 == 0:
        return inner
    return (
        inner[1:-1] if inner.endswith(quote) and len(inner) > 1 and inner.count(quote) % 2 == 0 else inner[1:]
    )


def split_names(value: str) -> list[str]:
    """Return the names in a typed list, whose brackets may not match."""
    text = value.strip()
    while text[:1] in ("[", "{") or (text[:1] == "(" and text.find(")") in (-1, len(text) - 1)):
        text = text[1:].strip()
    is_matched = not find_unmatched_marks(text)
    parts = re.findall(_NAME, text) if is_matched else re.split(_SEPARATOR, text)
    return [name for name in dict.fromkeys(map(clean_name, parts)) if name]


def clean_name(name: str) -> str:
    """Return a name without quotation marks around it and without unmatched brackets."""
    name = name.strip().strip("\"'").strip()
    while name and (marks := find_unmatched_marks(name)):
        name = (
            "".join(char for place, char in enumerate(name) if place not in marks)
            .strip()
            .strip("\"'")
            .strip()
        )
    return name[1:-1] if re.fullmatch(_WORD_QUOTES, name) else name


def find_unmatched_marks(text: str) -> set[int]:
    """Return the places of brackets and quotation marks that have no partner."""
    open_marks: list[int] = []
    unmatched = set[int]()
    for place, char in enumerate(text):
        if char in _PAIRS:
            open_marks.append(place)
        elif char in _PAIRS.values():
            if open_marks and _PAIRS[text[open_marks[-1]]] == char:
                open_marks.pop()
            else:
                unmatched.add(place)
    quotes = [place for place, char in enumerate(text) if char == '"']
    return unmatched.union(open_marks, quotes[-1:] if len(quotes) % 2 else ())


def explain_credit(key: str, names: str, value: str) -> tuple[str, str]:
    """Return the problem of a ``value`` with a kind of work before ``names``."""
    return (
        f"“{key}” chỉ là tên người: “{value}”.",
        f"Hãy viết {format_list_line(key, split_names(names) or ['…'])}",
    )


def format_list_line(key: str, names: list[str]) -> str:
    """Return a line with a list of names."""
    return f"{key}: [{', '.join(map(_format_name, names))}]"


def _format_name(name: str) -> str:
    return name if re.fullmatch(_PLAIN_NAME, name) else escape_yaml_value(name)


def quote_yaml_value(value: str) -> str:
    """Return ``value`` in double quotation marks, as YAML reads it.

    Those of Word around the whole value have no meaning in YAML, so they are left out.
    """
    return escape_yaml_value(value[1:-1] if re.fullmatch(_WORD_QUOTES, value) else value)


def escape_yaml_value(text: str) -> str:
    """Return ``text`` in double quotation marks, with the escapes of YAML."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
