import os
from dataclasses import dataclass, replace

import pytest

from plugins.composer.plan import Planned
from plugins.engine.press import InTheWayError, Press


@dataclass(frozen=True)
class View:
    """A view as templates are given."""

    site: str
    text: str


PAGES = [Planned(f"{name}/index.html", "page", View("khung", name)) for name in ("a", "b", "c")]


@pytest.fixture
def press(tmp_path):
    return Press(tmp_path / "output", tmp_path / "cache/press", "1", workers=1)


def render(page: Planned) -> str:
    return f"{page.view.site}: {page.view.text}"


def refuse(page: Planned) -> str:
    raise AssertionError(f"{page.file} was printed again")


def test_everything_is_printed_once(press, tmp_path):
    assert press.run(PAGES, render) == ["a/index.html", "b/index.html", "c/index.html"]
    assert (tmp_path / "output/a/index.html").read_text() == "khung: a"
    assert press.run(PAGES, refuse) == []


def test_only_the_page_whose_view_changed_is_printed(press, tmp_path):
    press.run(PAGES, render)
    changed = [PAGES[0], Planned("b/index.html", "page", View("khung", "mới")), PAGES[2]]
    assert press.run(changed, render) == ["b/index.html"]
    assert (tmp_path / "output/b/index.html").read_text() == "khung: mới"


@pytest.mark.parametrize("change", ["site", "template", "version"])
def test_what_all_pages_depend_on_prints_all_of_them(press, tmp_path, change):
    press.run(PAGES, render)
    pages, again = PAGES, press
    if change == "site":
        pages = [replace(page, view=replace(page.view, site="khung mới")) for page in PAGES]
    elif change == "template":
        pages = [replace(page, template="khác") for page in PAGES]
    else:
        again = Press(tmp_path / "output", tmp_path / "cache/press", "2", workers=1)
    asked: list[str] = []
    again.run(pages, lambda page: asked.append(page.file) or render(page))
    assert asked == [page.file for page in PAGES]


@pytest.mark.parametrize("harm", ["deleted", "altered", "emptied"])
def test_an_output_that_was_touched_is_printed_again(press, tmp_path, harm):
    press.run(PAGES, render)
    path = tmp_path / "output/b/index.html"
    if harm == "deleted":
        path.unlink()
    else:
        path.write_text("sòng bạc" if harm == "altered" else "")
    assert press.run(PAGES, render) == ["b/index.html"]
    assert path.read_text() == "khung: b"


def test_the_same_bytes_are_not_written_again(press, tmp_path):
    press.run(PAGES, render)
    before = (tmp_path / "output/a/index.html").stat().st_mtime_ns
    (tmp_path / "cache/press").unlink()
    assert press.run(PAGES, render) == []
    assert (tmp_path / "output/a/index.html").stat().st_mtime_ns == before


def test_two_processes_print_what_one_does(tmp_path):
    many = [Planned(f"{n}.html", "page", View("khung", str(n))) for n in range(200)]
    written = [
        Press(tmp_path / f"output{workers}", tmp_path / f"press{workers}", "1", workers).run(many, render)
        for workers in (1, 2)
    ]
    assert written[0] == written[1] == [page.file for page in many]
    for page in many:
        assert (tmp_path / "output1" / page.file).read_bytes() == (
            tmp_path / "output2" / page.file
        ).read_bytes()


def test_a_page_that_cannot_be_printed_leaves_the_others_to_be_known(press, tmp_path):
    press.run(PAGES, render)
    broken = [replace(page, view=replace(page.view, text="x")) for page in PAGES]
    with pytest.raises(AssertionError):
        press.run(broken, refuse)
    assert press.run(PAGES, refuse) == []


def test_what_a_killed_build_left_beside_its_pages_is_swept_away(press, tmp_path):
    press.run(PAGES, render)
    left = tmp_path / "output/a/.index.html.999999999"
    mine = tmp_path / f"output/a/.index.html.{os.getpid()}"
    for path in (left, mine):
        path.write_text("nửa trang")
    (tmp_path / "cache/press.busy").write_text("a/index.html\nb/index.html")
    press.run(PAGES, refuse)
    assert not left.exists()
    assert mine.exists()


def test_a_folder_in_the_place_of_a_page_is_named_and_left(press, tmp_path):
    (tmp_path / "output/a/index.html").mkdir(parents=True)
    with pytest.raises(InTheWayError, match=r"a/index\.html"):
        press.run(PAGES, render)
    assert (tmp_path / "output/a/index.html").is_dir()
