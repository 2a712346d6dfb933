import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bulletin.cli.livereload.builder import Builder
from bulletin.cli.livereload.messages import BuildRequest, BuildResult
from bulletin.publishing.workspace.folders import BUILD_SETTINGS_FILE, Workspace
from tests.cli.livereload.livereload_site import ARTICLE, DRAFT, NOW, SCHEDULED, create_livereload_site
from tests.gate import mark_later_rows
from tests.publishing.small_site import write_dated_article

pytestmark = pytest.mark.slow
REQUEST = BuildRequest("một")


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """A site with a draft and a scheduled article."""
    monkeypatch.setenv("BULLETIN_NOW", NOW)
    return create_livereload_site(tmp_path / "trang của ban")


@pytest.fixture
def builder(site: Workspace) -> Iterator[Builder]:
    """A builder of the site."""
    builder = Builder(site, lambda _: None)
    yield builder
    builder.close()


def read_page(site: Workspace, address: str) -> str:
    return (site.preview_output / address.strip("/") / "index.html").read_text(encoding="utf-8")


def require_success(result: BuildResult) -> BuildResult:
    assert result.is_successful, (result.message, result.problems)
    return result


def test_builder_builds_pages_of_drafts_apart_from_other_outputs(site: Workspace, builder: Builder) -> None:
    result = require_success(builder.build(REQUEST))
    assert "Lời của bản nháp." in read_page(site, DRAFT)
    assert "Lời hẹn giờ." in read_page(site, SCHEDULED)
    assert result.items is not None
    assert sorted((item.address, item.state) for item in result.items) == [
        (DRAFT, "draft"),
        (SCHEDULED, "scheduled"),
    ]
    assert str(site.content) in result.folders
    for name in ("index.html", "feed.xml", "tin-moi/index.html"):
        page = site.preview_output / name
        assert not page.exists() or "Tin nhap" not in page.read_text(encoding="utf-8")
    assert not site.output.exists()
    assert not site.publish_output.exists()


def test_builder_leaves_the_search_index_for_a_request(site: Workspace, builder: Builder) -> None:
    require_success(builder.build(REQUEST))
    assert not (site.preview_output / "search").exists()
    result = require_success(builder.build(BuildRequest("một", makes_search_index=True)))
    assert result.makes_search_index
    assert list((site.preview_output / "search").glob("2026/text.*"))
    write_dated_article(site, "nhap", "Lời khác.", status="draft")
    assert not require_success(builder.build(REQUEST)).makes_search_index
    assert list((site.preview_output / "search").glob("2026/text.*"))


def test_builder_returns_the_problems_of_content_and_recovers(site: Workspace, builder: Builder) -> None:
    require_success(builder.build(REQUEST))
    file = write_dated_article(site, "sai", "Xem [bài](/khong-co/).")
    result = builder.build(REQUEST)
    assert [(problem.path, problem.line) for problem in result.problems] == [("content/articles/sai.md", 8)]
    file.unlink()
    require_success(builder.build(REQUEST))


def test_builder_with_a_faulty_draft_builds_all_other_pages(site: Workspace, builder: Builder) -> None:
    write_dated_article(site, "nhap", "Xem [bài](/khong-co/).", status="draft")
    result = require_success(builder.build(REQUEST))
    assert result.items is not None
    assert [item.path for item in result.items if item.problems] == ["content/articles/nhap.md"]
    assert any(line.startswith("content/articles/nhap.md:9: ") for line in result.remarks)
    assert not (site.preview_output / DRAFT.strip("/")).exists()
    assert read_page(site, ARTICLE)


def test_builder_reads_settings_again_and_explains_broken_ones(site: Workspace, builder: Builder) -> None:
    require_success(builder.build(REQUEST))
    settings = site.root / BUILD_SETTINGS_FILE
    text = settings.read_text(encoding="utf-8")
    settings.write_text(f"{text}SITENAME = 'Bản tin khác'\n", encoding="utf-8")
    require_success(builder.build(REQUEST))
    assert "Bản tin khác" in read_page(site, "/")
    settings.write_text(f"{text}SITENAME = \n", encoding="utf-8")
    assert f"{BUILD_SETTINGS_FILE}:" in builder.build(REQUEST).message


@pytest.mark.parametrize(
    ("template", "message"),
    mark_later_rows(
        [
            ("\n{{ view.titel }}", ":2: không có “titel”; có phải “title” không?"),
            ("{{ view.title }", ":1: sai cú pháp: “}” đứng sai chỗ."),
            ('{% extends "!theme/articl.html" %}', ":1: không có khuôn “!theme/articl.html”; có phải"),
        ],
        1,
    ),
)
def test_builder_explains_a_mistake_in_a_template_of_the_office(
    site: Workspace, builder: Builder, template: str, message: str
) -> None:
    settings = site.root / BUILD_SETTINGS_FILE
    text = settings.read_text(encoding="utf-8")
    settings.write_text(f"{text}\nTHEME_TEMPLATES_OVERRIDES = ['khuon']\n", encoding="utf-8")
    (site.root / "khuon").mkdir()
    (site.root / "khuon/article.html").write_text(template, encoding="utf-8")
    assert builder.build(REQUEST).message.startswith(f"khuon/article.html{message}")


def test_builder_after_close_starts_a_new_server(site: Workspace, builder: Builder) -> None:
    require_success(builder.build(REQUEST))
    builder.close()
    write_dated_article(site, "nhap", "Lời mới.", status="draft")
    require_success(builder.build(REQUEST))
    assert "Lời mới." in read_page(site, DRAFT)


def test_builder_with_an_option_of_pelican_uses_it(site: Workspace, builder: Builder) -> None:
    request = BuildRequest("một", options=("-e", 'SITENAME="Tên khác"'))
    require_success(builder.build(request))
    assert "Tên khác" in read_page(site, "/")


def test_builder_without_changes_lists_unpublished_items_in_a_new_session_only(
    site: Workspace, builder: Builder
) -> None:
    require_success(builder.build(REQUEST))
    time.sleep(2.1)  # a build trusts no file that was written just before it
    require_success(builder.build(REQUEST))
    assert require_success(builder.build(REQUEST)).items is None
    assert require_success(builder.build(BuildRequest("hai"))).items
