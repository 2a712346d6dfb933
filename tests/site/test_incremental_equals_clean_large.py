"""On many articles, with processes that share the work, a dozen changes in a row leave what a clean build makes."""

from pathlib import Path

import pytest

from tests.site.article_editor import ArticleEditor
from tests.site.build_harness import SEQUENCE_COUNT, BuildHarness

pytestmark = pytest.mark.slow

ARTICLES = 2000 if SEQUENCE_COUNT else 600

MORNING = (
    ArticleEditor.add_article,
    ArticleEditor.edit_body,
    ArticleEditor.change_title,
    ArticleEditor.change_section,
    ArticleEditor.change_slug,
    ArticleEditor.delete_article,
)
AFTERNOON = (
    ArticleEditor.hide_article,
    ArticleEditor.schedule_article,
    ArticleEditor.change_topic,
    ArticleEditor.link_by_file,
    ArticleEditor.write_image,
    ArticleEditor.advance_clock,
)


def test_a_dozen_changes_on_many_articles(tmp_path: Path) -> None:
    printers = BuildHarness(tmp_path, ARTICLES)
    printers.has_constant_code = True
    printers.build()
    for half in (MORNING, AFTERNOON):
        for number, change in enumerate(half):
            change(printers.content, 53 * number + 500)
            printers.build()
        assert printers.compare_with_clean_build() == []
        printers.edit_theme(2)
