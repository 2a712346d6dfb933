"""Tests that each proposal, typed as it stands, gives what the editor means.

`BULLETIN_PLAYS=10000 .venv/bin/pytest tests/content/test_proposals.py` draws ten thousand slips.
"""

import os
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from bulletin.content.models import Article
from bulletin.content.problems import Problem
from bulletin.content.reader import ContentReader, ParsedFile, create_content_reader
from tests.content.proposals import find_edit, obey_proposals
from tests.content.slips import SLIPS, Slip
from tests.factories import SmallSite, load_repository_settings
from tests.gate import count_cases
from tests.test_broken_sites import BROKEN, FOLDER, copy_broken_site

PLAYS = int(os.environ.get("BULLETIN_PLAYS", "0"))
_MAX_ROUNDS = 4
"""Times that an editor obeys and checks again. One slip can hide another."""
_KINDS_OF_ONE_ROUND = ("markup", "bare", "date", "aliases", "list", "line separator", "apostrophe", "key")
"""Beginnings of kinds of slips that one obeyed proposal mends."""
_MIN_SITES_WITH_PROPOSALS = 30
_BUILT_SLIPS = 40
"""Most mended articles that are built together."""


@pytest.fixture(scope="module")
def results() -> Counter[str]:
    """Count of broken sites with and without a proposal."""
    return Counter()


def list_all_problems(site: SmallSite) -> list[Problem]:
    report = site.check_content()
    return [*report.problems, *report.draft_problems]


@pytest.mark.parametrize("name", BROKEN)
def test_proposals_of_a_broken_site_leave_no_problem_when_obeyed(
    tmp_path: Path, name: str, results: Counter[str]
) -> None:
    copy_broken_site(name, tmp_path)
    site = SmallSite(tmp_path)
    problems = list_all_problems(site)
    unanswered = {problem.message for problem in problems if not find_edit(problem)}
    results["obeyed" if obey_proposals(tmp_path, problems) else "without proposal"] += 1
    assert {problem.message for problem in list_all_problems(site)} <= unanswered


def test_broken_sites_have_proposals(results: Counter[str]) -> None:
    if sum(results.values()) == len(BROKEN):
        assert results["obeyed"] >= _MIN_SITES_WITH_PROPOSALS


def read_slip(reader: ContentReader, folder: Path, slip: Slip) -> tuple[ParsedFile, int, int]:
    """Write the article of a slip and obey until no proposal is left.

    Return the last result, the number of edits, and that of rounds.
    """
    file, count, rounds = folder / "content/articles/slip.md", 0, 0
    file.write_text("\n".join(("---", *slip.rows, "---", "", "Thân bài.", "")), encoding="utf-8")
    for _ in range(_MAX_ROUNDS):
        parsed = reader.read_item("articles/slip.md")
        edits = obey_proposals(folder, parsed.problems)
        if not edits:
            break
        count, rounds = count + edits, rounds + 1
    return parsed, count, rounds


def get_value(article: Article, reader: ContentReader, key: str) -> Any:
    """Return the value of an article that an editor writes under ``key``."""
    values: dict[str, Any] = {
        "summary": article.lede,
        "tags": list(article.tags),
        "author": ", ".join(article.authors),
        "category": reader.sections.by_slug[article.section].name,
        "modified": f"{article.modified:%Y-%m-%d}" if article.modified else "",
        "status": article.status,
    }
    return values[key] if key in values else getattr(article, key)


def test_proposals_of_generated_slips_give_what_was_meant(tmp_path: Path) -> None:
    shutil.copytree(FOLDER / "_base", tmp_path, dirs_exist_ok=True)
    reader = create_content_reader(tmp_path / "content", load_repository_settings())
    mended: dict[str, bytes] = {}
    counts: Counter[str] = Counter()

    @settings(
        max_examples=count_cases(200, 500), derandomize=not PLAYS, deadline=None, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(SLIPS)
    def obey_slip(slip: Slip) -> None:
        parsed, edits, rounds = read_slip(reader, tmp_path, slip)
        if parsed.problems:
            counts["no proposal"] += 1
            return
        assert isinstance(parsed.item, Article)
        assert rounds <= 1 or not slip.kind.startswith(_KINDS_OF_ONE_ROUND), (slip, rounds)
        value = get_value(parsed.item, reader, slip.key)
        meant = tuple(item or "published" for item in slip.meant) if slip.key == "status" else slip.meant
        file = tmp_path / "content/articles/slip.md"
        assert value in meant, file.read_text("utf-8")
        counts["mended" if edits else "understood"] += 1
        has_aliases = slip.key == "aliases" and any(b"\naliases:" in text for text in mended.values())
        if len(mended) < _BUILT_SLIPS and not has_aliases:  # all slips of aliases mean the same ones
            mended[f"slip-{len(mended)}"] = file.read_bytes()

    obey_slip()
    assert counts["mended"] > counts["no proposal"]
    (tmp_path / "content/articles/slip.md").unlink()
    site = SmallSite(tmp_path)
    for name, text in mended.items():
        rows = [row for row in text.decode().split("\n") if not row.startswith(("slug:", "tags:", "topic:"))]
        rows.insert(1, f"slug: {name}")
        site.write_file(f"articles/{name}.md", "\n".join(rows))
    result = site.build()
    assert result.returncode == 0, result.stdout + result.stderr
