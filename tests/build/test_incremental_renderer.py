import os
from collections.abc import Iterable
from pathlib import Path

import pytest
from msgspec import Struct

from bulletin.build.incremental_renderer import IncrementalRenderer, RenderPage, RenderResult
from bulletin.build.report import REASON_CACHE_LOST, REASON_NEW_PAGE, REASON_OUTPUT_MODIFIED
from bulletin.errors import UserError
from bulletin.view_models.output_file import OutputFile, OutputGroup


class View(Struct, frozen=True):
    """A view model for a test template."""

    site: str
    text: str


def create_output_file(file: str, text: str, inputs: tuple[bytes, ...] | None = None) -> OutputFile:
    """Return an output file with ``text``; without inputs, its view model is compared."""
    names = ("nội dung", "tin khác")[: len(inputs or ())]
    return OutputFile(file, "page", lambda: View("khung", text), inputs, input_labels=names)


PAGES = [create_output_file(f"{name}/index.html", name) for name in ("a", "b", "c")]


@pytest.fixture
def renderer(tmp_path: Path) -> IncrementalRenderer:
    return create_renderer(tmp_path)


def create_renderer(folder: Path, workers: int = 1, **shared: str) -> IncrementalRenderer:
    return IncrementalRenderer(
        folder / "output", folder / "cache/render-state", lambda: {"mã nguồn": "1", **shared}, workers
    )


def render_changed(
    renderer: IncrementalRenderer, planned: Iterable[OutputFile | OutputGroup], render: RenderPage
) -> RenderResult:
    return renderer.render(renderer.find_outdated(planned), render)


def list_written_files(result: RenderResult) -> list[str]:
    return [file.path for file in result.written]


def render_file(page: OutputFile, view: View) -> str:
    return f"{view.site}: {view.text}"


def fail_on_render(page: OutputFile, view: View) -> str:
    raise AssertionError(f"{page.path} was rendered again")


def test_render_changed_twice_renders_each_page_once(renderer: IncrementalRenderer, tmp_path: Path) -> None:
    assert list_written_files(render_changed(renderer, PAGES, render_file)) == [
        "a/index.html",
        "b/index.html",
        "c/index.html",
    ]
    assert (tmp_path / "output/a/index.html").read_text() == "khung: a"
    assert list_written_files(render_changed(renderer, PAGES, fail_on_render)) == []


def test_render_changed_renders_only_the_page_with_a_changed_view(
    renderer: IncrementalRenderer, tmp_path: Path
) -> None:
    render_changed(renderer, PAGES, render_file)
    changed = [PAGES[0], create_output_file("b/index.html", "mới"), PAGES[2]]
    assert list_written_files(render_changed(renderer, changed, render_file)) == ["b/index.html"]
    assert (tmp_path / "output/b/index.html").read_text() == "khung: mới"


def test_page_with_equal_inputs_does_not_build_its_view(renderer: IncrementalRenderer) -> None:
    def never() -> View:
        raise AssertionError("its view was made")

    inputs = (b"12345678", b"abcdefgh")
    render_changed(renderer, [create_output_file("a.html", "a", inputs)], render_file)
    page = OutputFile("a.html", "page", never, inputs, input_labels=("nội dung", "tin khác"))
    assert list_written_files(render_changed(renderer, [page], render_file)) == []


@pytest.mark.parametrize(
    ("inputs", "reasons"),
    [
        ((b"12345678", b"ABCDEFGH"), ("tin khác",)),
        ((b"87654321", b"abcdefgh"), ("nội dung",)),
        ((b"87654321", b"ABCDEFGH"), ("nội dung", "tin khác")),
    ],
)
def test_reasons_of_a_written_page_name_the_changed_inputs(
    renderer: IncrementalRenderer, inputs: tuple[bytes, bytes], reasons: tuple[str, ...]
) -> None:
    (first,) = render_changed(
        renderer, [create_output_file("a.html", "cũ", (b"12345678", b"abcdefgh"))], render_file
    ).written
    assert first.reasons == (REASON_NEW_PAGE,)
    (written_file,) = render_changed(
        renderer, [create_output_file("a.html", "mới", inputs)], render_file
    ).written
    assert written_file.reasons == reasons


def test_reasons_of_a_page_without_inputs_name_the_field_of_its_view(renderer: IncrementalRenderer) -> None:
    render_changed(renderer, PAGES, render_file)
    (written_file,) = render_changed(
        renderer, [*PAGES[:2], create_output_file("c/index.html", "khác")], render_file
    ).written
    assert written_file.reasons == ("text",)


def create_article_file(name: str, text: str) -> OutputFile:
    """Return the page of an article with ``text``."""
    digest = text.encode().ljust(8)[:8]
    return OutputFile(
        f"2026/11/{name}/index.html", "article", lambda: View("khung", text), (digest,), f"articles/{name}.md", ("bài",)
    )  # fmt: skip


