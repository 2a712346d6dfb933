import os
from pathlib import Path
from typing import Any

import pytest
from msgspec import Struct

from bulletin.build.incremental_renderer import IncrementalRenderer
from bulletin.build.report import REASON_CACHE_LOST, REASON_NEW_PAGE, REASON_OUTPUT_MODIFIED
from bulletin.errors import UserError
from bulletin.view_models.output_file import OutputFile


class View(Struct, frozen=True):
    """A view as templates are given."""

    site: str
    text: str


def create_output_file(file: str, text: str, inputs: tuple[bytes, ...] | None = None) -> OutputFile:
    """Return a page that prints ``text``; without inputs its view tells whether it changed."""
    names = ("nội dung", "tin khác")[: len(inputs or ())]
    return OutputFile(file, "page", lambda: View("khung", text), inputs, input_labels=names)


PAGES = [create_output_file(f"{name}/index.html", name) for name in ("a", "b", "c")]


@pytest.fixture
def renderer(tmp_path: Path):
    return create_renderer(tmp_path)


def create_renderer(folder, workers=1, **shared: str) -> IncrementalRenderer:
    return IncrementalRenderer(
        folder / "output", folder / "cache/press", lambda: {"mã nguồn": "1", **shared}, workers
    )


def list_written_files(pressed) -> list[str]:
    return [one.path for one in pressed.written]


def render_file(page: OutputFile, view: View) -> str:
    return f"{view.site}: {view.text}"


def fail_on_render(page: OutputFile, view: View) -> str:
    raise AssertionError(f"{page.path} was printed again")


def test_everything_is_printed_once(renderer: Any, tmp_path: Path) -> None:
    assert list_written_files(renderer.render_changed(PAGES, render_file)) == [
        "a/index.html",
        "b/index.html",
        "c/index.html",
    ]
    assert (tmp_path / "output/a/index.html").read_text() == "khung: a"
    assert list_written_files(renderer.render_changed(PAGES, fail_on_render)) == []


def test_only_the_page_whose_view_changed_is_printed(renderer: Any, tmp_path: Path) -> None:
    renderer.render_changed(PAGES, render_file)
    changed = [PAGES[0], create_output_file("b/index.html", "mới"), PAGES[2]]
    assert list_written_files(renderer.render_changed(changed, render_file)) == ["b/index.html"]
    assert (tmp_path / "output/b/index.html").read_text() == "khung: mới"


def test_a_page_with_inputs_is_not_even_made_where_they_are_the_same(renderer: Any) -> None:
    def never() -> View:
        raise AssertionError("its view was made")

    inputs = (b"12345678", b"abcdefgh")
    renderer.render_changed([create_output_file("a.html", "a", inputs)], render_file)
    again = OutputFile("a.html", "page", never, inputs, input_labels=("nội dung", "tin khác"))
    assert list_written_files(renderer.render_changed([again], render_file)) == []


@pytest.mark.parametrize(
    ("inputs", "why"),
    [
        ((b"12345678", b"ABCDEFGH"), ("tin khác",)),
        ((b"87654321", b"abcdefgh"), ("nội dung",)),
        ((b"87654321", b"ABCDEFGH"), ("nội dung", "tin khác")),
    ],
)
def test_the_reason_names_the_input_that_changed(
    renderer: Any, inputs: tuple[bytes, bytes], why: Any
) -> None:
    (first,) = renderer.render_changed(
        [create_output_file("a.html", "cũ", (b"12345678", b"abcdefgh"))], render_file
    ).written
    assert first.reasons == (REASON_NEW_PAGE,)
    (change,) = renderer.render_changed([create_output_file("a.html", "mới", inputs)], render_file).written
    assert change.reasons == why


def test_the_reason_of_a_page_without_inputs_is_a_field_of_its_view(renderer: Any) -> None:
    renderer.render_changed(PAGES, render_file)
    (change,) = renderer.render_changed(
        [*PAGES[:2], create_output_file("c/index.html", "khác")], render_file
    ).written
    assert change.reasons == ("text",)


def create_article_file(name: str, text: str) -> OutputFile:
    """Return the page of an article that says ``text``."""
    said = text.encode().ljust(8)[:8]
    return OutputFile(
        f"2026/11/{name}/index.html", "article", lambda: View("khung", text), (said,), f"articles/{name}.md", ("bài",)
    )  # fmt: skip


def test_articles_that_are_new_or_say_something_else_are_the_news(renderer: Any) -> None:
    assert renderer.render_changed(
        [create_article_file("x", "một"), create_article_file("y", "hai")], render_file
    ).changed_sources == ("articles/x.md", "articles/y.md")
    assert renderer.render_changed(
        [create_article_file("x", "một"), create_article_file("y", "ba")], render_file
    ).changed_sources == ("articles/y.md",)
    assert (
        renderer.render_changed(
            [create_article_file("x", "một"), create_article_file("y", "ba")], render_file
        ).changed_sources
        == ()
    )


def test_a_template_that_was_another_while_pages_were_printed_is_not_trusted(tmp_path: Path) -> None:
    states = iter(["A", "B", "A", "A"])
    press = IncrementalRenderer(
        tmp_path / "output", tmp_path / "press", lambda: {"mẫu trang": next(states)}, 1
    )
    press.render_changed(PAGES, lambda page, view: "B")
    assert len(press.render_changed(PAGES, lambda page, view: "A").written) == len(PAGES)


