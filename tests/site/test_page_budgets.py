"""Pages of the sample keep the budgets of bytes and elements."""

from pathlib import Path

import pytest

from tools.audit.budgets import read_budgets
from tools.audit.page_kinds import KINDS, find_pages
from tools.audit.weight import weigh_page

pytestmark = pytest.mark.slow

MISSING_KINDS = {"day", "documents", "gallery", "video"}
"""Kinds of page that the sample may lack."""


def test_pages_of_all_kinds_keep_their_budgets(sample: Path) -> None:
    budgets, pages = read_budgets(), list(find_pages(sample))
    assert {page.kind for page in pages} >= set(KINDS) - MISSING_KINDS
    excesses = {page.kind: budgets.find_excesses(page.kind, weigh_page(sample, page.file)) for page in pages}
    assert {kind: found for kind, found in excesses.items() if found} == {}
