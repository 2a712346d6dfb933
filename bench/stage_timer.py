"""Run a build of Pelican, and write the processor time of each of its stages.

    python -m bench.stage_timer FILE ARGUMENTS OF PELICAN

The time of a stage does not contain the time of other stages that it calls.
"""

import functools
import gc
import json
import sys
import time
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from types import FunctionType
from typing import Any

STAGES = {
    "scan of content/": ("bulletin.content.files.scan:scan_content",),
    "digest of all inputs": ("bulletin.build.previous_build:load_previous_build",),
    "stored articles": ("bulletin.build.content_store:ContentStore.load",),
    "changed articles": ("bulletin.build.content_cache:read_content",),
    "storing articles": ("bulletin.build.content_store:ContentStore.save",),
    "problems and warnings": (
        "bulletin.check:build_library",
        "bulletin.check:find_content_problems",
        "bulletin.check:find_content_warnings",
        "bulletin.check:separate_drafts",
    ),
    "archive": ("bulletin.archive.archive:build_archive",),
    "site context": (
        "bulletin.build.context_factory:ReferencedFiles.__init__",
        "bulletin.build.context_factory:ReferencedFiles.compute_fingerprints",
        "bulletin.build.context_factory:create_site_context",
        "bulletin.views.schedule:find_next_change",
    ),
    "plan": ("bulletin.views.plan:plan_output_files",),
    "output list": (
        "bulletin.storage.output_folder:prepare_output",
        "bulletin.storage.output_folder:record_output_files",
    ),
    "outdated pages": ("bulletin.build.incremental_renderer:IncrementalRenderer.find_outdated",),
    "rendering": ("bulletin.build.incremental_renderer:IncrementalRenderer.render",),
    "reading cache files": ("bulletin.storage.cache_file:read_cache_file",),
    "writing cache files": ("bulletin.storage.cache_file:write_cache_file",),
    "content index": ("bulletin.build.content_index:update_content_index",),
    "end of the build": ("bulletin.plugins.site_builder.build_state:BuildState.finish",),
}
"""Functions of each stage, as module and name."""
START, PELICAN, IMPORTS, REST = "start of Python", "import of Pelican", "import of the bulletin", "the rest"


class StageTimer:
    """Processor seconds by stage."""

    def __init__(self) -> None:
        self.seconds = {START: time.process_time()}
        self._stage, self._since = REST, time.process_time()

    def enter(self, stage: str) -> str:
        """Count the time from now on for ``stage``. Return the stage until now."""
        now, former = time.process_time(), self._stage
        self.seconds[former] = self.seconds.get(former, 0.0) + now - self._since
        self._stage, self._since = stage, now
        return former

    def measure(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return ``function`` with its time counted for ``stage``.

        An iterator that it returns is exhausted first.
        """

        @functools.wraps(function)
        def run(*arguments: Any, **options: Any) -> Any:
            former = self.enter(stage)
            try:
                result = function(*arguments, **options)
                return iter(list(result)) if isinstance(result, Iterator) else result
            finally:
                self.enter(former)

        return run


def measure_stages(timer: StageTimer) -> None:
    """Replace the functions of all stages by measured ones, in all modules."""
    measured: dict[FunctionType, Callable[..., Any]] = {}
    for stage, names in STAGES.items():
        for name in names:
            module_name, _, path = name.partition(":")
            *owners, attribute = path.split(".")
            owner = functools.reduce(getattr, owners, import_module(module_name))
            function = getattr(owner, attribute)
            measured[function] = timer.measure(stage, function)
            setattr(owner, attribute, measured[function])
    for module in [module for name, module in sys.modules.items() if name.startswith("bulletin.")]:
        for attribute, value in list(vars(module).items()):
            if isinstance(value, FunctionType) and value in measured:
                setattr(module, attribute, measured[value])


def main(file: str, *arguments: str) -> None:
    """Run Pelican with ``arguments``, and write the seconds of each stage to ``file``."""
    timer = StageTimer()
    timer.enter(PELICAN)
    from pelican import main as run_pelican  # noqa: PLC0415  # measured

    timer.enter(IMPORTS)
    import_module("bulletin.plugins.site_builder")
    gc.disable()  # as a build does before the next import
    import_module("bulletin.plugins.site_builder.generator")
    gc.enable()
    timer.enter(REST)
    measure_stages(timer)
    try:
        run_pelican(arguments)
    finally:
        timer.enter(REST)
        Path(file).write_text(json.dumps(timer.seconds), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
