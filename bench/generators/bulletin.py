"""The bulletin: Pelican with the settings, plugins and theme of this repository."""

import json
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from pelican import __version__

from bench.generators.generator import BUILD_TIME, Generator, GeneratorCommand
from bench.process_metrics import Cost
from bench.reload import copy_sample, measure_reload, write_site_files
from bench.scenarios import ALL_SCENARIO_KEYS
from bench.shared_frame import SharedFrame

_ROOT = Path(__file__).parents[2]


class BulletinGenerator(Generator):
    """The bulletin, whose builds depend on the previous build."""

    key = "bulletin"
    name = "The bulletin"
    scenarios = ALL_SCENARIO_KEYS
    has_state = True

    def install(self) -> None:
        """Do nothing, because the benchmark runs in the environment of the bulletin."""

    def read_version(self) -> str:
        """Return the version of Pelican."""
        return f"Pelican {__version__}"

    def prepare(self, frame: SharedFrame, static: Path) -> None:
        """Copy the theme, which a scenario changes."""
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(_ROOT / "theme", self.folder / "theme")

    @property
    def base_template(self) -> Path:
        """The template that every page extends."""
        return self.folder / "theme" / "templates" / "base.html"

    def clean(self) -> None:
        """Move the output folder and the cache away."""
        super().clean()
        self._set_aside(self.folder / "cache")

    def measure_reload(self, key: str, edited_file: Path) -> Cost:
        """Measure from an edit to the text in Chromium, in the corpus or the sample.

        Processor time and memory are not measured, because most of both is the browser's.
        """
        site, content = self.folder / key, self.content
        settings = _ROOT / "bench" / "bulletin_settings.py"
        if key == "reload-sample":
            content, settings = self.folder / "sample-content", _ROOT / "pelicanconf.py"
            edited_file = copy_sample(content)
        write_site_files(site, content, settings)
        return Cost(measure_reload(site, edited_file, BUILD_TIME, self.folder / f"{key}.log"), 0, 0, 0)

    def create_commands(self) -> Sequence[GeneratorCommand]:
        """Return Pelican's command, as ``./inv build`` calls it."""
        arguments = (
            sys.executable, "-m", "pelican", str(self.content), "--output", str(self.output),
            "--settings", str(_ROOT / "bench" / "bulletin_settings.py"),
            "--theme-path", str(self.folder / "theme"), "--fatal", "warnings",
            "--extra-settings", f"CACHE_PATH={json.dumps(str(self.folder / 'cache'))}",
        )  # fmt: skip
        variables = {"BULLETIN_NOW": BUILD_TIME}
        return (
            GeneratorCommand(
                arguments, _ROOT, {**variables, "BENCH_SEARCH": "1"} if self.has_search else variables
            ),
        )
