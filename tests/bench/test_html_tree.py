from bench.html_tree import parse_html


def test_elements_are_found_by_tag_class_and_attribute() -> None:
    page = parse_html(
        '<div class="a b"><p>One</p><p class="b" data-x>Two <em>three</em></p></div><p>Four</p>'
    )
    assert [one.text for one in page.find_all("p")] == ["One", "Two three", "Four"]
    assert [one.tag for one in page.find_all(css="b")] == ["div", "p"]
    assert page.find_first(css="b").find_first("p").text == "One"
    assert page.find_first("p", "b").get_attribute("data-x") == ""


def test_void_elements_hold_nothing() -> None:
    page = parse_html('<p>a<br>b<img src="x">c</p><p>d</p>')
    assert [one.text for one in page.find_all("p")] == ["abc", "d"]


def test_what_is_missing_is_an_empty_element() -> None:
    nothing = parse_html("<p>x</p>").find_first("table")
    assert (nothing.text, nothing.get_attribute("href"), list(nothing.find_all())) == ("", "", [])


def test_texts_are_decoded_and_their_white_space_is_one_space() -> None:
    assert parse_html("<p>a &amp;\n  b &#43; c</p>").text == "a & b + c"


def test_an_element_left_open_ends_with_its_parent() -> None:
    page = parse_html("<ul><li>a<li>b</ul><p>c</p>")
    assert page.find_first("p").text == "c"
    assert [one.tag for one in page.children if not isinstance(one, str)] == ["ul", "p"]
