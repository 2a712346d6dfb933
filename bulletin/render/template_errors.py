"""Explain mistakes in templates: file, line, fault and remedy in Vietnamese."""

import os
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, NoReturn

from jinja2 import (
    Environment,
    TemplateError,
    TemplateNotFound,
    TemplatesNotFound,
    TemplateSyntaxError,
    Undefined,
)
from jinja2.utils import missing

from bulletin.errors import UserError, escape_unprintable
from bulletin.text.late_patterns import compile_late
from bulletin.text.suggestions import find_closest_match

_EXPRESSION_ERRORS = (TypeError, ValueError, LookupError, AttributeError, ArithmeticError)
"""Errors of Python that an expression of a template can raise."""
_REMEDY = "Hãy sửa dòng này rồi dựng lại."
_REMEDY_OF_PRODUCT = "Khuôn này là của phần mềm; hãy gửi dòng này cho người bảo trì."
_SYNTAX_FAULTS = (
    (r"unexpected char '(.+)' at \d+", "“{}” đứng sai chỗ"),
    (r"unexpected '(.+)'", "“{}” đứng sai chỗ"),
    (r"expected token '(.+)', got '(.+)'", "cần {} mà gặp {}"),
    (r"unexpected end of template, expected '(.+)'\.?", "cần {} mà gặp hết tệp"),
    (r"Encountered unknown tag '(\w+)'.*", "không có lệnh “{}”, hoặc lệnh này đứng sai chỗ"),
    (r"Unexpected end of template\..* following tags: (.+?)\. The.*", "thiếu lệnh {}"),
    (r"Missing end of comment tag", "thiếu “#}}” ở cuối lời ghi chú"),
    (r"No filter named '(.+)'\.", "không có bộ lọc “{}”"),
    (r"No test named '(.+)'\.", "không có phép thử “{}”"),
    (r"block '(.+)' defined twice", "khối “{}” có hai lần"),
)
"""Messages of Jinja's parser, and Vietnamese clauses with their words."""
_TOKENS = {
    "end of print statement": "“}}”",
    "end of statement block": "“%}”",
    "end of template": "hết tệp",
    "name": "một tên",
}
"""Tokens that Jinja names by words."""
_MISSING_EXPORT = compile_late(
    r"the template '(.+)' \(imported on .*\) does not export the requested name '(.+)'"
)


def explain_template_errors(environment: Environment) -> None:
    """Let ``environment`` raise UserError for mistakes in templates.

    Jinja calls ``handle_exception`` for each error of compiling and of rendering.
    """
    raise_jinja_error = environment.handle_exception

    def handle_exception(source: str | None = None) -> NoReturn:
        error = sys.exc_info()[1]
        if isinstance(error, Exception) and (message := explain_template_error(error, environment)):
            raise UserError(message) from error
        raise_jinja_error(source)

    environment.handle_exception = handle_exception  # type: ignore[method-assign]  # Jinja has no setting for it


def explain_template_error(error: Exception, environment: Environment) -> str:
    """Return the message for a mistake in a template; empty for another error."""
    if isinstance(error, TemplateSyntaxError):
        file, line = error.filename or error.name or "", error.lineno
        fault = f"sai cú pháp: {_describe_syntax_fault(error.message or '')}"
    elif (found := _find_template_line(error.__traceback__)) and isinstance(
        error, (TemplateError, *_EXPRESSION_ERRORS)
    ):
        file, line, called, is_innermost = found
        if not isinstance(error, TemplateError) and not is_innermost:
            return ""  # raised by the code of the bulletin, such as a filter
        fault = _describe_fault(error, environment)
        if called:
            fault = f"khuôn “{called}” của phần mềm, dùng ở dòng này: {fault}"
    else:
        return ""
    path = _find_own_path(file)
    remedy = _REMEDY if path else _REMEDY_OF_PRODUCT
    return escape_unprintable(f"{path or file}:{line}: {fault} {remedy}")


