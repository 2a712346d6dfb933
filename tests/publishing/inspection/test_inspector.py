import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.publishing.inspection import inspector
from bulletin.publishing.inspection.inspector import OutputProblem
from bulletin.publishing.inspection.link_cache import LinkCache
from bulletin.publishing.inspection.page_links import SiteOrigin
from bulletin.publishing.release.staged_site import StagedSite


def inspect_folder(
    staged_site: StagedSite,
    siteurl: str = "",
    cache_file: Path | None = None,
    frame_hosts: tuple[str, ...] = (),
) -> list[OutputProblem]:
    """Inspect as a publish does, with the link cache in ``cache_file``."""
    origin = SiteOrigin.from_siteurl(siteurl, frame_hosts)
    return inspector.inspect_output(
        staged_site, origin, LinkCache(cache_file, origin) if cache_file else None
    )


def write_site_with_body(folder: Path, body: str = "", **files: str) -> Path:
    """Write a site whose front page has ``body``."""
    files = {
        "index.html": f"<p>Trang nhất</p>{body}",
        "tin/index.html": '<h1 id="đầu">Tin</h1>',
        "anh/a b.webp": "ảnh",
        "css/site.css": "a { color: red }",
        **files,
    }
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/tin/",
        "/tin",
        "tin/",
        "./tin/index.html",
        "/tin/#đầu",
        "/tin/#%C4%91%E1%BA%A7u",
        "#top",
        "?trang=2",
        "/anh/a%20b.webp?v=1",
        "https://bantin.example/tin/",
        "//bantin.example/tin/",
        "https://noi-khac.example/khong-co/",
        "mailto:a@b.example",
        "tel:0252000000",
        "data:image/gif;base64,AAAA",
    ],
)
def test_inspect_output_valid_link_has_no_problem(tmp_path: Path, address: str) -> None:
    assert (
        inspect_folder(
            StagedSite.from_folder(write_site_with_body(tmp_path, f'<a href="{address}">x</a>')),
            "https://bantin.example",
        )
        == []
    )


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ('<a href="/mat/">x</a>', "“/mat/” không dẫn đến tệp nào"),
        ('<a href="/css/">x</a>', "“/css/” không dẫn đến tệp nào"),
        ('<a href="/tin/index.html/">x</a>', "không dẫn đến tệp nào"),
        ('<a href="../ngoai/">x</a>', "không dẫn đến tệp nào"),
        ('<a href="https://bantin.example/mat/">x</a>', "không dẫn đến tệp nào"),
        ('<img src="/anh/mat.webp" alt="">', "“/anh/mat.webp”"),
        ('<img src="/anh/a%20b.webp" srcset="/anh/mat.webp 320w" alt="">', "“/anh/mat.webp”"),
        ('<script src="/mat.js"></script>', "“/mat.js”"),
        ('<link rel="stylesheet" href="/mat.css">', "“/mat.css”"),
        ('<link rel="alternate" href="/feeds/mat.xml">', "“/feeds/mat.xml”"),
        ('<!--#include virtual="/fragments/mat.html" -->', "“/fragments/mat.html”"),
        ('<a href="/tin/#cuối">x</a>', "“#cuối” không có trong trang"),
        ('<a href="#cuối">x</a>', "“#cuối” không có trong trang"),
        ('<a href="http://[">x</a>', "không phải một địa chỉ"),
        ("<script>x()</script>", "mã lệnh nằm trong trang"),
    ],
)
def test_inspect_output_broken_page_names_problem(tmp_path: Path, body: str, message: str) -> None:
    (problem,) = inspect_folder(
        StagedSite.from_folder(write_site_with_body(tmp_path, body)), "https://bantin.example"
    )
    assert str(problem).startswith("output-publish/index.html: ")
    assert message in str(problem)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ('<p style="color: red">x</p>', "kiểu trình bày nằm trong trang (style=)"),
        ("<style>p { color: red }</style>", "kiểu trình bày nằm trong trang (<style>)"),
        ('<p onclick="x()">x</p>', "mã lệnh nằm trong trang (onclick=)"),
        ('<img src="https://cdn.example/a.png" alt="">', "từ máy chủ khác (cdn.example)"),
        ('<script src="//cdn.example/a.js"></script>', "từ máy chủ khác (cdn.example)"),
        ('<link rel="stylesheet" href="https://cdn.example:8/a.css">', "từ máy chủ khác (cdn.example)"),
        (
            '<iframe src="https://phim.example/1"></iframe>',
            "lấy từ phim.example, nơi không có trong video_hosts",
        ),
    ],
)
def test_inspect_output_content_blocked_by_csp_is_reported(tmp_path: Path, body: str, message: str) -> None:
    (problem,) = inspect_folder(
        StagedSite.from_folder(write_site_with_body(tmp_path, body)), "https://bantin.example"
    )
    assert message in problem.message


