from pathlib import Path

import pytest

from bulletin.build.draft_preview import DRAFT_PREVIEW_SETTING, DraftPreview, get_draft_preview
from bulletin.content.library import Library
from bulletin.content.models import Article, Page
from bulletin.content.problems import Problem
from bulletin.settings.tables import SettingError
from bulletin.storage.output_folder import PREVIEW_OUTPUT_NAME
from tests.factories import (
    SmallSite,
    create_archive,
    create_page,
    create_sections,
    create_test_article,
    shift_time,
)

CONTENT = Path("/site/content")
LIVE = create_test_article("dang")
DRAFT = create_test_article("nhap", status="draft")
SCHEDULED = create_test_article("hen", date=shift_time(24))
EXPIRED = create_test_article("het-han", expires=shift_time(-1))


def list_hidden_sources(*articles: Article, problems: tuple[Problem, ...] = ()) -> list[str]:
    """Return the sources of hidden items in the archive of a draft preview."""
    pages = (create_page("moi", status="review"),)
    library = Library(articles, pages, create_sections())
    archive = DraftPreview("một").add_to_archive(create_archive(articles, pages), library, problems, CONTENT)
    assert [item.source for item in archive.all_articles.articles] == ["articles/dang.md"]
    items: tuple[Article | Page, ...] = (*archive.hidden_articles, *archive.hidden_pages)
    return [item.source for item in items]


def test_draft_preview_adds_what_is_not_published_yet_outside_the_lists() -> None:
    assert list_hidden_sources(LIVE, DRAFT, SCHEDULED, EXPIRED) == [
        "articles/nhap.md",
        "articles/hen.md",
        "pages/moi.md",
    ]


def test_draft_preview_leaves_out_a_draft_with_problems_and_lists_it() -> None:
    problem = Problem("content/articles/nhap.md", 4, "Sai.")
    assert list_hidden_sources(LIVE, DRAFT, problems=(problem,)) == ["pages/moi.md"]
    library = Library((LIVE, DRAFT), (), create_sections())
    preview = DraftPreview("một")
    unreadable = Problem("content/articles/hong.md", 1, "Hỏng.")
    preview.add_to_archive(create_archive([LIVE]), library, (problem, unreadable), CONTENT)
    assert preview.items is not None
    assert [(item.path, item.address, item.problems) for item in preview.items] == [
        ("content/articles/nhap.md", DRAFT.address, (problem,)),
        ("content/articles/hong.md", "", (unreadable,)),
    ]


def test_get_draft_preview_without_the_setting_returns_none() -> None:
    assert get_draft_preview({}, Path("/site/output")) is None


@pytest.mark.parametrize("output", ["output", "output-publish"])
def test_get_draft_preview_of_another_output_folder_is_refused(output: str) -> None:
    with pytest.raises(SettingError, match=r"DRAFT_PREVIEW dành riêng cho \./inv livereload"):
        get_draft_preview({DRAFT_PREVIEW_SETTING: DraftPreview("một")}, Path("/site") / output)


def test_get_draft_preview_from_a_settings_file_is_refused() -> None:
    with pytest.raises(SettingError, match="Hãy xóa dòng ấy"):
        get_draft_preview({DRAFT_PREVIEW_SETTING: True}, Path("/site") / PREVIEW_OUTPUT_NAME)


@pytest.mark.slow
def test_build_with_the_setting_of_draft_previews_writes_nothing(tmp_path: Path) -> None:
    site = SmallSite(tmp_path)
    site.write_article()
    done = site.build(extra=["-e", f"{DRAFT_PREVIEW_SETTING}=true"])
    assert done.returncode
    assert "DRAFT_PREVIEW dành riêng cho ./inv livereload" in done.stdout + done.stderr
    assert not (site.output / "index.html").exists()
