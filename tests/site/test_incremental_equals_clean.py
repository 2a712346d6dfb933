"""Tests that incremental builds equal clean builds after any sequence of changes.

``BULLETIN_PLAYS=100 .venv/bin/pytest tests/site/test_incremental_equals_clean.py -k runTest``
tries a hundred random sequences.
"""

import os
import random
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from tests.site.article_editor import ArticleEditor
from tests.site.build_harness import SEQUENCE_COUNT, BuildHarness
from tests.site.project_copy import SETTING_CHANGES

pytestmark = pytest.mark.slow

CONTENT_CHANGES = (
    ArticleEditor.add_article,
    ArticleEditor.edit_body,
    ArticleEditor.change_title,
    ArticleEditor.change_summary,
    ArticleEditor.change_author,
    ArticleEditor.change_source,
    ArticleEditor.change_tags,
    ArticleEditor.change_topic,
    ArticleEditor.change_featured,
    ArticleEditor.end_featuring,
    ArticleEditor.change_modified_date,
    ArticleEditor.add_correction,
    ArticleEditor.change_section,
    ArticleEditor.move_to_folder,
    ArticleEditor.rename_file,
    ArticleEditor.swap_files,
    ArticleEditor.change_slug,
    ArticleEditor.change_date,
    ArticleEditor.swap_addresses,
    ArticleEditor.delete_article,
    ArticleEditor.add_alias,
    ArticleEditor.change_alias_form,
    ArticleEditor.make_draft,
    ArticleEditor.submit_for_review,
    ArticleEditor.write_other_draft,
    ArticleEditor.hide_article,
    ArticleEditor.publish_all,
    ArticleEditor.schedule_article,
    ArticleEditor.expire_article,
    ArticleEditor.advance_clock,
    ArticleEditor.toggle_withdrawal,
    ArticleEditor.set_clock_back,
    ArticleEditor.link_by_file,
    ArticleEditor.link_by_address,
    ArticleEditor.change_cover,
    ArticleEditor.add_image,
    ArticleEditor.add_attachment,
    ArticleEditor.write_image,
    ArticleEditor.change_file,
    ArticleEditor.rename_section,
    ArticleEditor.add_section,
    ArticleEditor.reorder_sections,
    ArticleEditor.move_subsection,
    ArticleEditor.add_page,
    ArticleEditor.change_page,
    ArticleEditor.delete_page,
    ArticleEditor.write_campaign,
    ArticleEditor.touch_file,
    ArticleEditor.edit_keeping_mtime,
    ArticleEditor.write_image_keeping_mtime,
    ArticleEditor.restore_old_mtime,
    ArticleEditor.replace_checkout,
    ArticleEditor.change_ai_label,
    ArticleEditor.change_recording,
    ArticleEditor.change_most_read,
    ArticleEditor.cite_documents,
    ArticleEditor.write_document,
)
PROJECT_CHANGES: tuple[Callable[[BuildHarness, int], None], ...] = (
    BuildHarness.change_setting,
    BuildHarness.reset_settings,
    BuildHarness.edit_theme,
    BuildHarness.edit_theme_keeping_mtime,
    BuildHarness.add_stylesheet,
    BuildHarness.add_script,
    BuildHarness.override_template,
    BuildHarness.edit_code,
    BuildHarness.edit_site_code,
    BuildHarness.upgrade_library,
    BuildHarness.edit_twice_in_one_second,
    BuildHarness.move_project,
)
DAMAGE_CHANGES = (
    BuildHarness.delete_output_file,
    BuildHarness.alter_output_file,
    BuildHarness.truncate_output_file,
    BuildHarness.empty_output_file,
    BuildHarness.delete_output_folder,
    BuildHarness.delete_output,
    BuildHarness.add_foreign_file,
    BuildHarness.damage_cache,
    BuildHarness.delete_cache,
    BuildHarness.restore_output,
    BuildHarness.restore_cache,
)
CHANGE_NUMBERS: dict[Callable[[BuildHarness, int], None], tuple[int, ...]] = {
    BuildHarness.reset_settings: (),  # left out, so that all changed settings stay
    BuildHarness.edit_theme: (0, 1, 2, 9) if SEQUENCE_COUNT else (1, 9),
    BuildHarness.edit_theme_keeping_mtime: (0, 1, 6, 7) if SEQUENCE_COUNT else (0, 6),
    BuildHarness.override_template: (0, 2) if SEQUENCE_COUNT else (0,),
    BuildHarness.edit_code: (0, 1) if SEQUENCE_COUNT else (0,),
    BuildHarness.edit_site_code: (0, 1, 2) if SEQUENCE_COUNT else (2,),
    BuildHarness.upgrade_library: (0, 1) if SEQUENCE_COUNT else (0,),
}
"""Numbers to use for changes that several numbers make differently."""
CONTENT_CHANGES_OF_A_BUILD = 1 if SEQUENCE_COUNT else 4
"""Changes of the content before each build, of other articles each."""
DAMAGED_FILES = (7, 38) if SEQUENCE_COUNT else (38,)
CODE_CHANGES = (BuildHarness.edit_code, BuildHarness.upgrade_library, BuildHarness.move_project)
"""Changes after which a fork server, which has imported the code, cannot build any more."""
NUMBER = st.integers(0, 999)
ARTICLE_COUNT = 48 if SEQUENCE_COUNT else 24
"""Number of articles: 24 make all kinds of page, also second pages of listings."""


