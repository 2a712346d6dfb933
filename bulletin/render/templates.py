"""Templates made ready for thousands of pages: compiled once, and asked for no name but ``view``."""

import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket
from jinja2.defaults import DEFAULT_NAMESPACE

from bulletin.build.fingerprints import (
    compute_digest,
    fingerprint_code,
    fingerprint_jinja,
    has_third_party_code,
)
from bulletin.storage.cache_file import read_cache_file, write_cache_file
from bulletin.storage.cache_folder import create_folder, remove_path

_KEPT = re.compile(r"\.?[0-9a-f]{24}-[0-9a-f]{40}(?:\.[0-9]+)?")
"""Names of compiled templates, also while they grow."""


def remove_default_globals(environment: Environment) -> None:
    """Take away the functions that Jinja gives to all templates (``range``, ``lipsum`` …).

    A template prints its view and nothing else. Where there are no such names, an import of a
    component costs half: Jinja need not ask of each name whether the component knows it too.
    """
    for name in DEFAULT_NAMESPACE:
        environment.globals.pop(name, None)


def enable_bytecode_cache(environment: Environment, settings: Mapping[str, Any]) -> None:
    """Let templates stay compiled from one build to the next, below CACHE_PATH.

    Jinja compares the source. The names of the files tell whether Jinja's settings are the same. With
    foreign code nothing is kept. Reason: Jinja prints constants with its filters when it compiles.
    """
    if has_third_party_code(settings):
        return
    folder = Path(settings["CACHE_PATH"]) / "templates"
    create_folder(folder)
    version = compute_digest(fingerprint_code(), fingerprint_jinja(settings))
    for path in folder.iterdir():
        if _KEPT.fullmatch(path.name) and not path.name.startswith(version) and not path.is_dir():
            remove_path(path)  # what others laid there stays
    environment.bytecode_cache = _CompiledTemplates(folder, version)


class _CompiledTemplates(BytecodeCache):
    """Compiled templates in ``folder``, each in a sealed file: Python runs what it finds there."""

    def __init__(self, folder: Path, version: str) -> None:
        self._folder, self._version = folder, version

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give ``bucket`` the compiled template, if its file is sound and of the same source."""
        if compiled := read_cache_file(self._file(bucket), bytes, self._seal(bucket)):
            bucket.bytecode_from_string(compiled)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the compiled template of ``bucket``. Raise OSError."""
        write_cache_file(self._file(bucket), bucket.bytecode_to_string(), self._seal(bucket))

    def _file(self, bucket: Bucket) -> Path:
        return self._folder / f"{self._version}-{bucket.key}"

    def _seal(self, bucket: Bucket) -> str:
        return f"template-2 {sys.version} {bucket.key} {bucket.checksum}"
