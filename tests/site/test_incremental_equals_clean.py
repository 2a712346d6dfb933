"""After any sequence of changes the output is byte for byte a clean build's, and searching finds the same.

`BULLETIN_PLAYS=100 .venv/bin/pytest tests/site/test_incremental_equals_clean.py -k runTest` plays a hundred sequences, others each time.
"""

import os
import random
import tempfile
from collections.abc import Callable
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
    *(
        ArticleEditor.add_article,
        ArticleEditor.edit_body,
        ArticleEditor.change_title,
        ArticleEditor.change_summary,
        ArticleEditor.change_author,
        ArticleEditor.change_source,
        ArticleEditor.change_tags,
    ),
    *(
        ArticleEditor.change_topic,
        ArticleEditor.change_featured,
        ArticleEditor.change_modified_date,
        ArticleEditor.add_correction,
        ArticleEditor.change_section,
    ),
    *(
        ArticleEditor.move_to_folder,
        ArticleEditor.rename_file,
        ArticleEditor.swap_files,
        ArticleEditor.change_slug,
        ArticleEditor.change_date,
    ),
    *(
        ArticleEditor.swap_addresses,
        ArticleEditor.delete_article,
        ArticleEditor.add_alias,
        ArticleEditor.change_alias_form,
        ArticleEditor.make_draft,
    ),
    *(
        ArticleEditor.submit_for_review,
        ArticleEditor.hide_article,
        ArticleEditor.publish_all,
        ArticleEditor.schedule_article,
        ArticleEditor.expire_article,
        ArticleEditor.advance_clock,
    ),
    ArticleEditor.toggle_withdrawal,
    *(
        ArticleEditor.set_clock_back,
        ArticleEditor.link_by_file,
        ArticleEditor.link_by_address,
        ArticleEditor.change_cover,
    ),
    *(
        ArticleEditor.add_image,
        ArticleEditor.add_attachment,
        ArticleEditor.write_image,
        ArticleEditor.change_file,
        ArticleEditor.rename_section,
    ),
    *(
        ArticleEditor.add_section,
        ArticleEditor.reorder_sections,
        ArticleEditor.move_subsection,
        ArticleEditor.add_page,
    ),
    *(
        ArticleEditor.change_page,
        ArticleEditor.delete_page,
        ArticleEditor.write_campaign,
        ArticleEditor.touch_file,
        ArticleEditor.edit_keeping_mtime,
    ),
    *(
        ArticleEditor.write_image_keeping_mtime,
        ArticleEditor.restore_old_mtime,
        ArticleEditor.replace_checkout,
    ),
)
PROJECT_CHANGES = (
    *(
        BuildHarness.change_setting,
        BuildHarness.reset_settings,
        BuildHarness.edit_theme,
        BuildHarness.edit_theme_keeping_mtime,
        BuildHarness.add_stylesheet,
    ),
    *(
        BuildHarness.add_script,
        BuildHarness.override_template,
        BuildHarness.edit_code,
        BuildHarness.edit_site_code,
    ),
    *(BuildHarness.upgrade_library, BuildHarness.edit_twice_in_one_second, BuildHarness.move_project),
)
DAMAGE_CHANGES = (
    *(
        BuildHarness.delete_output_file,
        BuildHarness.alter_output_file,
        BuildHarness.truncate_output_file,
        BuildHarness.empty_output_file,
    ),
    *(
        BuildHarness.delete_output_folder,
        BuildHarness.delete_output,
        BuildHarness.add_foreign_file,
        BuildHarness.damage_cache,
    ),
    *(BuildHarness.delete_cache, BuildHarness.restore_output, BuildHarness.restore_cache),
)
TIMES = {
    BuildHarness.reset_settings: (),  # what was set stands, so that all of it counts
    BuildHarness.edit_theme: (0, 1, 2, 9),
    BuildHarness.edit_theme_keeping_mtime: (0, 1, 6, 7),
    BuildHarness.override_template: (0, 2),
    BuildHarness.edit_code: (0, 1),
    BuildHarness.edit_site_code: (0, 1, 2),
    BuildHarness.upgrade_library: (0, 1),
}
"""Changes that are others each time."""
OF_CODE = (BuildHarness.edit_code, BuildHarness.upgrade_library, BuildHarness.move_project)
"""Changes after which a server that has imported the code is no use."""
PARTS = range(1 if SEQUENCE_COUNT else 3)
"""Parts of what editors and maintainers do, so that test processes share them; with BULLETIN_PLAYS all of it in a row."""
NUMBER = st.integers(0, 999)


