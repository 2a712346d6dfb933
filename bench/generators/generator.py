"""Interface of a generator in the benchmark."""

import os
import re
import shutil
import sys
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench.process_metrics import Cost, add_costs, measure_command
from bench.shared_frame import SharedFrame

BUILD_TIME = "2026-11-23 08:00"
"""Build time of every build, in Vietnam's time zone."""
PEERS_FOLDER = Path(__file__).parent.parent / "peers"
_TURN_META = re.compile(r'<meta name="turn" content="\d+">\n')


@dataclass(frozen=True, slots=True)
class GeneratorCommand:
    """Command line with its working folder and its additional environment variables."""

    arguments: tuple[str, ...]
    folder: Path
    env: Mapping[str, str] = field(default_factory=dict)


class Generator(ABC):
    """One generator that builds one corpus in a folder of its own."""

    key: str
    """Name in options and results."""
    name: str
    """Name in tables."""
    scenarios: frozenset[str]
    """Keys of the measured scenarios. A generator without a state needs only some."""
    has_state = False
    """True if a build depends on the previous build. An unchanged build then precedes each measurement."""

    def __init__(self, content: Path, folder: Path, tools: Path, *, has_search: bool = False) -> None:
        """Use ``folder`` for this generator; ``tools`` has the programs of all generators."""
        self.content, self.folder, self.tools_folder, self.has_search = content, folder, tools, has_search
        self.output = folder / "output"
        self._cleaned_folder = folder / "cleared"

    @abstractmethod
    def install(self) -> None:
        """Install the pinned version if it is missing.

        Raises:
            UserError: The installation failed.
        """

    @abstractmethod
    def read_version(self) -> str:
        """Return name and version for a table."""

    @abstractmethod
    def prepare(self, frame: SharedFrame, static: Path) -> None:
        """Write the project around the corpus. ``static`` is a folder of files to copy."""

    @abstractmethod
    def create_commands(self) -> Sequence[GeneratorCommand]:
        """Return the commands that build the site."""

    @property
    @abstractmethod
    def base_template(self) -> Path:
        """The template that every page extends."""

    def clean(self) -> None:
        """Move all files of earlier builds away, caches included."""
        self._set_aside(self.output)

    def remove_cleaned_files(self) -> None:
        """Delete the files that ``clean`` moved away."""
        shutil.rmtree(self._cleaned_folder, ignore_errors=True)

    def _set_aside(self, folder: Path) -> None:
        """Move ``folder`` away.

        Reason: deleting its files would slow the build that is measured next.
        """
        if folder.exists():
            self._cleaned_folder.mkdir(parents=True, exist_ok=True)
            folder.rename(self._cleaned_folder / f"{folder.name}-{len(list(self._cleaned_folder.iterdir()))}")

    def measure_reload(self, key: str, edited_file: Path) -> Cost:
        """Measure a scenario with a browser, in which ``edited_file`` is edited.

        Only a generator that names such a scenario has one.
        """
        raise NotImplementedError(key, edited_file)

    def edit_theme(self, turn: int) -> None:
        """Change an element in the head of every page.

        Reason: Hugo drops comments, so a comment would change nothing.
        """
        text = _TURN_META.sub("", self.base_template.read_text(encoding="utf-8"))
        changed = text.replace("</head>", f'<meta name="turn" content="{turn}">\n</head>')
        self.base_template.write_text(changed, encoding="utf-8")

    def build(self) -> Cost:
        """Build the site and return the cost.

        Raises:
            UserError: A command failed.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        log = self.folder / "build.log"
        return add_costs(
            measure_command(
                command.arguments,
                folder=command.folder,
                variables={**_make_variables(), **command.env},
                log=log,
            )
            for command in self.create_commands()
        )


def _make_variables() -> dict[str, str]:
    """Return the variables of this process without those of Python.

    Reason: they change how Python starts, and editors have none of them.
    """
    return {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}


def create_pagefind_command(output: Path) -> GeneratorCommand:
    """Return the command that makes the search index of a whole site."""
    arguments = (
        sys.executable,
        "-m",
        "pagefind",
        "--silent",
        "--site",
        str(output),
        "--force-language",
        "vi",
    )
    return GeneratorCommand(arguments, output.parent)
