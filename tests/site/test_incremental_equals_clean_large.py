"""On many articles, with processes that share the work, a dozen changes in a row leave what a clean build makes."""

from pathlib import Path

import pytest

from tests.site.article_editor import Newsroom
from tests.site.build_harness import PLAYS, Printers

pytestmark = pytest.mark.slow

ARTICLES = 2000 if PLAYS else 600

MORNING = (
    Newsroom.add,
    Newsroom.edit,
    Newsroom.retitle,
    Newsroom.to_section,
    Newsroom.reslug,
    Newsroom.delete,
)
AFTERNOON = (
    Newsroom.hide,
    Newsroom.schedule,
    Newsroom.tell_a_story,
    Newsroom.link_by_file,
    Newsroom.draw,
    Newsroom.wait,
)


def test_a_dozen_changes_on_many_articles(tmp_path: Path) -> None:
    printers = Printers(tmp_path, ARTICLES)
    printers.has_constant_code = True
    printers.build()
    for half in (MORNING, AFTERNOON):
        for number, change in enumerate(half):
            change(printers.newsroom, 53 * number + 500)
            printers.build()
        assert printers.faults() == []
        printers.edit_theme(2)
