"""Tests that a check tells drafts apart, and compares citations with files."""

from pathlib import Path

import pytest

from tests.factories import SmallSite

YAML_FAULT = {"title": "[một"}


@pytest.fixture
def site(tmp_path: Path) -> SmallSite:
    """Site with one sound article, ``/2026/11/tot/``."""
    site = SmallSite(tmp_path)
    site.write_article("tot")
    return site


def list_faulty_files(site: SmallSite) -> tuple[list[str], list[str]]:
    """Return the names of files with problems: those that stop a publish, then drafts."""
    report = site.check_content()
    return (
        [Path(problem.path).stem for problem in report.problems],
        [Path(problem.path).stem for problem in report.draft_problems],
    )


@pytest.mark.parametrize("status", ["draft", "review"])
@pytest.mark.parametrize(
    ("body", "keys"),
    [
        ("Xem [bài](/2026/11/khong-co/).", {}),
        ("Xem [tệp](/files/khong-co.pdf).", {}),
        ("![Ảnh](/images/khong-co.png)", {}),
        ("x", {"cover": "images/khong-co.png", "cover_alt": "Bìa"}),
        ("x", {"attachments": "[{file: files/khong-co.pdf, title: a}]"}),
        ("x", {"title": None}),
        ("x", {"category": "Không có"}),
        ("x", {"date": "hôm qua"}),
        ("x", {"chuyen_muc": "a"}),
        ("x", {"slug": "tot"}),
        ("x", {"aliases": "[/2026/11/tot/]"}),
        ("x", YAML_FAULT),
        ("<<<<<<< HEAD\nmột\n=======\nhai\n>>>>>>> b", {}),
    ],
)
def test_check_fault_in_draft_is_told_apart(
    site: SmallSite, status: str, body: str, keys: dict[str, str | None]
) -> None:
    site.write_article("bai", body, **keys, status=status)
    assert list_faulty_files(site) == ([], ["bai"])
    for published in ("published", "hidden"):
        site.write_article("bai", body, **keys, status=published)
        blocking, drafts = list_faulty_files(site)
        assert blocking
        assert drafts == []


def test_check_fault_in_draft_page_is_told_apart(site: SmallSite) -> None:
    site.write_file("pages/lien-he.md", "---\ntitle: Liên hệ\nstatus: draft\norder: một\n---\n\nx\n")
    assert list_faulty_files(site) == ([], ["lien-he"])


@pytest.mark.parametrize("status", ["nháp", "[draft]", "drat"])
def test_check_fault_with_unknown_status_stops(site: SmallSite, status: str) -> None:
    site.write_article("bai", "Xem [bài](/2026/11/khong-co/).", status=status)
    blocking, drafts = list_faulty_files(site)
    assert set(blocking) == {"bai"}
    assert drafts == []


def test_check_draft_in_other_encoding_is_told_apart(site: SmallSite) -> None:
    text = "---\r\ntitle: Ti\xeau \xf0\r\nstatus: {}\r\n---\r\n\r\nx\r\n"
    site.write_file("articles/bai.md", text.format("draft").encode("latin-1"))
    assert list_faulty_files(site) == ([], ["bai"])
    site.write_file("articles/bai.md", text.format("published").encode("latin-1"))
    assert list_faulty_files(site) == (["bai"], [])


def test_check_link_out_of_content_to_draft_stops(site: SmallSite, tmp_path: Path) -> None:
    draft = tmp_path / "ngoai.md"
    draft.write_text("---\ntitle: [a\nstatus: draft\n---\n", encoding="utf-8")
    (site.content / "articles/bai.md").symlink_to(draft)
    assert list_faulty_files(site) == (["bai"], [])


@pytest.mark.parametrize("name", ["a", "z"])
def test_check_address_clash_is_the_fault_of_the_draft(site: SmallSite, name: str) -> None:
    site.write_article(name, slug="tot", status="draft")
    assert list_faulty_files(site) == ([], [name])


