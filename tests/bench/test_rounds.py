"""Tests of the rounds with generators that copy the content and build no pages."""

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from bench.corpus import write_corpus
from bench.edits import open_corpus
from bench.generators.generator import Generator, GeneratorCommand
from bench.process_metrics import Cost
from bench.rounds import ScenarioRunner
from bench.scenarios import BUILD_SCENARIO_KEYS, SCENARIOS
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
    """Generator with a state, which copies only changed files."""

    key, name, scenarios, has_state = "copier", "Copier", BUILD_SCENARIO_KEYS, True

    def install(self) -> None:
        """Do nothing, because it needs no program."""

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
    """Generator without a state, which copies everything each time."""

    key, name, has_state = "eager", "Eager", False
    scenarios = frozenset({"cold", "added"})

    def build(self) -> Cost:
        shutil.rmtree(self.output, ignore_errors=True)
        return super().build()


def create_runner(folder: Path) -> ScenarioRunner:
    write_corpus(folder / "content", 21)
    generators = [
        kind(folder / "content", folder / kind.key, folder / "tools")
        for kind in (CopyingGenerator, StatelessGenerator)
    ]
    for generator in generators:
        generator.prepare({}, folder / "static")
    return ScenarioRunner(open_corpus(folder / "content"), generators, lambda _: None)


def test_run_round_begins_each_round_with_another_generator(tmp_path: Path) -> None:
    runner = create_runner(tmp_path)
    orders = [[run.generator for run in runner.run_round(SCENARIOS["cold"], turn, 2)] for turn in (1, 2)]
    assert orders == [["eager", "copier"], ["copier", "eager"]]


def test_run_round_measures_only_the_change_of_the_scenario(tmp_path: Path) -> None:
    runner = create_runner(tmp_path)
    written = {
        key: {run.generator: run.changes.written for run in runner.run_round(SCENARIOS[key], 1, 1)}
        for key in ("cold", "unchanged", "edited", "added", "edited")
    }
    assert written["cold"] == {"eager": 21, "copier": 21}
    assert written["unchanged"] == {"copier": 0}
    assert written["added"] == {"eager": 22, "copier": 1}
    assert written["edited"] == {"copier": 1}


def test_run_round_without_a_cold_build_builds_the_unchanged_corpus_first(tmp_path: Path) -> None:
    (run, _) = sorted(
        create_runner(tmp_path).run_round(SCENARIOS["added"], 1, 1), key=lambda run: run.generator
    )
    assert (run.changes.written, run.files) == (1, 22)


def test_run_round_of_a_search_uses_generators_with_a_search(tmp_path: Path) -> None:
    runner = create_runner(tmp_path)
    assert runner.run_round(SCENARIOS["search"], 1, 1) == []
    searcher = CopyingGenerator(
        tmp_path / "content", tmp_path / "searcher", tmp_path / "tools", has_search=True
    )
    searcher.prepare({}, tmp_path / "static")
    runner.generators = [*runner.generators, searcher]
    (run,) = runner.run_round(SCENARIOS["search"], 1, 1)
    assert run.changes.written == 1


def test_remove_cleaned_files_deletes_the_outputs_that_cold_builds_moved_away(tmp_path: Path) -> None:
    runner = create_runner(tmp_path)
    for turn in (1, 2, 3):
        runner.run_round(SCENARIOS["cold"], turn, 3)
    copier = runner.generators[0]
    assert sorted(path.name for path in (copier.folder / "cleared").iterdir()) == ["output-0", "output-1"]
    copier.remove_cleaned_files()
    assert not (copier.folder / "cleared").exists()
    assert copier.output.is_dir()


def test_edit_theme_changes_one_line_each_turn(tmp_path: Path) -> None:
    copier = create_runner(tmp_path).generators[0]
    for turn in (1, 2):
        copier.edit_theme(turn)
        text = copier.base_template.read_text(encoding="utf-8")
        assert text == f'<head><meta name="turn" content="{turn}">\n</head>'
