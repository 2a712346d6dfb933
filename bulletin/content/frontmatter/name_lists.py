"""Lists of names that YAML reads in another way than the editor."""

from collections.abc import Iterator
from html.entities import html5

from bulletin.content.frontmatter.line_proposals import (
    AUTHOR_KEYS,
    CREDIT_PATTERN,
    clean_name,
    explain_credit,
    find_unmatched_marks,
    format_list_line,
    split_names,
)
from bulletin.content.frontmatter.yaml import YamlMapping
from bulletin.content.problems import ProblemText
from bulletin.text.late_patterns import compile_late

_WIDE_SEPARATORS = ";，；、"
_SEPARATOR_SIGNS = frozenset(_WIDE_SEPARATORS)
_SEPARATORS = compile_late(f"[{_WIDE_SEPARATORS}]+")
_ENTITY = compile_late(r"&(#\w{1,7}|[A-Za-z]{2,8});")
_MARKS = frozenset('[](){}"“”')
_JOINING_SIGNS = frozenset("|•·\n\t#/;，；、")
"""Signs of which each text with joined names has one."""
_PERSON_SIGNS = frozenset("&+–-:,")
"""Further signs between names of persons, and before a position. The word “và” is another."""
_CLEAR_JOINT = compile_late(r"\s*[|•·\n\t]\s*|(?:^|(?<=\s))#(?=\w)")
_JOINT = compile_late(rf"{_CLEAR_JOINT.pattern}|\s+/\s+")
"""Signs between names. A name may also have a slash."""
_PERSON_JOINT = compile_late(rf"{_JOINT.pattern}|\s*/\s*|\s+(?:và|[&+–-])\s+")
_OFFICE = (
    "Ban|Bí|Báo|Bộ|Chi|Chánh|Chủ|Cơ|Cổng|Cục|Công|Đài|Đảng|Đoàn|Đội|Giám|Hội|Huyện|Khối|Liên|Mặt|Phòng|Phó"
    "|Phường|Sở|Tạp|Thành|Thị|Thông|Tỉnh|Tổ|Trang|Trung|Trường|Trưởng|UBND|Ủy|Uỷ|Văn|Viện|Vụ|Xã"
)
_PERSON = compile_late(rf"(?!(?i:{_OFFICE})\b)[^\W\d_]\w*(?: [^\W\d_]\w*){{1,4}}")
"""A name of a person, if each word begins with a capital. The name of an office in capitals does so too."""
_POSITION = compile_late(
    r"(?i)(?:Trưởng|Phó|Chánh|Giám đốc|Tổng Giám đốc|Chủ tịch|Chủ nhiệm|Bí thư|[UỦ][yỷ] viên|Hiệu trưởng|Tổng biên tập"
    r"|Phóng viên|Biên tập viên|Cộng tác viên|Thông tín viên|Nhà báo|Chuyên viên|Giảng viên|Nghiên cứu viên)(?= |$)"
)
"""The beginning of a position behind a name. A name behind it makes it that of a person."""
_WORKPLACE = compile_late(r" (?:Báo|Đài|Tạp chí|Cổng|Trung tâm|Thông tấn|TTXVN|Ban|Phòng|Sở|Văn phòng) ?")
"""The beginning of an office behind a position. Such a name may end in capitals as a person's does."""
_BEFORE_NAME = compile_late(
    r"(?i)(?:(?:đồng chí|đ/c|đ\.c|ông|bà|phóng viên|nhà báo|biên tập viên|cộng tác viên|thông tín viên)|(?:pv|btv|ctv)\.?:?)\s+"
)
"""Words of respect or of a profession before a name."""
_BEHIND_NAME = compile_late(
    r"(?i)\s*\((?:(?:thực hiện|tổng hợp|biên soạn|sưu tầm|lược ghi|ghi|dịch|tin|bài|ảnh|và|phóng viên|nhà báo|biên tập viên"
    r"|cộng tác viên|pv|btv|ctv|t/h)[\s,;&+]*)+\)$"
)
"""Words in brackets behind a name, for what the person did."""
_KEYS_OF_ONE_NAME = frozenset(
    "category topic cover status slug date modified expires featured featured_until order weight".split()
)


