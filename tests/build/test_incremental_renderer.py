import os

import pytest
from msgspec import Struct

from bulletin.build.incremental_renderer import Press
from bulletin.build.report import FORGOTTEN, NEW, TOUCHED
from bulletin.errors import UserError
from bulletin.view_models.output_file import Planned


class View(Struct, frozen=True):
    """A view as templates are given."""

    site: str
    text: str


def page(file: str, text: str, inputs: tuple[bytes, ...] | None = None) -> Planned:
    """Return a page that prints ``text``; without inputs its view tells whether it changed."""
    names = ("nội dung", "tin khác")[: len(inputs or ())]
    return Planned(file, "page", lambda: View("khung", text), inputs, names=names)


PAGES = [page(f"{name}/index.html", name) for name in ("a", "b", "c")]


@pytest.fixture
def press(tmp_path):
    return make(tmp_path)


def make(folder, workers=1, **shared: str) -> Press:
    return Press(folder / "output", folder / "cache/press", lambda: {"mã nguồn": "1", **shared}, workers)


def files(pressed) -> list[str]:
    return [one.file for one in pressed.written]


def render(page: Planned, view: View) -> str:
    return f"{view.site}: {view.text}"


def refuse(page: Planned, view: View) -> str:
    raise AssertionError(f"{page.file} was printed again")


def test_everything_is_printed_once(press, tmp_path):
    assert files(press.run(PAGES, render)) == ["a/index.html", "b/index.html", "c/index.html"]
    assert (tmp_path / "output/a/index.html").read_text() == "khung: a"
    assert files(press.run(PAGES, refuse)) == []


def test_only_the_page_whose_view_changed_is_printed(press, tmp_path):
    press.run(PAGES, render)
    changed = [PAGES[0], page("b/index.html", "mới"), PAGES[2]]
    assert files(press.run(changed, render)) == ["b/index.html"]
    assert (tmp_path / "output/b/index.html").read_text() == "khung: mới"


def test_a_page_with_inputs_is_not_even_made_where_they_are_the_same(press):
    def never() -> View:
        raise AssertionError("its view was made")

    inputs = (b"12345678", b"abcdefgh")
    press.run([page("a.html", "a", inputs)], render)
    again = Planned("a.html", "page", never, inputs, names=("nội dung", "tin khác"))
    assert files(press.run([again], render)) == []


@pytest.mark.parametrize(
    ("inputs", "why"),
    [
        ((b"12345678", b"ABCDEFGH"), ("tin khác",)),
        ((b"87654321", b"abcdefgh"), ("nội dung",)),
        ((b"87654321", b"ABCDEFGH"), ("nội dung", "tin khác")),
    ],
)
def test_the_reason_names_the_input_that_changed(press, inputs, why):
    (first,) = press.run([page("a.html", "cũ", (b"12345678", b"abcdefgh"))], render).written
    assert first.why == (NEW,)
    (change,) = press.run([page("a.html", "mới", inputs)], render).written
    assert change.why == why


def test_the_reason_of_a_page_without_inputs_is_a_field_of_its_view(press):
    press.run(PAGES, render)
    (change,) = press.run([*PAGES[:2], page("c/index.html", "khác")], render).written
    assert change.why == ("text",)


def own(name: str, text: str) -> Planned:
    """Return the page of an article that says ``text``."""
    said = text.encode().ljust(8)[:8]
    return Planned(
        f"2026/11/{name}/index.html", "article", lambda: View("khung", text), (said,), f"articles/{name}.md", ("bài",)
    )  # fmt: skip


def test_articles_that_are_new_or_say_something_else_are_the_news(press):
    assert press.run([own("x", "một"), own("y", "hai")], render).news == ("articles/x.md", "articles/y.md")
    assert press.run([own("x", "một"), own("y", "ba")], render).news == ("articles/y.md",)
    assert press.run([own("x", "một"), own("y", "ba")], render).news == ()


def test_a_template_that_was_another_while_pages_were_printed_is_not_trusted(tmp_path):
    states = iter(["A", "B", "A", "A"])
    press = Press(tmp_path / "output", tmp_path / "press", lambda: {"mẫu trang": next(states)}, 1)
    press.run(PAGES, lambda page, view: "B")
    assert len(press.run(PAGES, lambda page, view: "A").written) == len(PAGES)


