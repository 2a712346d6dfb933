import gzip
import shutil
from pathlib import Path

import pytest

from plugins.search import bundles
from plugins.search.bundles import SearchError, write_bundles

PAGE = (
    '<html lang="vi"><body><main data-pagefind-body><h1>{0}</h1><p>{0} của chi bộ.</p></main></body></html>'
)


def page(output, address: str, words: str = "Tin"):
    path = output / address / "index.html"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(PAGE.format(words), encoding="utf-8")
    return path


def index(output, cache, years) -> list[str]:
    """Write the bundles of ``years`` over all their pages."""
    found = {
        year: [path.relative_to(output).as_posix() for path in (output / str(year)).glob("*/*/index.html")]
        for year in years
    }
    return write_bundles(output, cache, found)


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Return an output of two years with its bundles, and their cache; nobody writes to them."""
    folder = tmp_path_factory.mktemp("search")
    page(folder / "output", "2025/01/cu", "Cũ")
    page(folder / "output", "2026/11/moi", "Mới")
    index(folder / "output", folder / "cache", (2026, 2025))
    return folder


@pytest.fixture
def site(built, tmp_path):
    """Return a copy of the built site to change."""
    shutil.copytree(built, tmp_path / "site")
    return tmp_path / "site"


@pytest.fixture
def indexed(monkeypatch):
    """Return the years that are indexed from now on."""
    years = []
    run = bundles.subprocess.run

    def noted(command, **options):
        years.append(int(Path(command[command.index("--output-path") + 1]).name[1:5]))
        return run(command, **options)

    monkeypatch.setattr(bundles.subprocess, "run", noted)
    return years


def files(site) -> dict[str, bytes]:
    folder = site / "output/pagefind"
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def test_each_year_has_a_bundle_without_the_parts_nobody_uses(built):
    names = set(files(built))
    for year in ("2025", "2026"):
        assert {f"{year}/pagefind.js", f"{year}/pagefind-entry.json"} <= names
    assert not [name for name in names if "ui" in name.split("/")[1] or "highlight" in name]


def test_nothing_changed_indexes_nothing_and_touches_nothing(site, indexed):
    before = {path: path.stat().st_mtime_ns for path in (site / "output").rglob("*") if path.is_file()}
    index(site / "output", site / "cache", (2025, 2026))
    assert indexed == []
    assert {
        path: path.stat().st_mtime_ns for path in (site / "output").rglob("*") if path.is_file()
    } == before


def test_only_a_year_whose_pages_changed_is_indexed_again(site, indexed):
    old = {name: data for name, data in files(site).items() if name.startswith("2025/")}
    page(site / "output", "2026/11/moi", "Khác")
    index(site / "output", site / "cache", (2025, 2026))
    assert indexed == [2026]
    assert {name: data for name, data in files(site).items() if name.startswith("2025/")} == old


def test_the_last_bundles_of_a_year_stay_in_the_cache(site):
    for number in range(8):
        page(site / "output", "2026/11/moi", f"Khác {number}")
        index(site / "output", site / "cache", (2025, 2026))
    assert len(list((site / "cache").glob("2026-*"))) == 4
    assert len(list((site / "cache").glob("2025-*"))) == 1


def test_a_foreign_file_in_the_cache_is_no_trouble(site):
    (site / "cache/.DS_Store").write_text("x")
    (site / "cache/ghi-chu.txt").write_text("x")
    index(site / "output", site / "cache", (2025, 2026))


def test_the_bundle_of_a_year_without_articles_is_removed(site, indexed):
    index(site / "output", site / "cache", (2026,))
    assert {name.split("/")[0] for name in files(site)} == {"2026"}
    index(site / "output", site / "cache", ())
    assert files(site) == {}
    assert indexed == []


def test_a_foreign_file_beside_the_bundles_is_no_trouble(site):
    (site / "output/pagefind/ghi-chu.txt").write_text("x")
    index(site / "output", site / "cache", (2026,))
    assert (site / "output/pagefind/ghi-chu.txt").exists()


def test_what_was_left_of_an_interrupted_run_is_made_anew(site, indexed):
    (half,) = (site / "cache").glob("2026-*")
    half.rename(half.with_name(f".{half.name}.0"))
    (half.with_name(f".{half.name}.0") / "pagefind.js").unlink()
    before = files(site)
    index(site / "output", site / "cache", (2025, 2026))
    assert indexed == [2026]
    assert files(site) == before
    assert (half / "pagefind.js").is_file()


def test_an_output_that_was_deleted_comes_back_from_the_cache(site, indexed):
    before = files(site)
    shutil.rmtree(site / "output/pagefind")
    index(site / "output", site / "cache", (2025, 2026))
    assert (files(site), indexed) == (before, [])


def test_a_year_without_a_page_to_index_is_an_error_with_its_reason(tmp_path):
    (tmp_path / "output").mkdir()
    with pytest.raises(SearchError, match=r"năm 2026: .+"):
        index(tmp_path / "output", tmp_path / "cache", (2026,))


def test_a_page_that_is_not_of_this_build_is_not_indexed(site):
    page(site / "output", "2026/11/nhap", "Bản nháp")
    write_bundles(site / "output", site / "cache", {2026: ["2026/11/moi/index.html"]})
    fragments = (site / "output/pagefind/2026/fragment").iterdir()
    assert ["Bản nháp" in gzip.decompress(one.read_bytes()).decode() for one in fragments] == [False]
