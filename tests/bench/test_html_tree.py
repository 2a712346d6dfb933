from bench.html_tree import parse_html


def test_find_all_matches_tag_class_and_attribute() -> None:
    page = parse_html(
        '<div class="a b"><p>One</p><p class="b" data-x>Two <em>three</em></p></div><p>Four</p>'
    )
    assert [node.text for node in page.find_all("p")] == ["One", "Two three", "Four"]
    assert [node.tag for node in page.find_all(css="b")] == ["div", "p"]
    assert page.find_first(css="b").find_first("p").text == "One"
    assert page.find_first("p", "b").get_attribute("data-x") == ""


def test_parse_html_void_elements_have_no_children() -> None:
    page = parse_html('<p>a<br>b<img src="x">c</p><p>d</p>')
    assert [node.text for node in page.find_all("p")] == ["abc", "d"]


def test_find_first_without_a_match_returns_an_empty_element() -> None:
    missing = parse_html("<p>x</p>").find_first("table")
    assert (missing.text, missing.get_attribute("href"), list(missing.find_all())) == ("", "", [])


def test_text_is_decoded_with_single_spaces() -> None:
    assert parse_html("<p>a &amp;\n  b &#43; c</p>").text == "a & b + c"


def test_parse_html_open_element_ends_with_its_parent() -> None:
    page = parse_html("<ul><li>a<li>b</ul><p>c</p>")
    assert page.find_first("p").text == "c"
    assert [node.tag for node in page.children if not isinstance(node, str)] == ["ul", "p"]