def test_where_the_ledger_is_lost_only_pages_that_came_out_another_are_news(
    renderer: Any, tmp_path: Path
) -> None:
    renderer.render_changed([create_article_file("x", "một"), create_article_file("y", "hai")], render_file)
    (tmp_path / "cache/press").unlink()
    pressed = renderer.render_changed(
        [create_article_file("x", "một"), create_article_file("y", "ba")], render_file
    )
    assert pressed.changed_sources == ("articles/y.md",)
    assert [(one.reasons, one.sources) for one in pressed.written] == [((REASON_CACHE_LOST,), ())]


def test_news_are_named_by_the_pages_in_which_their_addresses_stand(renderer: Any) -> None:
    link = 'xem <a href="/2026/11/x/">'
    renderer.render_changed(
        [create_article_file("x", "một"), create_article_file("y", "hai"), *PAGES], render_file
    )
    pages = [
        create_article_file("x", "khác"),
        create_article_file("y", "hai"),
        *PAGES[:2],
        create_output_file("c/index.html", link),
    ]
    assert {one.path: one.sources for one in renderer.render_changed(pages, render_file).written}[
        "c/index.html"
    ] == ("articles/x.md",)


def test_news_in_a_file_are_named_by_its_whole_name(renderer: Any) -> None:
    news = create_article_file("x", "một")._replace(path="tin-index.html")
    pages = [
        news,
        create_output_file("a/index.html", '<a href="/tin-index.html">'),
        create_output_file("b/index.html", '<a href="/tin-khac/">'),
    ]
    written = {one.path: one.sources for one in renderer.render_changed(pages, render_file).written}
    assert (written["a/index.html"], written["b/index.html"]) == (("articles/x.md",), ())


@pytest.mark.parametrize("change", ["template", "mã nguồn", "giao diện"])
def test_what_all_pages_depend_on_prints_all_of_them(renderer: Any, tmp_path: Path, change: str) -> None:
    renderer.render_changed(PAGES, render_file)
    pages, again = PAGES, renderer
    if change == "template":
        pages = [OutputFile(one.path, "khác", one.build_view) for one in PAGES]
    else:
        again = create_renderer(tmp_path, **{change: "2"})
    changes = again.render_changed(pages, lambda page, view: f"{render_file(page, view)}!").written
    assert [one.path for one in changes] == [one.path for one in PAGES]
    assert {one.reasons for one in changes} == {(REASON_NEW_PAGE,) if change == "template" else (change,)}


@pytest.mark.parametrize("harm", ["deleted", "altered", "emptied"])
def test_an_output_that_was_touched_is_printed_again(renderer: Any, tmp_path: Path, harm: str) -> None:
    renderer.render_changed(PAGES, render_file)
    path = tmp_path / "output/b/index.html"
    if harm == "deleted":
        path.unlink()
    else:
        path.write_text("sòng bạc" if harm == "altered" else "")
    assert [(one.path, one.reasons) for one in renderer.render_changed(PAGES, render_file).written] == [
        ("b/index.html", (REASON_OUTPUT_MODIFIED,))
    ]
    assert path.read_text() == "khung: b"


def test_the_same_bytes_are_not_written_again(renderer: Any, tmp_path: Path) -> None:
    renderer.render_changed(PAGES, render_file)
    before = (tmp_path / "output/a/index.html").stat().st_mtime_ns
    (tmp_path / "cache/press").unlink()
    assert list_written_files(renderer.render_changed(PAGES, render_file)) == []
    assert (tmp_path / "output/a/index.html").stat().st_mtime_ns == before


def test_two_processes_print_what_one_does(tmp_path: Path) -> None:
    many = [create_output_file(f"{n}.html", str(n)) for n in range(200)]
    written = [
        create_renderer(tmp_path / str(workers), workers).render_changed(many, render_file)
        for workers in (1, 2)
    ]
    assert written[0] == written[1]
    assert list_written_files(written[0]) == [one.path for one in many]
    for one in many:
        alone, together = (tmp_path / folder / "output" / one.path for folder in "12")
        assert alone.read_bytes() == together.read_bytes()


def test_a_page_that_cannot_be_printed_leaves_the_others_to_be_known(renderer: Any, tmp_path: Path) -> None:
    renderer.render_changed(PAGES, render_file)
    broken = [create_output_file(one.path, "x") for one in PAGES]
    with pytest.raises(AssertionError):
        renderer.render_changed(broken, fail_on_render)
    assert list_written_files(renderer.render_changed(PAGES, fail_on_render)) == []


def test_a_page_that_was_altered_with_its_time_set_back_is_printed_again(
    renderer: Any, tmp_path: Path
) -> None:
    renderer.render_changed(PAGES, render_file)
    path = tmp_path / "output/b/index.html"
    status = path.stat()
    path.write_text(path.read_text().replace("b", "x"))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert list_written_files(renderer.render_changed(PAGES, render_file)) == ["b/index.html"]
    assert path.read_text() == "khung: b"


def test_a_folder_in_the_place_of_a_page_is_named_and_left(renderer: Any, tmp_path: Path) -> None:
    (tmp_path / "output/a/index.html").mkdir(parents=True)
    with pytest.raises(UserError, match=r"a/index\.html"):
        renderer.render_changed(PAGES, render_file)
    assert (tmp_path / "output/a/index.html").is_dir()