def test_inspect_output_stylesheet_with_other_host_is_reported(tmp_path: Path) -> None:
    folder = write_site_with_body(
        tmp_path, **{"css/x.css": "a { background: url(https://cdn.example/a.png) }"}
    )
    (problem,) = inspect_folder(StagedSite.from_folder(folder), "https://bantin.example")
    assert "từ máy chủ khác (cdn.example)" in problem.message


@pytest.mark.parametrize(
    "body",
    [
        '<iframe src="https://phim.example/1"></iframe>',
        '<a href="https://cdn.example/">x</a>',
        '<link rel="canonical" href="https://cdn.example/">',
        '<link rel="icon" href="https://bantin.example/css/site.css">',
        '<img src="data:image/gif;base64,AAAA" alt="">',
    ],
)
def test_inspect_output_allowed_other_hosts_have_no_problem(tmp_path: Path, body: str) -> None:
    staged_site = StagedSite.from_folder(write_site_with_body(tmp_path, body))
    assert inspect_folder(staged_site, "https://bantin.example", frame_hosts=("phim.example",)) == []


def test_link_cache_of_other_frame_hosts_is_ignored(tmp_path: Path) -> None:
    staged_site = StagedSite.from_folder(
        write_site_with_body(tmp_path / "site", '<iframe src="https://phim.example/1"></iframe>')
    )
    cache_file = tmp_path / "memory"
    assert inspect_folder(staged_site, "", cache_file, ("phim.example",)) == []
    assert inspect_folder(staged_site, "", cache_file, ("khac.example",)) != []


def test_inspect_output_relative_link_is_resolved_per_folder(tmp_path: Path) -> None:
    link = '<a href="b/">x</a><a href="#y">y</a>'
    folder = write_site_with_body(
        tmp_path, **{"x/index.html": link + '<p id="y">', "x/b/index.html": "b", "z/index.html": link}
    )
    assert {
        (problem.path, problem.message.split("“")[1][0])
        for problem in inspect_folder(StagedSite.from_folder(folder))
    } == {
        ("z/index.html", "b"),
        ("z/index.html", "#"),
    }


def test_inspect_output_links_with_base_path_have_no_problem(tmp_path: Path) -> None:
    body = '<a href="/tin/tin/">x</a><a href="/tin">x</a><a href="https://t.example/khac/">x</a>'
    assert (
        inspect_folder(StagedSite.from_folder(write_site_with_body(tmp_path, body)), "https://t.example/tin")
        == []
    )


def test_inspect_output_link_without_base_path_is_reported(tmp_path: Path) -> None:
    (problem,) = inspect_folder(
        StagedSite.from_folder(write_site_with_body(tmp_path, '<a href="/css/site.css">x</a>')),
        "https://t.example/tin/",
    )
    assert "không bắt đầu bằng “/tin/”" in problem.message


def test_inspect_output_reads_stylesheets_and_sitemaps(tmp_path: Path) -> None:
    folder = write_site_with_body(
        tmp_path,
        **{
            "css/x.css": "/* url(cu.png) */ @import url('site.css'); a { background: url(../anh/mat.png) }",
            "sitemap.xml": "<urlset><url><loc>https://t.example/mat/</loc></url></urlset>",
        },
    )
    assert [
        problem.path for problem in inspect_folder(StagedSite.from_folder(folder), "https://t.example")
    ] == [
        "css/x.css",
        "sitemap.xml",
    ]