class IncrementalBuilds(RuleBasedStateMachine):
    """Editors, maintainers and mishaps take turns; after each, the output is a clean build's."""

    search = False

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        self.harness = BuildHarness(Path(self._folder.name), search=self.search)
        self.harness.has_constant_code = True
        self.harness.build()
        self.harness.save_output_and_cache()

    @rule(change=st.sampled_from(CONTENT_CHANGES), number=NUMBER)
    def change_content(self, change: Callable[[ArticleEditor, int], None], number: int) -> None:
        change(self.harness.content, number)
        assert self.harness.compare_with_clean_build() == []

    @rule(change=st.sampled_from((*PROJECT_CHANGES, *DAMAGE_CHANGES)), number=NUMBER)
    def change_project(self, change: Callable[[BuildHarness, int], None], number: int) -> None:
        self.harness.has_constant_code &= change not in OF_CODE
        change(self.harness, number)
        assert self.harness.compare_with_clean_build() == []

    def teardown(self) -> None:
        self._folder.cleanup()


class IncrementalBuildsWithSearch(IncrementalBuilds):
    """The same with search bundles."""

    search = True


def create_hypothesis_settings(plays: int, steps: int) -> settings:
    return settings(
        max_examples=SEQUENCE_COUNT or plays,
        stateful_step_count=25 if SEQUENCE_COUNT else steps,
        derandomize=not SEQUENCE_COUNT
        and "CI" in os.environ,  # the gate gives one answer; at a desk every run tries others
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],  # to shrink a failure would take an hour
    )


TestIncrementalBuilds = IncrementalBuilds.TestCase
TestIncrementalBuilds.settings = create_hypothesis_settings(1, 6)
TestIncrementalBuildsWithSearch = IncrementalBuildsWithSearch.TestCase
TestIncrementalBuildsWithSearch.settings = create_hypothesis_settings(1, 4)


def apply_changes(printers: BuildHarness, changes: list[tuple[Callable[..., None], object, int]]) -> None:
    """Make one change after another with a build after each, and compare after every fifth."""
    since: list[str] = []
    for turn, (change, who, number) in enumerate(changes, 1):
        printers.has_constant_code &= change not in OF_CODE
        change(who, number)
        since.append(f"{change.__name__}({number})")
        if turn % 5 and turn < len(changes):
            printers.build()
        else:
            assert printers.compare_with_clean_build() == [], since
            since = []


@pytest.fixture
def build_harness(tmp_path: Path) -> BuildHarness:
    printers = BuildHarness(tmp_path)
    printers.build()
    printers.save_output_and_cache()
    return printers


@pytest.mark.parametrize("part", PARTS)
def test_everything_that_editors_do(build_harness: BuildHarness, part: int) -> None:
    build_harness.has_constant_code = True
    dice = random.Random(103)  # noqa: S311  # to choose articles, not secrets
    changes = [(change, build_harness.content, dice.randrange(1000)) for change in CONTENT_CHANGES]
    dice.shuffle(changes)
    apply_changes(build_harness, changes[part :: len(PARTS)])


@pytest.mark.parametrize("part", PARTS)
def test_everything_that_maintainers_do(build_harness: BuildHarness, part: int) -> None:
    settings = [
        (BuildHarness.change_setting, build_harness, number) for number in range(len(SETTING_CHANGES))
    ]
    others = [(change, build_harness, n) for change in PROJECT_CHANGES[1:] for n in TIMES.get(change, (1,))]
    mine = settings[part :: len(PARTS)] + others[part :: len(PARTS)]
    build_harness.has_constant_code = True
    apply_changes(build_harness, sorted(mine, key=lambda one: one[0] in OF_CODE))


def test_all_mishaps(build_harness: BuildHarness) -> None:
    build_harness.has_constant_code = True
    apply_changes(
        build_harness, [(change, build_harness, number) for change in DAMAGE_CHANGES for number in (7, 38)]
    )
