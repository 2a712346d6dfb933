from markupsafe import Markup

from bulletin.view_models.components import Link
from bulletin.views.body_contents import build_contents


def create_heading(number: int, text: str = "Mục") -> Markup:
    return Markup(f'<h2 id="muc-{number}">{text}</h2><h3 id="muc-{number}-a">Mục con</h3><p>Chữ</p>')


def test_contents_of_three_headings_link_to_each_of_them() -> None:
    body = (create_heading(1, "Việc <em>đã</em> làm &amp;\n nay"), create_heading(2) + create_heading(3))
    assert build_contents(body) == (
        Link("#muc-1", "Việc đã làm & nay"),
        Link("#muc-2", "Mục"),
        Link("#muc-3", "Mục"),
    )


def test_contents_of_two_headings_are_left_out() -> None:
    assert build_contents((create_heading(1), create_heading(2))) == ()