def split_into_names(value: object) -> Iterator[object]:
    """Yield the names of a list or of a text with separators, and what is no name."""
    if isinstance(value, str):
        names = [] if _SEPARATOR_SIGNS.isdisjoint(value) else _split_at_separators(value)
        yield from names if len(names) > 1 else value.split(",")
        return
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, str) and not _SEPARATOR_SIGNS.isdisjoint(item):
            yield from _split_at_separators(item)
        else:
            yield item


def _split_at_separators(text: str) -> list[str]:
    """Return the names between semicolons or wide commas.

    An entity of HTML has a semicolon of its own. ``KH&CN;`` is none.
    """
    joined = _ENTITY.sub(
        lambda found: f"&{found[1]}\0" if found[1][0] == "#" or f"{found[1]};" in html5 else found[0], text
    )
    return [name.replace("\0", ";") for name in _SEPARATORS.split(joined) if name]


def explain_nested_list(key: str, value: object) -> ProblemText:
    """Return the problem of a list that has something else than names."""
    names = [*_list_names(value)]
    if key in AUTHOR_KEYS:
        names = [name for text in names if (name := CREDIT_PATTERN.sub("", text, count=1))] or names
    line = format_list_line(key, names) if names else f"{key}: [một, hai]"
    return f"“{key}” phải là danh sách các tên.", f"Hãy viết {line}"


def find_torn_name(key: str, value: object) -> ProblemText | None:
    """Return the problem of the first name with half a pair of brackets, or None."""
    if not isinstance(value, str | list):
        return None
    if _MARKS.isdisjoint("".join(_list_names(value))):
        return None
    items = [*split_into_names(value)]
    torn = next((item for item in items if isinstance(item, str) and _is_torn(item.strip())), None)
    if torn is None:
        return None
    names = split_names(value) if isinstance(value, str) else [*map(clean_name, _list_names(items))]
    return (
        f"Ở “{key}” có dấu ngoặc không thành đôi: “{torn.strip()}”.",
        f"Hãy viết {format_list_line(key, [name for name in names if name])}",
    )


def find_joined_names(key: str, value: object) -> ProblemText | None:
    """Return the problem of names with a sign between them that no list has, or None.

    Signs that one name may have are told in a text alone, with both meanings.
    Reason: a list says where each name ends.
    """
    if not isinstance(value, str | list):
        return None
    if key in AUTHOR_KEYS and isinstance(value, str) and (found := _find_words_beside_names(key, value)):
        return found
    text = value if isinstance(value, str) else "\0".join(_list_names(value))
    may_be_joined = not _JOINING_SIGNS.isdisjoint(text) or (
        key in AUTHOR_KEYS and (not _PERSON_SIGNS.isdisjoint(text) or " và " in text)
    )
    if not may_be_joined:
        return None
    items = [item.strip() for item in split_into_names(value) if isinstance(item, str)]
    if isinstance(value, str) and "," in text and len(items) > 1 and any("," in item for item in items):
        each = [name for item in items if (name := clean_name(item))]
        apart = [name for item in items for part in item.split(",") if (name := clean_name(part))]
        return (
            f"Ở “{key}” có cả dấu phẩy và dấu chấm phẩy.",
            f"Hãy viết {format_list_line(key, apart)}, hoặc {format_list_line(key, each)}",
        )
    is_list = isinstance(value, list)
    parts_of = {item: _split_clearly(item) if is_list else _split_joined(key, item) for item in items if item}
    joined = next((item for item, parts in parts_of.items() if parts != [item]), "")
    if not joined:
        return None
    names = [name for item in items if item for part in parts_of[item] if (name := clean_name(part))]
    remedy = f"Hãy viết {format_list_line(key, names)}"
    if not any(map(_CLEAR_JOINT.search, items)):
        remedy += f", hoặc {format_list_line(key, [clean_name(item) for item in items if item])}"
    return f"Ở “{key}” các tên phải cách nhau bằng dấu phẩy: “{' '.join(joined.split())}”.", remedy