def test_changed_sources_are_new_and_changed_articles(renderer: IncrementalRenderer) -> None:
    assert render_changed(
        renderer, [create_article_file("x", "một"), create_article_file("y", "hai")], render_file
    ).changed_sources == ("articles/x.md", "articles/y.md")
    assert render_changed(
        renderer, [create_article_file("x", "một"), create_article_file("y", "ba")], render_file
    ).changed_sources == ("articles/y.md",)
    assert (
        render_changed(
            renderer, [create_article_file("x", "một"), create_article_file("y", "ba")], render_file
        ).changed_sources
        == ()
    )


def test_template_changed_during_a_build_lets_all_pages_be_rendered_again(tmp_path: Path) -> None:
    templates = iter(["A", "B", "A", "A"])
    renderer = IncrementalRenderer(
        tmp_path / "output", tmp_path / "render-state", lambda: {"mẫu trang": next(templates)}, 1
    )
    render_changed(renderer, PAGES, lambda page, view: "B")
    assert len(render_changed(renderer, PAGES, lambda page, view: "A").written) == len(PAGES)


def test_lost_render_state_lets_only_changed_pages_count_as_changed_sources(
    renderer: IncrementalRenderer, tmp_path: Path
) -> None:
    render_changed(renderer, [create_article_file("x", "một"), create_article_file("y", "hai")], render_file)
    (tmp_path / "cache/render-state").unlink()
    result = render_changed(
        renderer, [create_article_file("x", "một"), create_article_file("y", "ba")], render_file
    )
    assert result.changed_sources == ("articles/y.md",)
    assert [(file.reasons, file.sources) for file in result.written] == [((REASON_CACHE_LOST,), ())]


def test_sources_of_a_written_page_are_the_changed_articles_it_links_to(
    renderer: IncrementalRenderer,
) -> None:
    link = 'xem <a href="/2026/11/x/">'
    render_changed(
        renderer, [create_article_file("x", "một"), create_article_file("y", "hai"), *PAGES], render_file
    )
    pages = [
        create_article_file("x", "khác"),
        create_article_file("y", "hai"),
        *PAGES[:2],
        create_output_file("c/index.html", link),
    ]
    assert {file.path: file.sources for file in render_changed(renderer, pages, render_file).written}[
        "c/index.html"
    ] == ("articles/x.md",)


def test_sources_of_a_written_page_need_the_whole_file_name_of_an_article(
    renderer: IncrementalRenderer,
) -> None:
    article_file = create_article_file("x", "một")._replace(path="tin-index.html")
    pages = [
        article_file,
        create_output_file("a/index.html", '<a href="/tin-index.html">'),
        create_output_file("b/index.html", '<a href="/tin-khac/">'),
    ]
    written = {file.path: file.sources for file in render_changed(renderer, pages, render_file).written}
    assert (written["a/index.html"], written["b/index.html"]) == (("articles/x.md",), ())


@pytest.mark.parametrize("changed", ["template", "mã nguồn", "giao diện"])
def test_changed_shared_input_lets_all_pages_be_rendered(
    renderer: IncrementalRenderer, tmp_path: Path, changed: str
) -> None:
    render_changed(renderer, PAGES, render_file)
    pages, second_renderer = PAGES, renderer
    if changed == "template":
        pages = [OutputFile(file.path, "khác", file.build_view) for file in PAGES]
    else:
        second_renderer = create_renderer(tmp_path, 1, **{changed: "2"})
    written_files = render_changed(
        second_renderer, pages, lambda page, view: f"{render_file(page, view)}!"
    ).written
    assert [file.path for file in written_files] == [file.path for file in PAGES]
    assert {file.reasons for file in written_files} == {
        (REASON_NEW_PAGE,) if changed == "template" else (changed,)
    }


@pytest.mark.parametrize("damage", ["deleted", "altered", "emptied"])
def test_altered_output_file_is_rendered_again(
    renderer: IncrementalRenderer, tmp_path: Path, damage: str
) -> None:
    render_changed(renderer, PAGES, render_file)
    path = tmp_path / "output/b/index.html"
    if damage == "deleted":
        path.unlink()
    else:
        path.write_text("sòng bạc" if damage == "altered" else "")
    assert [(file.path, file.reasons) for file in render_changed(renderer, PAGES, render_file).written] == [
        ("b/index.html", (REASON_OUTPUT_MODIFIED,))
    ]
    assert path.read_text() == "khung: b"


def test_equal_bytes_are_not_written_again(renderer: IncrementalRenderer, tmp_path: Path) -> None:
    render_changed(renderer, PAGES, render_file)
    before = (tmp_path / "output/a/index.html").stat().st_mtime_ns
    (tmp_path / "cache/render-state").unlink()
    assert list_written_files(render_changed(renderer, PAGES, render_file)) == []
    assert (tmp_path / "output/a/index.html").stat().st_mtime_ns == before


