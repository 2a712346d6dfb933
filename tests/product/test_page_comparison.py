from pathlib import Path

from bulletin.product.page_comparison import PageDifference, compare_outputs


def write_output(folder: Path, pages: dict[str, str]) -> Path:
    for name, text in pages.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_compare_outputs_tells_added_removed_and_changed_files(tmp_path: Path) -> None:
    old = write_output(tmp_path / "old", {"a.html": "<p>một", "b.html": "<p>cũ", "c.html": "x"})
    new = write_output(tmp_path / "new", {"a.html": "<p>một", "b.html": "<p>mới", "d.html": "x"})
    found = compare_outputs(old, new)
    assert (found.added, found.removed, found.unchanged_count) == (("d.html",), ("c.html",), 1)
    assert found.changed == (PageDifference("b.html", ("-cũ", "+mới")),)


def test_compare_outputs_keeps_lines_that_begin_like_those_of_a_header(tmp_path: Path) -> None:
    old = write_output(tmp_path / "old", {"a.html": "<p>-- Trần Dần</p><p>@@ cũ</p>"})
    new = write_output(tmp_path / "new", {"a.html": "<p>++ cộng</p><p>@@ mới</p>"})
    lines = compare_outputs(old, new).changed[0].lines
    assert lines == ("--- Trần Dần", "-@@ cũ", "+++ cộng", "+@@ mới")


def test_compare_outputs_does_not_tell_other_digests(tmp_path: Path) -> None:
    pages = (
        {f"assets/bulletin.{digit * 10}.css": "x", "a.html": f"/assets/bulletin.{digit * 10}.css"}
        for digit in "ab"
    )
    old, new = (write_output(tmp_path / str(number), page) for number, page in enumerate(pages))
    assert not compare_outputs(old, new).changed