def _find_words_beside_names(key: str, value: str) -> ProblemText | None:
    """Return the problem of words beside names of persons, or None.

    They are a kind of work or a title before the names, or one of them behind a name.
    """
    if credit := CREDIT_PATTERN.match(value):
        return explain_credit(key, value[credit.end() :], value)
    items = [item.strip() for item in split_into_names(value) if isinstance(item, str)]
    people = [_strip_words(item) for item in items]
    has_position = any(map(_is_position, items[1:]))
    if people == items and not has_position:
        return None
    names = [name for item in people if not _is_position(item) and (name := clean_name(item))]
    as_typed = [value.strip()] if has_position else [name for item in items if (name := clean_name(item))]
    return (
        f"“{key}” chỉ là tên người, không có chức danh: “{value}”.",
        f"Hãy viết {format_list_line(key, names)}, hoặc {format_list_line(key, as_typed)}",
    )


def _strip_words(item: str) -> str:
    """Return a name without a title before it and without words in brackets."""
    name = _BEHIND_NAME.sub("", item)
    title = _BEFORE_NAME.match(name)
    return name[title.end() :] if title and _is_person(name[title.end() :]) else name or item


def _split_joined(key: str, name: str) -> list[str]:
    """Return the names in a text, also between signs that one name may have."""
    people = _PERSON_JOINT.split(name) if key in AUTHOR_KEYS else []
    are_people = len(people) > 1 and all(map(_is_person, people))
    return _drop_blanks(people if are_people else _JOINT.split(name))


def _is_person(name: str) -> bool:
    return bool(_PERSON.fullmatch(name)) and all(word[0].isupper() for word in name.split())


def _is_position(name: str) -> bool:
    """Tell if a name is the position of the person before it."""
    words, position = name.split(), _POSITION.match(name)
    if position is None or len(words) < 2:
        return False
    is_name = (words[-1][0] + words[-2][0]).isupper()
    return not is_name or _WORKPLACE.match(name, position.end()) is not None


def _split_clearly(name: str) -> list[str]:
    """Return the names in an item of a list, between signs that no name has."""
    return _drop_blanks(_CLEAR_JOINT.split(name))


def _drop_blanks(parts: list[str]) -> list[str]:
    return parts if len(parts) == 1 else [part for part in parts if part.strip()]


def write_collection(key: str, value: object) -> str:
    """Return the text that YAML reads as a short list or mapping, or nothing.

    An example is ``[Ảnh]``. A list of one category is the category.
    """
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        if key in _KEYS_OF_ONE_NAME:
            return value[0] if len(value) == 1 else ""
        return f"[{', '.join(value)}]"
    if isinstance(value, YamlMapping) and not any(value.values.values()):
        return f"{{{', '.join(value.values)}}}"
    return ""


def _is_torn(name: str) -> bool:
    """Tell if a name begins or ends with a mark that has no partner in it."""
    ends = name[:1] + name[-1:]
    return not _MARKS.isdisjoint(ends) and not find_unmatched_marks(name).isdisjoint((0, len(name) - 1))


def _list_names(value: object) -> Iterator[str]:
    """Yield the strings in a list of lists."""
    if isinstance(value, list):
        for item in value:
            yield from _list_names(item)
    elif isinstance(value, YamlMapping):  # a name with a colon
        for key, item in value.values.items():
            yield f"{key}: {item}" if isinstance(item, str) and item else key
    elif isinstance(value, str):
        yield value