def _describe_fault(error: Exception, environment: Environment) -> str:
    """Return the sentence about an error of rendering."""
    if isinstance(error, TemplateNotFound):
        names = error.templates if isinstance(error, TemplatesNotFound) else [error.name or ""]
        name = f"{names[-1]}" if names else ""
        return f"không có khuôn “{name}”{_suggest(name, environment.list_templates())}"
    undefined = _find_undefined(error.__traceback__)
    if found := _MISSING_EXPORT.search(str(error)):
        name = found[2]
        return f"khuôn “{found[1]}” không có “{name}”{_suggest(name, _list_exports(environment, found[1]))}"
    if undefined is not None:
        name = str(undefined._undefined_name)  # Jinja documents it for subclasses
        return f"không có “{name}”{_suggest(name, _list_names(undefined, error.__traceback__))}"
    return f"không tính được biểu thức ({type(error).__name__}: {error})."


def _describe_syntax_fault(message: str) -> str:
    for pattern, clause in _SYNTAX_FAULTS:
        if found := re.fullmatch(pattern, message, re.DOTALL):
            words = tuple(word.replace("' or '", "” hoặc “") for word in found.groups())
            if "“" not in clause:
                words = tuple(_TOKENS.get(word, f"“{word}”") for word in (part.strip("'") for part in words))
            return f"{clause.format(*words)}."
    return f"“{message.rstrip('.')}”."


def _suggest(name: str, known: Iterable[str]) -> str:
    near = find_closest_match(name, known)
    return f"; có phải “{near}” không?" if near else "."


def _find_own_path(file: str) -> str:
    """Return the path of a template from the folder of the site; empty for others.

    The software of an office's site lies in ``.venv/`` in this folder.
    """
    for path in (Path(os.path.abspath(file)), Path(file).resolve()):  # noqa: PTH100  # links stay as they are
        for folder in (Path.cwd(), Path.cwd().resolve()):
            if path.is_relative_to(folder) and ".venv" not in path.relative_to(folder).parts:
                return str(path.relative_to(folder))
    return ""


def _list_frames(trace: TracebackType | None) -> Iterator[TracebackType]:
    while trace is not None:
        yield trace
        trace = trace.tb_next


def _find_template_line(trace: TracebackType | None) -> tuple[str, int, str, bool] | None:
    """Return file and line of the innermost template of the site, or else of any.

    The third value names a template of the product that this line uses, in which the error occurred.
    The last value is True if no other code of the bulletin ran below the templates.
    """
    found, own, is_innermost = None, None, True
    for frame in _list_frames(trace):
        values = frame.tb_frame.f_globals
        if template := values.get("__jinja_template__"):
            file, line = template.filename or "", template.get_corresponding_lineno(frame.tb_lineno)
            found, is_innermost = (file, line, template.name or ""), True
            own = found if _find_own_path(file) else own
        elif not str(values.get("__name__", "")).startswith("jinja2."):
            is_innermost = False
    if found is None:
        return None
    file, line, _ = own or found
    return file, line, found[2] if own and own is not found else "", is_innermost


def _find_undefined(trace: TracebackType | None) -> Undefined | None:
    """Return the undefined value whose use raised the error."""
    *_, last = _list_frames(trace)
    value = last.tb_frame.f_locals.get("self")
    return value if isinstance(value, Undefined) else None


def _list_names(undefined: Undefined, trace: TracebackType | None) -> list[str]:
    """Return the names among which ``undefined`` was looked for."""
    owner: Any = undefined._undefined_obj  # Jinja documents it for subclasses
    if isinstance(owner, dict):
        return [str(key) for key in owner]
    names: list[str] = dir(owner)
    for frame in _list_frames(trace):
        if context := frame.tb_frame.f_locals.get("context"):
            names = [*context.get_all()] if owner is missing else names
    return [name for name in names if not name.startswith("_")]


def _list_exports(environment: Environment, name: str) -> list[str]:
    module = environment.get_template(name).make_module()
    return [export for export in vars(module) if not export.startswith("_")]