@pytest.mark.parametrize("name", ["a", "z"])
def test_check_published_alias_at_the_address_of_a_draft_is_the_fault_of_the_draft(
    site: SmallSite, name: str
) -> None:
    site.write_article("tot", aliases="[/2026/11/moi/]")
    site.write_article(name, slug="moi", status="draft")
    assert list_faulty_files(site) == ([], [name])


@pytest.mark.parametrize("name", ["a", "z"])
def test_check_published_address_below_the_alias_of_a_draft_is_the_fault_of_the_draft(
    site: SmallSite, name: str
) -> None:
    site.write_article("tot", aliases="[/cu.html/tot/]")
    site.write_article(name, status="draft", aliases="[/cu.html]")
    assert list_faulty_files(site) == ([], [name])


def test_check_draft_does_not_hide_the_fault_of_a_published_address(site: SmallSite) -> None:
    """One published alias lies below another one, and a draft has both of them."""
    site.write_article("khac", aliases="[/cu.html]")
    site.write_article("tot", aliases="[/cu.html/tot/]")
    assert list_faulty_files(site) == (["tot"], [])
    for name in ("a", "z"):
        site.write_article(name, status="draft", aliases="[/cu.html, /cu.html/tot/]")
    assert list_faulty_files(site) == (["tot"], ["a", "a", "z", "z"])


def test_check_author_like_that_of_an_older_draft_is_the_fault_of_the_draft(site: SmallSite) -> None:
    site.write_article("tot", author="Lê An")
    site.write_article("bai", author="Le An", status="draft", date="2026-11-01 07:30")
    assert list_faulty_files(site) == ([], ["bai"])


def test_check_published_link_to_an_unreadable_draft_by_address_stops(site: SmallSite) -> None:
    site.write_article("bai", status="draft")
    site.write_article("tot", "Xem [bài](/2026/11/bai/) và [tệp]({filename}/articles/bai.md).")
    assert list_faulty_files(site) == ([], [])
    site.write_article("bai", status="draft", **YAML_FAULT)
    assert list_faulty_files(site) == (["tot"], ["bai"])


def test_check_anchor_of_a_published_article_at_the_address_of_a_draft_is_found(site: SmallSite) -> None:
    site.write_article("tot", "## Kết quả\n\nx")
    site.write_article("z", "## Khác\n\nx", slug="tot", status="draft")
    site.write_article("doc", "Xem [kết quả](/2026/11/tot/#muc-ket-qua).")
    assert list_faulty_files(site) == ([], ["z"])


def test_check_mended_draft_has_no_problem(site: SmallSite) -> None:
    site.write_article("bai", status="draft", **YAML_FAULT)
    assert list_faulty_files(site) == ([], ["bai"])
    site.write_article("bai", status="draft")
    assert list_faulty_files(site) == ([], [])


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("other-code", "Chỉ thị số 38-CT/TW ngày 13/11/2018"),
        ("date-of-deed", "Quang cảnh hội nghị triển khai Kết luận số 38-KL/TW ngày 20/11/2026"),
        ("missing-year", "Nghị định số 178/NĐ-CP ngày 31/12/2024 của Chính phủ"),
        ("other-than-file", "Kết luận số 38-KL/TW ngày 13/11/2018 của Bộ Chính trị"),
    ],
)
def test_check_citation_unlike_a_file_is_a_warning_that_its_name_silences(
    site: SmallSite, name: str, body: str
) -> None:
    site.write_file("documents/a.yml", "number: 38-KL/TW\nissuer: Ban Bí thư\ndate: 13/11/2018\n")
    site.write_file("documents/b.yml", "number: 178/2024/NĐ-CP\nissuer: Chính phủ\ndate: 31/12/2024\n")
    site.write_article("bai", f"{body}.")
    report = site.check_content()
    assert [(warning.name, Path(warning.path).stem) for warning in report.warnings] == [(name, "bai")]
    assert report.problems == ()
    site.write_article("bai", f"{body}.", ignore_warnings=f"[{name}]")
    assert site.check_content().warnings == ()
