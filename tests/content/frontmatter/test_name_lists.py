"""Names in one text, with signs between them that no list has."""

import pytest

from bulletin.content.frontmatter.line_proposals import propose_line
from bulletin.content.frontmatter.name_lists import explain_nested_list, find_joined_names
from bulletin.content.frontmatter.yaml import YamlError, parse_yaml


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
        ("author", "Minh Đăng & Ưng Ân", "author: [Minh Đăng, Ưng Ân], hoặc author: [Minh Đăng & Ưng Ân]"),
        ("author", "Lê An, Trưởng phòng", 'author: [Lê An], hoặc author: ["Lê An, Trưởng phòng"]'),
        ("author", "Bài và ảnh: Thu Hà", "author: [Thu Hà]"),
        ("author", "Tin, ảnh: Thu Hà, Minh Anh", "author: [Thu Hà, Minh Anh]"),
        (
            "author",
            "Minh Khuê, phóng viên",
            'author: [Minh Khuê], hoặc author: ["Minh Khuê, phóng viên"]',
        ),
        (
            "author",
            "Minh Khuê, Phóng viên Báo Đất",
            'author: [Minh Khuê], hoặc author: ["Minh Khuê, Phóng viên Báo Đất"]',
        ),
        ("author", "Thu Hương (thực hiện)", "author: [Thu Hương], hoặc author: [Thu Hương (thực hiện)]"),
        ("author", "Thu Hà (tin và ảnh)", "author: [Thu Hà], hoặc author: [Thu Hà (tin và ảnh)]"),
        ("author", "Đồng chí Minh Khuê", "author: [Minh Khuê], hoặc author: [Đồng chí Minh Khuê]"),
        ("author", "PV Lê An; CTV Thu Hà", "author: [Lê An, Thu Hà], hoặc author: [PV Lê An, CTV Thu Hà]"),
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
        ("author", "Thu Hà, Bí thư Lê An"),
        ("author", ["Lê An", "Trưởng phòng"]),
        ("author", "Trưởng ban Biên tập, Thu Hà"),
        ("author", "Phạm Phú, Phó Đức An"),
        ("author", "Nhóm phóng viên"),
        ("author", "Phóng viên Báo Nhân Dân"),
        ("author", "Thu Hà (TTXVN)"),
        ("author", "Bà Rịa"),
        ("author", ["Đồng chí Minh Khuê"]),
    ],
)
def test_names_of_a_list_are_not_told(key: str, value: object) -> None:
    assert find_joined_names(key, value) is None


def test_name_with_a_colon_stays_in_the_proposed_list() -> None:
    value = parse_yaml("- giám sát\n- quy hoạch: một\n- x:")
    assert explain_nested_list("tags", value)[1] == 'Hãy viết tags: [giám sát, "quy hoạch: một", x]'


@pytest.mark.parametrize("written", ["Bài và ảnh: Minh Khuê", "Tin: Minh Khuê", "Ảnh, bài: “Minh Khuê”"])
def test_credit_that_yaml_cannot_read_is_told_with_the_list(written: str) -> None:
    with pytest.raises(YamlError) as caught:
        parse_yaml(f"title: Tin\nauthor: {written}")
    assert caught.value.remedy == "Hãy viết author: [Minh Khuê]"
    assert propose_line(f"author: {written}") == "author: [Minh Khuê]"


def test_credit_in_a_list_is_left_out_of_the_proposed_list() -> None:
    value = parse_yaml("- Bài: Minh Khuê\n- Ảnh: Thu Hà")
    assert explain_nested_list("author", value)[1] == "Hãy viết author: [Minh Khuê, Thu Hà]"
