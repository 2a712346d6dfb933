from markupsafe import Markup

from bulletin.view_models.components import Link
from bulletin.views.parts.body_contents import build_contents, compute_reading_minutes


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


def test_reading_minutes_count_the_words_of_a_long_text_alone() -> None:
    words = Markup('<p title="một hai">chữ</p>\n')
    assert compute_reading_minutes((words * 230 * 7, Link("/", "chữ " * 999), words * 100)) == 7  # type: ignore[arg-type]  # as a picture
    assert compute_reading_minutes((words * 574,)) == 0
    assert compute_reading_minutes((words * 575,)) == 3