def test_inspect_output_empty_page_is_reported(tmp_path: Path) -> None:
    (problem,) = inspect_folder(
        StagedSite.from_folder(
            write_site_with_body(tmp_path, **{"trong/index.html": "<html><title>x</title></html>"})
        )
    )
    assert str(problem) == "output-publish/trong/index.html: Trang trống, không có chữ hay hình nào."


NAMES = ("index.html", "a/index.html", "a/b/index.html", "c.html", "d", "x.css")
LINKS = (
    "/",
    "/a",
    "/a/",
    "/a/b/",
    "b/",
    "../c.html",
    "/c.html#m",
    "/a/#m",
    "#m",
    "/d",
    "/d/",
    "/x.css",
    "http://[",
)
EDIT = st.tuples(
    st.sampled_from(NAMES),
    st.none() | st.tuples(st.lists(st.sampled_from(LINKS), max_size=3), st.booleans()),
)


@given(st.lists(EDIT, max_size=12))
def test_link_cache_after_random_edits_finds_same_problems(edits: list[Any]) -> None:
    with tempfile.TemporaryDirectory() as name_of_folder:
        folder, cache_file = Path(name_of_folder, "site"), Path(name_of_folder, "memory")
        (folder / "a/b").mkdir(parents=True)
        for name, content in edits:
            if content is None:
                (folder / name).unlink(missing_ok=True)
            else:
                links = "".join(f'<a href="{link}">x</a>' for link in content[0])
                (folder / name).write_text(links + '<p id="m">x</p>' * content[1], encoding="utf-8")
            staged_site = StagedSite.from_folder(folder)
            assert inspect_folder(staged_site, "", cache_file) == inspect_folder(staged_site)


@pytest.mark.parametrize("damage", [b"", b"x" * 9000])
def test_link_cache_damaged_file_is_replaced(tmp_path: Path, damage: bytes) -> None:
    staged_site, cache_file = (
        StagedSite.from_folder(write_site_with_body(tmp_path / "site", '<a href="/mat/">x</a>')),
        tmp_path / "memory",
    )
    problems = inspect_folder(staged_site, "", cache_file)
    data = cache_file.read_bytes()
    cache_file.write_bytes(damage or data[: len(data) // 2])
    assert inspect_folder(staged_site, "", cache_file) == problems
    assert inspect_folder(staged_site, "", cache_file) == problems


def test_link_cache_altered_links_are_read_again(tmp_path: Path) -> None:
    staged_site, cache_file = (
        StagedSite.from_folder(write_site_with_body(tmp_path / "site", '<a href="/tin/#đầu">x</a>')),
        tmp_path / "memory",
    )
    assert inspect_folder(staged_site, "", cache_file) == []
    with closing(sqlite3.connect(cache_file)) as connection, connection:
        connection.execute("UPDATE facts SET data = x'00'")
    (tmp_path / "site/tin/index.html").unlink()
    changed_site = StagedSite.from_folder(tmp_path / "site")
    assert inspect_folder(changed_site, "", cache_file) == inspect_folder(changed_site) != []


def test_link_cache_of_other_siteurl_is_ignored(tmp_path: Path) -> None:
    staged_site, cache_file = (
        StagedSite.from_folder(write_site_with_body(tmp_path / "site", '<a href="/tin/">x</a>')),
        tmp_path / "memory",
    )
    assert inspect_folder(staged_site, "https://t.example", cache_file) == []
    assert inspect_folder(staged_site, "https://t.example/khac", cache_file) != []


def test_link_cache_unwritable_file_is_not_needed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Inspect as if the disk were full."""
    monkeypatch.setattr("bulletin.publishing.inspection.link_cache._SCHEMA", "disk I/O error")
    staged_site = StagedSite.from_folder(write_site_with_body(tmp_path / "site", '<a href="/mat/">x</a>'))
    assert inspect_folder(staged_site, "", tmp_path / "memory") == inspect_folder(staged_site)
