from typing import Any
from xml.etree.ElementTree import Comment, Element, ProcessingInstruction, QName

from hypothesis import given
from hypothesis import strategies as st
from markdown.serializers import to_html_string as serialize_with_library
from markdown.util import AtomicString

from bulletin.content.fast_markdown import serialize_html

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


def create_element(tag: Any, attributes: Any, text: Any, tail: Any, children: Any) -> Element:
    """Return an element with its parts."""
    element = Element(tag)
    for key, value in attributes.items():
        element.set(key, value)
    element.text, element.tail = text, tail
    element.extend(children)
    return element


TREES = st.recursive(
    st.builds(create_element, NAME, ATTRIBUTES, TEXT, TEXT, st.just([])),
    lambda inner: st.builds(create_element, NAME, ATTRIBUTES, TEXT, TEXT, st.lists(inner, max_size=4)),
    max_leaves=12,
)


@given(TREES)
def test_serialize_html_equals_the_library(tree: Any) -> None:
    assert serialize_html(tree) == serialize_with_library(tree)


def test_serialize_html_of_comments_and_qualified_names_equals_the_library() -> None:
    tree = Element("p")
    tree.extend([Comment("a"), ProcessingInstruction("b"), Element(QName("https://a.vn", "c"))])
    attributes: Any = tree
    attributes.set(QName("d"), QName("e"))
    assert serialize_html(tree) == serialize_with_library(tree)


def test_serialize_html_of_a_node_without_tag_equals_the_library() -> None:
    tree = Element("div")
    tree.append(create_element(None, {}, "a < b", "c", [Element("br")]))
    assert serialize_html(tree) == serialize_with_library(tree)


def test_serialize_html_of_a_deep_tree_equals_the_library() -> None:
    tree = Element("div")
    inner = tree
    for _ in range(2000):
        inner.append(Element("em"))
        inner = inner[0]
    assert serialize_html(tree) == serialize_with_library(tree)
