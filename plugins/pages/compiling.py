"""How templates are compiled: as Jinja does it, with less work at each value that is printed.

A page prints a hundred values and puts a dozen printed parts together. Jinja makes a ``Markup`` of
each before it joins them; here text without a sign of HTML, and HTML that is safe already, are
taken as they are. What comes out is the same.
"""

from typing import Any

from jinja2 import Environment
from jinja2.compiler import CodeGenerator
from jinja2.nodes import Template
from markupsafe import Markup, escape


def lean(environment: Environment) -> None:
    """Let ``environment`` compile templates so. What it has loaded already stays as it is."""
    environment.code_generator_class = _LeanCode


def printed(value: Any) -> str:
    """Return what ``markupsafe.escape`` makes of ``value``, to be joined with other HTML at once."""
    if type(value) is str:
        if "&" in value or "<" in value or ">" in value or '"' in value or "'" in value:
            return escape(value)
        return value
    return value if type(value) is Markup else escape(value)


class _LeanCode(CodeGenerator):
    """Writes ``printed(…)`` where Jinja writes ``escape(…)``."""

    def visit_Template(self, node: Template, frame: Any = None) -> None:  # noqa: N802  # Jinja's name
        self.writeline(f"from {__name__} import {printed.__name__}")
        super().visit_Template(node, frame)

    def _output_child_pre(self, node: Any, frame: Any, finalize: Any) -> None:
        if frame.eval_ctx.autoescape and not frame.eval_ctx.volatile and finalize.src is None:
            self.write(f"{printed.__name__}(")
        else:
            super()._output_child_pre(node, frame, finalize)