class IncrementalBuilds(RuleBasedStateMachine):
    """State machine of random changes, with a comparison after each change."""

    search = False

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        self.harness = BuildHarness(
            Path(self._folder.name), ARTICLE_COUNT, search=self.search, share_cards=True
        )
        self.harness.has_constant_code = True
        self.harness.build()
        self.harness.save_output_and_cache()

    @rule(change=st.sampled_from(CONTENT_CHANGES), number=NUMBER)
    def change_content(self, change: Callable[[ArticleEditor, int], None], number: int) -> None:
        change(self.harness.content, number)
        assert self.harness.compare_with_clean_build() == []

    @rule(change=st.sampled_from((*PROJECT_CHANGES, *DAMAGE_CHANGES)), number=NUMBER)
    def change_project(self, change: Callable[[BuildHarness, int], None], number: int) -> None:
        self.harness.has_constant_code &= change not in CODE_CHANGES
        change(self.harness, number)
        assert self.harness.compare_with_clean_build() == []

    def teardown(self) -> None:
        self._folder.cleanup()


class IncrementalBuildsWithSearch(IncrementalBuilds):
    """The same state machine with the search index."""

    search = True


def create_hypothesis_settings(sequences: int, steps: int) -> settings:
    return settings(
        max_examples=SEQUENCE_COUNT or sequences,
        stateful_step_count=25 if SEQUENCE_COUNT else steps,
        derandomize=not SEQUENCE_COUNT and "CI" in os.environ,  # CI must give the same result twice
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],  # shrinking a failure would take an hour
    )


TestIncrementalBuilds = pytest.mark.plays(IncrementalBuilds.TestCase)
TestIncrementalBuilds.settings = create_hypothesis_settings(1, 3)
TestIncrementalBuildsWithSearch = IncrementalBuildsWithSearch.TestCase
TestIncrementalBuildsWithSearch.settings = create_hypothesis_settings(1, 2)


def apply_changes(
    harness: BuildHarness, changes: Sequence[tuple[Callable[..., None], object, int]], each_build: int = 1
) -> None:
    """Apply the changes, and compare with a clean build after every tenth build.

    A build follows ``each_build`` changes.
    Each change has the object that it is applied to, and a number.
    """
    applied: list[str] = []
    for step, (change, subject, number) in enumerate(changes, 1):
        harness.has_constant_code &= change not in CODE_CHANGES
        change(subject, number)
        applied.append(f"{change.__name__}({number})")
        if step == len(changes) or step % (10 * each_build) == 0:
            assert harness.compare_with_clean_build() == [], applied
            applied = []
        elif step % each_build == 0:
            harness.build()


def get_reach(step: tuple[Callable[..., None], object, int]) -> int:
    """Return 2 for a change of the product's code, 1 for the site's code, else 0.

    Steps follow in this order. Reason: a build with code of the site renders everything again.
    """
    change, _, number = step
    has_site_code = change is BuildHarness.change_setting and "site_" in SETTING_CHANGES[number][1]
    return 2 if change in CODE_CHANGES else int(has_site_code or change is BuildHarness.edit_site_code)


@pytest.fixture
def build_harness(tmp_path: Path) -> BuildHarness:
    """A built site."""
    harness = BuildHarness(tmp_path, ARTICLE_COUNT, share_cards=True)
    harness.has_constant_code = True
    harness.build()
    harness.save_output_and_cache()
    return harness


def test_build_after_any_content_change_equals_a_clean_build(build_harness: BuildHarness) -> None:
    dice = random.Random(103)  # noqa: S311  # to choose articles, not secrets
    changes = [(change, build_harness.content, dice.randrange(1000)) for change in CONTENT_CHANGES]
    dice.shuffle(changes)
    apply_changes(build_harness, changes, CONTENT_CHANGES_OF_A_BUILD)


def test_build_after_any_project_change_equals_a_clean_build(build_harness: BuildHarness) -> None:
    settings = [
        (BuildHarness.change_setting, build_harness, number)
        for number in range(0, len(SETTING_CHANGES), 1 if SEQUENCE_COUNT else 5)
    ]
    others = [
        (change, build_harness, number)
        for change in PROJECT_CHANGES[1:]
        for number in CHANGE_NUMBERS.get(change, (1,))
    ]
    apply_changes(build_harness, sorted([*settings, *others], key=get_reach))


def test_build_after_damage_to_output_and_cache_equals_a_clean_build(build_harness: BuildHarness) -> None:
    apply_changes(
        build_harness,
        [(change, build_harness, number) for change in DAMAGE_CHANGES for number in DAMAGED_FILES],
    )
