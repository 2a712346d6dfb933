"""What the bench asks of a generator."""

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
"""The moment of every build, in Vietnam."""
PEERS_FOLDER = Path(__file__).parent.parent / "peers"
_MARK = re.compile(r'<meta name="turn" content="\d+">\n')


@dataclass(frozen=True, slots=True)
class GeneratorCommand:
    """A program with its arguments, where it runs and the variables that it adds to the bench's own."""

    arguments: tuple[str, ...]
    folder: Path
    env: Mapping[str, str] = field(default_factory=dict)


class Generator(ABC):
    """One generator at work on one corpus, in a folder of its own."""

    key: str
    """As options and results name it."""
    name: str
    """As tables name it."""
    scenarios: frozenset[str]
    """What is measured. A generator that always makes everything need not be asked everything."""
    has_state = False
    """Whether a build depends on the one before: then it is brought up to date before each measured one."""

    def __init__(self, content: Path, folder: Path, tools: Path, *, has_search: bool = False) -> None:
        """``folder`` is the generator's own, ``tools`` is where all generators are installed."""
        self.content, self.folder, self.tools_folder, self.has_search = content, folder, tools, has_search
        self.output = folder / "output"
        self._cleared = folder / "cleared"

    @abstractmethod
    def install(self) -> None:
        """Install the pinned version where it is missing. Raise UserError."""

    @abstractmethod
    def read_version(self) -> str:
        """Return name and version as a table states them."""

    @abstractmethod
    def prepare(self, frame: SharedFrame, static: Path) -> None:
        """Write the project around the corpus; ``static`` is a folder of files to serve as they are."""

    @abstractmethod
    def create_commands(self) -> Sequence[GeneratorCommand]:
        """Return what makes the site."""

    @property
    @abstractmethod
    def base_template(self) -> Path:
        """The template that every page is made from."""

    def clean(self) -> None:
        """Take away what builds made, caches included."""
        self._set_aside(self.output)

    def remove_cleaned_files(self) -> None:
        """Remove what ``clean`` took away."""
        shutil.rmtree(self._cleared, ignore_errors=True)

    def _set_aside(self, folder: Path) -> None:
        """Move ``folder`` out of the way: files that were just deleted slow the build that is measured next."""
        if folder.exists():
            self._cleared.mkdir(parents=True, exist_ok=True)
            folder.rename(self._cleared / f"{folder.name}-{len(list(self._cleared.iterdir()))}")

    def edit_theme(self, turn: int) -> None:
        """Change a line in the head of every page: an element, for Hugo leaves comments out."""
        text = _MARK.sub("", self.base_template.read_text(encoding="utf-8"))
        changed = text.replace("</head>", f'<meta name="turn" content="{turn}">\n</head>')
        self.base_template.write_text(changed, encoding="utf-8")

    def build(self) -> Cost:
        """Make the site and return what it cost. Raise UserError."""
        self.folder.mkdir(parents=True, exist_ok=True)
        log = self.folder / "build.log"
        return add_costs(
            measure_command(
                one.arguments, folder=one.folder, variables={**_surroundings(), **one.env}, log=log
            )
            for one in self.create_commands()
        )


def _surroundings() -> dict[str, str]:
    """Return the variables of this process but those that change how Python starts: an editor has none of them."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}


def create_pagefind_command(output: Path) -> GeneratorCommand:
    """Return the command that indexes a whole site for the search."""
    words = (sys.executable, "-m", "pagefind", "--silent", "--site", str(output), "--force-language", "vi")
    return GeneratorCommand(words, output.parent)
