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
    outgoing: StagedSite, siteurl: str = "", memory: Path | None = None, frame_hosts: tuple[str, ...] = ()
) -> list[OutputProblem]:
    """Inspect as a new publish does, with what the last one left in ``memory``."""
    there = SiteOrigin.from_siteurl(siteurl, frame_hosts)
    return inspector.inspect_output(outgoing, there, LinkCache(memory, there) if memory else None)


def write_site_with_body(folder: Path, body: str = "", **files: str) -> Path:
    """Make a site whose front page holds ``body``."""
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
def test_an_address_that_leads_somewhere_is_right(tmp_path: Path, address: str) -> None:
    assert (
        inspect_folder(
            StagedSite.from_folder(write_site_with_body(tmp_path, f'<a href="{address}">x</a>')),
            "https://bantin.example",
        )
        == []
    )


@pytest.mark.parametrize(
    ("body", "fault"),
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
def test_each_fault_is_found_and_named(tmp_path: Path, body: str, fault: str) -> None:
    (finding,) = inspect_folder(
        StagedSite.from_folder(write_site_with_body(tmp_path, body)), "https://bantin.example"
    )
    assert str(finding).startswith("output-publish/index.html: ")
    assert fault in str(finding)


@pytest.mark.parametrize(
    ("body", "fault"),
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
def test_what_a_strict_policy_would_not_let_through_is_refused(tmp_path: Path, body: str, fault: str) -> None:
    (finding,) = inspect_folder(
        StagedSite.from_folder(write_site_with_body(tmp_path, body)), "https://bantin.example"
    )
    assert fault in finding.message


def test_a_style_sheet_loads_nothing_from_others(tmp_path: Path) -> None:
    folder = write_site_with_body(
        tmp_path, **{"css/x.css": "a { background: url(https://cdn.example/a.png) }"}
    )
    (finding,) = inspect_folder(StagedSite.from_folder(folder), "https://bantin.example")
    assert "từ máy chủ khác (cdn.example)" in finding.message


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
def test_films_of_named_hosts_and_links_to_others_are_right(tmp_path: Path, body: str) -> None:
    outgoing = StagedSite.from_folder(write_site_with_body(tmp_path, body))
    assert inspect_folder(outgoing, "https://bantin.example", frame_hosts=("phim.example",)) == []


def test_other_hosts_of_films_are_another_inspection(tmp_path: Path) -> None:
    outgoing = StagedSite.from_folder(
        write_site_with_body(tmp_path / "site", '<iframe src="https://phim.example/1"></iframe>')
    )
    memory = tmp_path / "memory"
    assert inspect_folder(outgoing, "", memory, ("phim.example",)) == []
    assert inspect_folder(outgoing, "", memory, ("khac.example",)) != []


def test_the_same_relative_address_is_judged_from_each_folder(tmp_path: Path) -> None:
    link = '<a href="b/">x</a><a href="#y">y</a>'
    folder = write_site_with_body(
        tmp_path, **{"x/index.html": link + '<p id="y">', "x/b/index.html": "b", "z/index.html": link}
    )
    assert {
        (one.path, one.message.split("“")[1][0]) for one in inspect_folder(StagedSite.from_folder(folder))
    } == {
        ("z/index.html", "b"),
        ("z/index.html", "#"),
    }


def test_a_site_may_hang_below_a_path(tmp_path: Path) -> None:
    body = '<a href="/tin/tin/">x</a><a href="/tin">x</a><a href="https://t.example/khac/">x</a>'
    assert (
        inspect_folder(StagedSite.from_folder(write_site_with_body(tmp_path, body)), "https://t.example/tin")
        == []
    )


def test_below_a_path_an_address_without_it_leads_outside(tmp_path: Path) -> None:
    (finding,) = inspect_folder(
        StagedSite.from_folder(write_site_with_body(tmp_path, '<a href="/css/site.css">x</a>')),
        "https://t.example/tin/",
    )
    assert "không bắt đầu bằng “/tin/”" in finding.message


def test_styles_and_site_maps_are_read_too(tmp_path: Path) -> None:
    folder = write_site_with_body(
        tmp_path,
        **{
            "css/x.css": "/* url(cu.png) */ @import url('site.css'); a { background: url(../anh/mat.png) }",
            "sitemap.xml": "<urlset><url><loc>https://t.example/mat/</loc></url></urlset>",
        },
    )
    assert [one.path for one in inspect_folder(StagedSite.from_folder(folder), "https://t.example")] == [
        "css/x.css",
        "sitemap.xml",
    ]


def test_an_empty_page_is_a_fault(tmp_path: Path) -> None:
    (finding,) = inspect_folder(
        StagedSite.from_folder(
            write_site_with_body(tmp_path, **{"trong/index.html": "<html><title>x</title></html>"})
        )
    )
    assert str(finding) == "output-publish/trong/index.html: Trang trống, không có chữ hay hình nào."


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
def test_after_any_edits_what_is_remembered_finds_what_a_new_inspection_finds(edits: list[Any]) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder, memory = Path(place, "site"), Path(place, "memory")
        (folder / "a/b").mkdir(parents=True)
        for name, said in edits:
            if said is None:
                (folder / name).unlink(missing_ok=True)
            else:
                links = "".join(f'<a href="{link}">x</a>' for link in said[0])
                (folder / name).write_text(links + '<p id="m">x</p>' * said[1], encoding="utf-8")
            outgoing = StagedSite.from_folder(folder)
            assert inspect_folder(outgoing, "", memory) == inspect_folder(outgoing)


@pytest.mark.parametrize("harm", [b"", b"x" * 9000])
def test_a_harmed_memory_is_made_anew(tmp_path: Path, harm: bytes) -> None:
    outgoing, memory = (
        StagedSite.from_folder(write_site_with_body(tmp_path / "site", '<a href="/mat/">x</a>')),
        tmp_path / "memory",
    )
    found = inspect_folder(outgoing, "", memory)
    data = memory.read_bytes()
    memory.write_bytes(harm or data[: len(data) // 2])
    assert inspect_folder(outgoing, "", memory) == found
    assert inspect_folder(outgoing, "", memory) == found


def test_facts_that_were_altered_are_read_again(tmp_path: Path) -> None:
    outgoing, memory = (
        StagedSite.from_folder(write_site_with_body(tmp_path / "site", '<a href="/tin/#đầu">x</a>')),
        tmp_path / "memory",
    )
    assert inspect_folder(outgoing, "", memory) == []
    with closing(sqlite3.connect(memory)) as base, base:
        base.execute("UPDATE facts SET data = x'00'")
    (tmp_path / "site/tin/index.html").unlink()
    gone = StagedSite.from_folder(tmp_path / "site")
    assert inspect_folder(gone, "", memory) == inspect_folder(gone) != []


def test_another_address_of_the_site_is_another_inspection(tmp_path: Path) -> None:
    outgoing, memory = (
        StagedSite.from_folder(write_site_with_body(tmp_path / "site", '<a href="/tin/">x</a>')),
        tmp_path / "memory",
    )
    assert inspect_folder(outgoing, "https://t.example", memory) == []
    assert inspect_folder(outgoing, "https://t.example/khac", memory) != []


def test_a_memory_that_cannot_be_written_is_done_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on a full disk: it only saves work."""
    monkeypatch.setattr("bulletin.publishing.inspection.link_cache._SCHEMA", "disk I/O error")
    outgoing = StagedSite.from_folder(write_site_with_body(tmp_path / "site", '<a href="/mat/">x</a>'))
    assert inspect_folder(outgoing, "", tmp_path / "memory") == inspect_folder(outgoing)