def test_where_the_ledger_is_lost_only_pages_that_came_out_another_are_news(press, tmp_path):
    press.run([own("x", "một"), own("y", "hai")], render)
    (tmp_path / "cache/press").unlink()
    pressed = press.run([own("x", "một"), own("y", "ba")], render)
    assert pressed.news == ("articles/y.md",)
    assert [(one.why, one.sources) for one in pressed.written] == [((FORGOTTEN,), ())]


def test_news_are_named_by_the_pages_in_which_their_addresses_stand(press):
    link = 'xem <a href="/2026/11/x/">'
    press.run([own("x", "một"), own("y", "hai"), *PAGES], render)
    pages = [own("x", "khác"), own("y", "hai"), *PAGES[:2], page("c/index.html", link)]
    assert {one.file: one.sources for one in press.run(pages, render).written}["c/index.html"] == (
        "articles/x.md",
    )


def test_news_in_a_file_are_named_by_its_whole_name(press):
    news = own("x", "một")._replace(file="tin-index.html")
    pages = [
        news,
        page("a/index.html", '<a href="/tin-index.html">'),
        page("b/index.html", '<a href="/tin-khac/">'),
    ]
    written = {one.file: one.sources for one in press.run(pages, render).written}
    assert (written["a/index.html"], written["b/index.html"]) == (("articles/x.md",), ())


@pytest.mark.parametrize("change", ["template", "mã nguồn", "giao diện"])
def test_what_all_pages_depend_on_prints_all_of_them(press, tmp_path, change):
    press.run(PAGES, render)
    pages, again = PAGES, press
    if change == "template":
        pages = [Planned(one.file, "khác", one.make) for one in PAGES]
    else:
        again = make(tmp_path, **{change: "2"})
    changes = again.run(pages, lambda page, view: f"{render(page, view)}!").written
    assert [one.file for one in changes] == [one.file for one in PAGES]
    assert {one.why for one in changes} == {(NEW,) if change == "template" else (change,)}


@pytest.mark.parametrize("harm", ["deleted", "altered", "emptied"])
def test_an_output_that_was_touched_is_printed_again(press, tmp_path, harm):
    press.run(PAGES, render)
    path = tmp_path / "output/b/index.html"
    if harm == "deleted":
        path.unlink()
    else:
        path.write_text("sòng bạc" if harm == "altered" else "")
    assert [(one.file, one.why) for one in press.run(PAGES, render).written] == [("b/index.html", (TOUCHED,))]
    assert path.read_text() == "khung: b"


def test_the_same_bytes_are_not_written_again(press, tmp_path):
    press.run(PAGES, render)
    before = (tmp_path / "output/a/index.html").stat().st_mtime_ns
    (tmp_path / "cache/press").unlink()
    assert files(press.run(PAGES, render)) == []
    assert (tmp_path / "output/a/index.html").stat().st_mtime_ns == before


def test_two_processes_print_what_one_does(tmp_path):
    many = [page(f"{n}.html", str(n)) for n in range(200)]
    written = [make(tmp_path / str(workers), workers).run(many, render) for workers in (1, 2)]
    assert written[0] == written[1]
    assert files(written[0]) == [one.file for one in many]
    for one in many:
        alone, together = (tmp_path / folder / "output" / one.file for folder in "12")
        assert alone.read_bytes() == together.read_bytes()


def test_a_page_that_cannot_be_printed_leaves_the_others_to_be_known(press, tmp_path):
    press.run(PAGES, render)
    broken = [page(one.file, "x") for one in PAGES]
    with pytest.raises(AssertionError):
        press.run(broken, refuse)
    assert files(press.run(PAGES, refuse)) == []


def test_a_page_that_was_altered_with_its_time_set_back_is_printed_again(press, tmp_path):
    press.run(PAGES, render)
    path = tmp_path / "output/b/index.html"
    status = path.stat()
    path.write_text(path.read_text().replace("b", "x"))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert files(press.run(PAGES, render)) == ["b/index.html"]
    assert path.read_text() == "khung: b"


def test_a_folder_in_the_place_of_a_page_is_named_and_left(press, tmp_path):
    (tmp_path / "output/a/index.html").mkdir(parents=True)
    with pytest.raises(UserError, match=r"a/index\.html"):
        press.run(PAGES, render)
    assert (tmp_path / "output/a/index.html").is_dir()
