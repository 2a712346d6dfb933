"""Prepare Jinja for thousands of pages: caches, fewer globals and faster escapes."""

import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket
from jinja2.compiler import CodeGenerator, Frame
from jinja2.defaults import DEFAULT_NAMESPACE
from jinja2.nodes import Expr, FromImport, Import
from markupsafe import Markup, _escape_inner, escape  # type: ignore[attr-defined]  # private name

from bulletin.build.fingerprints import (
    compute_digest,
    fingerprint_code,
    fingerprint_jinja,
    has_third_party_code,
)
from bulletin.storage.cache_file import read_cache_file, write_cache_file
from bulletin.storage.cache_folder import create_folder, remove_path
from bulletin.text.late_patterns import compile_late

_COMPILED_NAME = compile_late(r"\.?[0-9a-f]{24}-[0-9a-f]{40}(?:\.[0-9]+)?")
"""Names of compiled templates and of their temporary files."""


def remove_default_globals(environment: Environment) -> None:
    """Remove Jinja's default globals, such as ``range`` and ``lipsum``.

    Reason: templates do not need them, and Jinja copies them for each page.
    """
    for name in DEFAULT_NAMESPACE:
        environment.globals.pop(name, None)


def speed_up_templates(environment: Environment) -> None:
    """Import each component once, and escape values without intermediate objects.

    Templates do not change during a build. Imports with context are not cached.
    Reason: an article has 17 imports. Jinja finds the template and compares the globals at each of them.
    """
    environment.extend(
        import_component=cache(lambda name: environment.get_template(name).module), escape_value=escape_value
    )
    environment.code_generator_class = _FastCodeGenerator


def escape_value(value: object) -> str:
    """Return what ``markupsafe.escape`` returns for ``value``, as text.

    Reason: a page has 150 values, and most of their time goes into the creation of Markup.
    """
    if type(value) is str:
        return _escape_inner(value)
    return value if type(value) is Markup else escape(value)


class _FastCodeGenerator(CodeGenerator):
    """Compiles imports and escapes as calls of the environment."""

    def _output_child_pre(self, node: Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.autoescape and not frame.eval_ctx.volatile and finalize.src is None:
            self.write("environment.escape_value(")
        else:
            super()._output_child_pre(node, frame, finalize)

    def _import_common(self, node: Import | FromImport, frame: Frame) -> None:
        if node.with_context:
            super()._import_common(node, frame)
            return
        self.write("environment.import_component(")
        self.visit(node.template, frame)
        self.write(")")


def enable_bytecode_cache(environment: Environment, settings: Mapping[str, Any]) -> None:
    """Cache compiled templates below CACHE_PATH.

    Jinja compares the source. The file names hold a digest of Jinja's settings. With third-party code nothing is
    cached. Reason: Jinja evaluates constants with its filters when it compiles.
    """
    if has_third_party_code(settings):
        return
    folder = Path(settings["CACHE_PATH"]) / "templates"
    create_folder(folder)
    version = compute_digest(fingerprint_code(), fingerprint_jinja(settings))
    for path in folder.iterdir():
        if _COMPILED_NAME.fullmatch(path.name) and not path.name.startswith(version) and not path.is_dir():
            remove_path(path)  # foreign files stay
    environment.bytecode_cache = _CompiledTemplates(folder, version)


class _CompiledTemplates(BytecodeCache):
    """Compiled templates in ``folder``, each in a cache file with a checksum.

    Reason: Python executes what the file holds.
    """

    def __init__(self, folder: Path, version: str) -> None:
        self._folder, self._version = folder, version

    def load_bytecode(self, bucket: Bucket) -> None:
        """Load the compiled template into ``bucket`` if its file is valid."""
        if compiled := read_cache_file(self._get_path(bucket), bytes, self._get_version(bucket)):
            bucket.bytecode_from_string(compiled)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Save the compiled template of ``bucket``. Raise OSError."""
        write_cache_file(self._get_path(bucket), bucket.bytecode_to_string(), self._get_version(bucket))

    def _get_path(self, bucket: Bucket) -> Path:
        return self._folder / f"{self._version}-{bucket.key}"

    def _get_version(self, bucket: Bucket) -> str:
        return f"template-2 {sys.version} {bucket.key} {bucket.checksum}"
