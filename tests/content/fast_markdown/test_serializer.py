from typing import Any
from xml.etree.ElementTree import Comment, Element, ProcessingInstruction, QName

from hypothesis import given
from hypothesis import strategies as st
from markdown.serializers import to_html_string as stock
from markdown.util import AtomicString

from bulletin.content.fast_markdown.serializer import serialize_html

TEXT = st.one_of(
    st.none(),
    st.lists(st.sampled_from(["chữ", "&", "&amp;", "&#8;", "<", ">", '"', "\n", "{"]), max_size=4).map(
        "".join
    ),
    st.builds(AtomicString, st.just("a < b & c")),
)
NAME = st.sampled_from(["p", "div", "br", "BR", "img", "script", "Style", "table", "td", "a"])
KEY = st.sampled_from(["id", "href", "checked", "Checked", "open", "title"])
ATTRIBUTES = st.dictionaries(KEY, st.one_of(st.none(), KEY, TEXT), max_size=3)


def create_element(tag, attributes, text, tail, children):
    made = Element(tag)
    for key, value in attributes.items():
        made.set(key, value)
    made.text, made.tail = text, tail
    made.extend(children)
    return made


TREES = st.recursive(
    st.builds(create_element, NAME, ATTRIBUTES, TEXT, TEXT, st.just([])),
    lambda inner: st.builds(create_element, NAME, ATTRIBUTES, TEXT, TEXT, st.lists(inner, max_size=4)),
    max_leaves=12,
)


@given(TREES)
def test_a_tree_is_written_as_by_python_markdown(tree: Any) -> None:
    assert serialize_html(tree) == stock(tree)


def test_so_are_comments_instructions_and_qualified_names() -> None:
    tree = Element("p")
    tree.extend([Comment("a"), ProcessingInstruction("b"), Element(QName("https://a.vn", "c"))])
    tree.set(QName("d"), QName("e"))
    assert serialize_html(tree) == stock(tree)


def test_a_node_without_a_tag_is_what_it_holds() -> None:
    tree = Element("div")
    tree.append(create_element(None, {}, "a < b", "c", [Element("br")]))
    assert serialize_html(tree) == stock(tree)


def test_a_tree_too_deep_for_python_is_written_too() -> None:
    tree = Element("div")
    inner = tree
    for _ in range(2000):
        inner.append(Element("em"))
        inner = inner[0]
    assert serialize_html(tree) == stock(tree)
