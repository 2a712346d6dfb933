"""The rounds, with generators that copy the content instead of making pages of it."""

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from bench.corpus import write_corpus
from bench.edits import open_corpus
from bench.generators.generator import Generator, GeneratorCommand
from bench.rounds import ScenarioRunner
from bench.scenarios import ALL_SCENARIO_KEYS, SCENARIOS
from bench.shared_frame import SharedFrame

pytestmark = pytest.mark.slow

COPY = """
import filecmp, pathlib, shutil, sys
source, target = map(pathlib.Path, sys.argv[1:])
wanted = {path.relative_to(source) for path in source.rglob("*.md")}
for path in [path for path in target.rglob("*.md") if path.relative_to(target) not in wanted]:
    path.unlink()
for name in wanted:
    (target / name).parent.mkdir(parents=True, exist_ok=True)
    if not (target / name).exists() or not filecmp.cmp(source / name, target / name, shallow=False):
        shutil.copyfile(source / name, target / name)
"""


class CopyingGenerator(Generator):
    """Copies what changed."""

    key, name, scenarios, has_state = "copier", "Copier", ALL_SCENARIO_KEYS, True

    def install(self) -> None:
        """Need nothing."""

    def read_version(self) -> str:
        return "Copier 1"

    def prepare(self, frame: SharedFrame, static: Path) -> None:
        self.base_template.parent.mkdir(parents=True)
        self.base_template.write_text("<head></head>", encoding="utf-8")

    @property
    def base_template(self) -> Path:
        return self.folder / "base.html"

    def create_commands(self) -> Sequence[GeneratorCommand]:
        return (
            GeneratorCommand((sys.executable, "-c", COPY, str(self.content), str(self.output)), self.folder),
        )


class StatelessGenerator(CopyingGenerator):
    """Copies everything each time, and is asked for little."""

    key, name, has_state = "eager", "Eager", False
    scenarios = frozenset({"cold", "added"})

    def build(self):  # type: ignore[no-untyped-def]
        shutil.rmtree(self.output, ignore_errors=True)
        return super().build()


def create_runner(place: Path) -> ScenarioRunner:
    write_corpus(place / "content", 21)
    generators = [
        kind(place / "content", place / kind.key, place / "tools")
        for kind in (CopyingGenerator, StatelessGenerator)
    ]
    for one in generators:
        one.prepare({}, place / "static")
    return ScenarioRunner(open_corpus(place / "content"), generators, [].append)


def test_each_round_begins_with_another_generator(tmp_path: Path) -> None:
    rounds = create_runner(tmp_path)
    orders = [[run.generator for run in rounds.run_round(SCENARIOS["cold"], turn, 2)] for turn in (1, 2)]
    assert orders == [["eager", "copier"], ["copier", "eager"]]


def test_a_scenario_is_the_only_change_since_the_whole_corpus(tmp_path: Path) -> None:
    rounds = create_runner(tmp_path)
    written = {
        key: {run.generator: run.changes.written for run in rounds.run_round(SCENARIOS[key], 1, 1)}
        for key in ("cold", "unchanged", "edited", "added", "edited")
    }
    assert written["cold"] == {"eager": 21, "copier": 21}
    assert written["unchanged"] == {"copier": 0}
    assert written["added"] == {"eager": 22, "copier": 1}
    assert written["edited"] == {"copier": 1}


def test_a_scenario_without_a_cold_build_has_the_whole_corpus_below_it(tmp_path: Path) -> None:
    (run, _) = sorted(
        create_runner(tmp_path).run_round(SCENARIOS["added"], 1, 1), key=lambda run: run.generator
    )
    assert (run.changes.written, run.files) == (1, 22)


def test_the_search_is_asked_of_generators_made_for_it(tmp_path: Path) -> None:
    rounds = create_runner(tmp_path)
    assert rounds.run_round(SCENARIOS["search"], 1, 1) == []
    twin = CopyingGenerator(tmp_path / "content", tmp_path / "twin", tmp_path / "tools", has_search=True)
    twin.prepare({}, tmp_path / "static")
    rounds.generators = [*rounds.generators, twin]
    (run,) = rounds.run_round(SCENARIOS["search"], 1, 1)
    assert run.changes.written == 1


def test_what_a_cold_build_begins_without_is_removed_afterwards(tmp_path: Path) -> None:
    rounds = create_runner(tmp_path)
    for turn in (1, 2, 3):
        rounds.run_round(SCENARIOS["cold"], turn, 3)
    copier = rounds.generators[0]
    assert sorted(path.name for path in (copier.folder / "cleared").iterdir()) == ["output-0", "output-1"]
    copier.remove_cleaned_files()
    assert not (copier.folder / "cleared").exists()
    assert copier.output.is_dir()


def test_repainting_changes_one_line_each_turn(tmp_path: Path) -> None:
    copier = create_runner(tmp_path).generators[0]
    for turn in (1, 2):
        copier.edit_theme(turn)
        text = copier.base_template.read_text(encoding="utf-8")
        assert text == f'<head><meta name="turn" content="{turn}">\n</head>'
