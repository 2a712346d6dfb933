"""Names in one text, with signs between them that no list has."""

import pytest

from bulletin.content.frontmatter.name_lists import find_joined_names


@pytest.mark.parametrize(
    ("key", "value", "line"),
    [
        ("tags", "a, b; c", 'tags: [a, b, c], hoặc tags: ["a, b", c]'),
        ("tags", "nông thôn | đô thị", "tags: [nông thôn, đô thị]"),
        ("tags", ["a", "b | c"], "tags: [a, b, c]"),
        ("tags", "a, b / c", "tags: [a, b, c], hoặc tags: [a, b / c]"),
        ("tags", "#a #b", "tags: [a, b]"),
        ("tags", "a\nb\n", "tags: [a, b]"),
        ("author", "Thu Hà và Minh Anh", "author: [Thu Hà, Minh Anh], hoặc author: [Thu Hà và Minh Anh]"),
        ("author", "Thu Hà - Minh Anh", "author: [Thu Hà, Minh Anh], hoặc author: [Thu Hà - Minh Anh]"),
        ("author", "Bài và ảnh: Thu Hà", "author: [Thu Hà]"),
        ("author", "Tin, ảnh: Thu Hà, Minh Anh", "author: [Thu Hà, Minh Anh]"),
    ],
)
def test_joined_names_are_told_with_the_list(key: str, value: object, line: str) -> None:
    found = find_joined_names(key, value)
    assert found is not None
    assert found[1] == f"Hãy viết {line}"


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("tags", "a, b"),
        ("tags", "a; b"),
        ("tags", ["a, b", "c"]),
        ("tags", ["a; b", "c"]),
        ("tags", ["a / b", "c"]),
        ("author", ["Thu Hà - Tánh Linh"]),
        ("tags", "và/hoặc, C#, 24/7"),
        ("tags", "Công nghiệp hóa - hiện đại hóa"),
        ("tags", "Văn hóa và Xã hội"),
        ("author", "Phòng Văn Hóa và Thông Tin"),
        ("author", "BAN TUYÊN GIÁO - DÂN VẬN"),
        ("author", "Ban Tuyên giáo và Dân vận"),
        ("author", "Thu Hà – TTXVN"),
        ("author", "Tin Tức Việt"),
    ],
)
def test_names_of_a_list_are_not_told(key: str, value: object) -> None:
    assert find_joined_names(key, value) is None