def test_two_processes_write_the_same_files_as_one(tmp_path: Path) -> None:
    pages = [create_output_file(f"{n}.html", str(n)) for n in range(200)]
    written = [
        render_changed(create_renderer(tmp_path / str(workers), workers), pages, render_file)
        for workers in (1, 2)
    ]
    assert written[0] == written[1]
    assert list_written_files(written[0]) == [file.path for file in pages]
    for file in pages:
        alone, together = (tmp_path / folder / "output" / file.path for folder in "12")
        assert alone.read_bytes() == together.read_bytes()


def test_failed_rendering_keeps_the_render_state(renderer: IncrementalRenderer, tmp_path: Path) -> None:
    render_changed(renderer, PAGES, render_file)
    broken = [create_output_file(file.path, "x") for file in PAGES]
    with pytest.raises(AssertionError):
        render_changed(renderer, broken, fail_on_render)
    assert list_written_files(render_changed(renderer, PAGES, fail_on_render)) == []


def test_file_altered_with_its_old_modification_time_is_rendered_again(
    renderer: IncrementalRenderer, tmp_path: Path
) -> None:
    render_changed(renderer, PAGES, render_file)
    path = tmp_path / "output/b/index.html"
    status = path.stat()
    path.write_text(path.read_text().replace("b", "x"))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert list_written_files(render_changed(renderer, PAGES, render_file)) == ["b/index.html"]
    assert path.read_text() == "khung: b"


def test_folder_in_place_of_a_page_raises_user_error_and_stays(
    renderer: IncrementalRenderer, tmp_path: Path
) -> None:
    (tmp_path / "output/a/index.html").mkdir(parents=True)
    with pytest.raises(UserError, match=r"a/index\.html"):
        render_changed(renderer, PAGES, render_file)
    assert (tmp_path / "output/a/index.html").is_dir()


def create_group(fingerprint: bytes, pages: Iterable[OutputFile] = PAGES, name: str = "a") -> OutputGroup:
    return OutputGroup(name, fingerprint, lambda: pages)


def fail_on_plan() -> Iterable[OutputFile]:
    raise AssertionError("the files of an unchanged group were planned")


def test_group_with_an_equal_fingerprint_plans_no_file(renderer: IncrementalRenderer) -> None:
    assert len(render_changed(renderer, [create_group(b"1")], render_file).written) == len(PAGES)
    outdated = renderer.find_outdated([OutputGroup("a", b"1", fail_on_plan)])
    assert sorted(outdated.paths) == [file.path for file in PAGES]
    assert list_written_files(renderer.render(outdated, fail_on_render)) == []


def test_group_with_another_fingerprint_renders_only_its_changed_page(renderer: IncrementalRenderer) -> None:
    render_changed(renderer, [create_group(b"1")], render_file)
    changed = [create_output_file("a/index.html", "mới"), *PAGES[1:]]
    written = render_changed(renderer, [create_group(b"2", changed)], render_file).written
    assert [file.path for file in written] == ["a/index.html"]
    unchanged = [OutputGroup("a", b"2", fail_on_plan)]
    assert list_written_files(render_changed(renderer, unchanged, fail_on_render)) == []


def test_altered_file_of_a_group_is_rendered_again(renderer: IncrementalRenderer, tmp_path: Path) -> None:
    render_changed(renderer, [create_group(b"1")], render_file)
    (tmp_path / "output/b/index.html").write_text("sòng bạc")
    written = render_changed(renderer, [create_group(b"1")], render_file).written
    assert [(file.path, file.reasons) for file in written] == [("b/index.html", (REASON_OUTPUT_MODIFIED,))]


def test_page_that_moves_to_another_group_is_not_rendered_again(renderer: IncrementalRenderer) -> None:
    render_changed(renderer, [create_group(b"1"), create_group(b"1", (), "b")], render_file)
    moved = [create_group(b"2", PAGES[:2]), create_group(b"2", PAGES[2:], "b")]
    assert list_written_files(render_changed(renderer, moved, fail_on_render)) == []
    unchanged = [OutputGroup("a", b"2", fail_on_plan), OutputGroup("b", b"2", fail_on_plan)]
    outdated = renderer.find_outdated(unchanged)
    assert sorted(outdated.paths) == [file.path for file in PAGES]


def test_group_with_a_changed_shared_input_renders_all_its_pages(
    renderer: IncrementalRenderer, tmp_path: Path
) -> None:
    render_changed(renderer, [create_group(b"1")], render_file)
    changed = create_renderer(tmp_path, 1, **{"giao diện": "2"})
    written = render_changed(changed, [create_group(b"1")], lambda page, view: "khác").written
    assert [file.path for file in written] == [file.path for file in PAGES]


def test_group_that_is_gone_leaves_the_render_state(renderer: IncrementalRenderer) -> None:
    render_changed(renderer, [create_group(b"1")], render_file)
    assert list_written_files(render_changed(renderer, [], fail_on_render)) == []
    assert list(renderer.find_outdated([]).former_files) == []
