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

from tests.site.article_editor import Newsroom
from tests.site.build_harness import PLAYS, Printers
from tests.site.project_copy import SETTINGS

pytestmark = pytest.mark.slow

EDITORS = (
    *(
        Newsroom.add,
        Newsroom.edit,
        Newsroom.retitle,
        Newsroom.summarise,
        Newsroom.sign,
        Newsroom.credit,
        Newsroom.tag,
    ),
    *(Newsroom.tell_a_story, Newsroom.feature, Newsroom.modify, Newsroom.correct, Newsroom.to_section),
    *(Newsroom.to_folder, Newsroom.rename_file, Newsroom.swap_files, Newsroom.reslug, Newsroom.redate),
    *(
        Newsroom.exchange,
        Newsroom.delete,
        Newsroom.alias,
        Newsroom.let_an_old_file_be_a_folder,
        Newsroom.draft,
    ),
    *(Newsroom.review, Newsroom.hide, Newsroom.publish, Newsroom.schedule, Newsroom.expire, Newsroom.wait),
    Newsroom.take_down,
    *(Newsroom.turn_the_clock_back, Newsroom.link_by_file, Newsroom.link_by_address, Newsroom.cover),
    *(Newsroom.illustrate, Newsroom.attach, Newsroom.draw, Newsroom.change_file, Newsroom.rename_section),
    *(Newsroom.add_section, Newsroom.reorder_sections, Newsroom.move_the_subsection, Newsroom.add_page),
    *(Newsroom.change_page, Newsroom.delete_page, Newsroom.campaign, Newsroom.touch, Newsroom.edit_quietly),
    *(Newsroom.draw_quietly, Newsroom.put_an_older_copy_back, Newsroom.check_out_anew),
)
MAINTAINERS = (
    *(
        Printers.set,
        Printers.reset,
        Printers.edit_theme,
        Printers.edit_theme_quietly,
        Printers.add_stylesheet,
    ),
    *(Printers.add_script, Printers.override_a_template, Printers.edit_code, Printers.edit_own_code),
    *(Printers.upgrade_a_library, Printers.edit_twice_in_a_second, Printers.move_house),
)
MISHAPS = (
    *(
        Printers.delete_an_output,
        Printers.alter_an_output,
        Printers.truncate_an_output,
        Printers.empty_an_output,
    ),
    *(Printers.delete_a_folder, Printers.delete_the_output, Printers.add_a_file, Printers.harm_the_cache),
    *(Printers.delete_the_cache, Printers.put_the_former_output_back, Printers.put_the_former_cache_back),
)
TIMES = {
    Printers.reset: (),  # what was set stands, so that all of it counts
    Printers.edit_theme: (0, 1, 2, 9),
    Printers.edit_theme_quietly: (0, 1, 6, 7),
    Printers.override_a_template: (0, 2),
    Printers.edit_code: (0, 1),
    Printers.edit_own_code: (0, 1, 2),
    Printers.upgrade_a_library: (0, 1),
}
"""Changes that are others each time."""
OF_CODE = (Printers.edit_code, Printers.upgrade_a_library, Printers.move_house)
"""Changes after which a server that has imported the code is no use."""
PARTS = range(1 if PLAYS else 3)
"""Parts of what editors and maintainers do, so that test processes share them; with BULLETIN_PLAYS all of it in a row."""
NUMBER = st.integers(0, 999)


class Identity(RuleBasedStateMachine):
    """Editors, maintainers and mishaps take turns; after each, the output is a clean build's."""

    search = False

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        self.printers = Printers(Path(self._folder.name), search=self.search)
        self.printers.has_constant_code = True
        self.printers.build()
        self.printers.keep_a_copy()

    @rule(change=st.sampled_from(EDITORS), number=NUMBER)
    def edit(self, change: Callable[[Newsroom, int], None], number: int) -> None:
        change(self.printers.newsroom, number)
        assert self.printers.faults() == []

    @rule(change=st.sampled_from((*MAINTAINERS, *MISHAPS)), number=NUMBER)
    def meddle(self, change: Callable[[Printers, int], None], number: int) -> None:
        self.printers.has_constant_code &= change not in OF_CODE
        change(self.printers, number)
        assert self.printers.faults() == []

    def teardown(self) -> None:
        self._folder.cleanup()


class Answers(Identity):
    """The same with search bundles."""

    search = True


def patience(plays: int, steps: int) -> settings:
    return settings(
        max_examples=PLAYS or plays,
        stateful_step_count=25 if PLAYS else steps,
        derandomize=not PLAYS
        and "CI" in os.environ,  # the gate gives one answer; at a desk every run tries others
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],  # to shrink a failure would take an hour
    )


TestIdentity = Identity.TestCase
TestIdentity.settings = patience(1, 6)
TestAnswers = Answers.TestCase
TestAnswers.settings = patience(1, 4)


def play(printers: Printers, changes: list[tuple[Callable[..., None], object, int]]) -> None:
    """Make one change after another with a build after each, and compare after every fifth."""
    since: list[str] = []
    for turn, (change, who, number) in enumerate(changes, 1):
        printers.has_constant_code &= change not in OF_CODE
        change(who, number)
        since.append(f"{change.__name__}({number})")
        if turn % 5 and turn < len(changes):
            printers.build()
        else:
            assert printers.faults() == [], since
            since = []


@pytest.fixture
def printers(tmp_path: Path) -> Printers:
    printers = Printers(tmp_path)
    printers.build()
    printers.keep_a_copy()
    return printers


@pytest.mark.parametrize("part", PARTS)
def test_everything_that_editors_do(printers: Printers, part: int) -> None:
    printers.has_constant_code = True
    dice = random.Random(103)  # noqa: S311  # to choose articles, not secrets
    changes = [(change, printers.newsroom, dice.randrange(1000)) for change in EDITORS]
    dice.shuffle(changes)
    play(printers, changes[part :: len(PARTS)])


@pytest.mark.parametrize("part", PARTS)
def test_everything_that_maintainers_do(printers: Printers, part: int) -> None:
    settings = [(Printers.set, printers, number) for number in range(len(SETTINGS))]
    others = [(change, printers, n) for change in MAINTAINERS[1:] for n in TIMES.get(change, (1,))]
    mine = settings[part :: len(PARTS)] + others[part :: len(PARTS)]
    printers.has_constant_code = True
    play(printers, sorted(mine, key=lambda one: one[0] in OF_CODE))


def test_all_mishaps(printers: Printers) -> None:
    printers.has_constant_code = True
    play(printers, [(change, printers, number) for change in MISHAPS for number in (7, 38)])
