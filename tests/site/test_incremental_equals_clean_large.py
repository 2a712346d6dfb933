"""Test of incremental builds of many articles, which several processes build."""

from pathlib import Path

import pytest

from tests.site.article_editor import ArticleEditor
from tests.site.build_harness import BuildHarness

pytestmark = [pytest.mark.slow, pytest.mark.plays]

ARTICLES = 2000

FIRST_CHANGES = (
    ArticleEditor.add_article,
    ArticleEditor.edit_body,
    ArticleEditor.change_title,
    ArticleEditor.change_section,
    ArticleEditor.change_slug,
    ArticleEditor.delete_article,
)
SECOND_CHANGES = (
    ArticleEditor.hide_article,
    ArticleEditor.schedule_article,
    ArticleEditor.change_topic,
    ArticleEditor.link_by_file,
    ArticleEditor.write_image,
    ArticleEditor.advance_clock,
)


def test_build_of_many_articles_after_changes_equals_a_clean_build(tmp_path: Path) -> None:
    harness = BuildHarness(tmp_path, ARTICLES)
    harness.has_constant_code = True
    harness.build()
    for changes in (FIRST_CHANGES, SECOND_CHANGES):
        for number, change in enumerate(changes):
            change(harness.content, 53 * number + ARTICLES // 2)
            harness.build()
        assert harness.compare_with_clean_build() == []
        harness.edit_theme(2)
