"""Parse the words after ``./inv`` and refuse mistakes in Vietnamese.

Reason: Invoke's parser refuses them in English.
"""

import re
import shlex
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy

from invoke.parser.argument import Argument
from invoke.parser.context import ParserContext
from invoke.parser.parser import ParseResult

from bulletin.cli.program.command import Command, format_flag, format_label
from bulletin.errors import escape_unprintable, is_utf8

_OPTION = re.compile(r"[-–—]{1,2}[^\W\d_][^\s=]*(=.*)?", re.DOTALL)
"""Word processors make one long dash of two hyphens."""
_IN_QUOTES = re.compile(r'[“”„]([^“”„]*)[“”]|[‘’]([^‘’]*)[‘’]|"([^"]*)"')


class ArgumentsError(Exception):
    """Words that cannot be parsed.

    The message says why in Vietnamese, and what to type instead.
    """


def parse_arguments(words: Sequence[str], commands: Mapping[str, Command], core: ParseResult) -> ParseResult:
    """Return the options of each command with their values.

    Options of Invoke itself go to ``core``. Its ``help`` becomes the name of the command before ``--help``.

    Raises:
        ArgumentsError: A word is not UTF-8, or no command or option takes it.
    """
    for word in words:
        if not is_utf8(word):
            raise ArgumentsError(
                f"“{escape_unprintable(word)}” không phải chữ UTF-8. Hãy gõ lại, hoặc đổi tên tệp ấy."
            )
    rest, parsed = deque(words), ParseResult()
    while rest:
        command = find_command(rest.popleft(), commands)
        if command.passes_options:
            core.remainder = f"{shlex.join(rest)} {core.remainder}"
            rest.clear()
        parsed.append(_Parser(command, commands, core[0], rest).parse())
    return parsed


def find_command(name: str, commands: Mapping[str, Command]) -> Command:
    """Return the command of a name. Raise ArgumentsError."""
    if name in commands:
        return commands[name]
    near = _find_nearest(name, commands)
    if _OPTION.fullmatch(name) and not near:
        flags = (name.partition("=")[0], name[:2])
        if not any(flag in command.context.flags for command in commands.values() for flag in flags):
            raise ArgumentsError(f"Không có lựa chọn “{name}”. Xem các lệnh: ./inv")
        raise ArgumentsError(f"Hãy viết tên lệnh trước rồi mới đến {name}. Xem các lệnh: ./inv")
    meant = f" Có phải ./inv {near} không?" if near else ""
    raise ArgumentsError(f"Không có lệnh “{name}”.{meant} Xem các lệnh: ./inv")


class _Parser:
    """Parser of one command, which takes its words from the front of ``rest``."""

    def __init__(
        self, command: Command, commands: Mapping[str, Command], core: ParserContext, rest: deque[str]
    ) -> None:
        self._command, self._commands, self._core, self._rest = command, commands, core, rest
        self._words, self._context = list(rest), deepcopy(command.context)
        self._given: list[Argument] = []

    def parse(self) -> ParserContext:
        while self._rest:
            word, free = self._rest[0], self._find_free_positional()
            if _OPTION.fullmatch(word):
                self._parse_option(self._rest.popleft())
            elif free and (free.value is None or word not in self._commands):
                self._set(free, self._rest.popleft())
            elif self._given and self._given[-1].kind is list and word not in self._commands:
                self._set(self._given[-1], self._rest.popleft(), format_flag(self._given[-1]))
            elif word in self._commands:
                break
            else:
                raise self._refuse_stray(word)
        free = self._find_free_positional()
        if free and free.value is None and self._core.args.help.value != self._command.name:
            name = format_label(free)
            raise self._refuse(f"Thiếu {name[:1].lower()}{name[1:]}")
        return self._context

    def _parse_option(self, word: str) -> None:
        name, equals, value = word.partition("=")
        option = self._find(name)
        if option is None and self._find(name[:2]) and self._find(f"-{name}") is None:  # -sTin, -dv
            name, equals, value = word[:2], "=", word[2:]
            option = self._find(name)
            if option and not option.takes_value:
                self._rest.appendleft(f"-{value}")
                equals = ""
        if option is None:
            raise self._refuse_unknown(name)
        if option.name == "help":
            option.value = self._command.name
            self._rest.clear()
        elif not option.takes_value:
            if equals:
                raise self._refuse(f"Sau {name} không có giá trị", option)
            self._set(option)
        elif option in self._given and option.kind is not list:
            raise self._refuse(
                f"Lệnh {self._command.name} chỉ nhận một giá trị cho {format_flag(option)}", option
            )
        elif equals:
            self._set(option, value, name)
        elif self._rest and not _OPTION.fullmatch(self._rest[0]):
            self._set(option, self._rest.popleft(), name)
        elif option.optional:
            self._set(option)
        else:
            raise self._refuse_missing(option, name)

    def _set(self, option: Argument, value: str | None = None, name: str = "") -> None:
        """Give an option its value, if it takes one.

        Raises:
            ArgumentsError: The option cannot have that value.
        """
        if value is not None and (fault := self._explain_invalid_value(option, value, name)):
            raise self._refuse(fault, option)
        option.set_value(True if value is None else value, cast=value is not None)
        self._given.append(option)

    def _explain_invalid_value(self, option: Argument, value: str, name: str) -> str:
        """Return why an option cannot have a value, or an empty text if it can."""
        starts = [value.partition("=")[0], value[:2]] if option.optional else [value]
        if option.kind is int and not re.fullmatch("[0-9]+", value):
            return f"Sau {name} phải là một số, không phải “{value}”"
        if not value.strip():
            return f"{f'Giá trị sau {name}' if name else format_label(option)} còn trống"
        if value == "--" or any(start in self._context.flags for start in starts):
            return f"Sau {name} không thể là “{value}”, vì lệnh {self._command.name} hiểu đó là một lựa chọn"
        if option.optional and value in self._commands:
            usage = self._commands[value].format_usage()
            return (
                f"Sau {name} không thể là “{value}”, vì đó là tên một lệnh (muốn chạy thì gõ riêng: {usage})"
            )
        return ""

    def _find(self, name: str) -> Argument | None:
        flags = self._context.flags if name in self._context.flags else self._core.flags
        return flags[name] if name in flags else None  # noqa: SIM401  # its `get` does not know short names

    def _find_free_positional(self) -> Argument | None:
        """Return the first positional option that has no value yet."""
        return next((option for option in self._context.positional_args if option not in self._given), None)

    def _refuse(self, fault: str, option: Argument | None = None) -> ArgumentsError:
        return ArgumentsError(f"{fault}. Hãy viết: {self._command.format_usage(option)}")

    def _refuse_missing(self, option: Argument, name: str) -> ArgumentsError:
        refusal, word = self._refuse(f"Thiếu giá trị sau {name}", option), next(iter(self._rest), "")
        known = self._find(word.partition("=")[0]) or word[:2] in self._context.flags
        if not word or known or option.kind is not str:
            return refusal
        return ArgumentsError(
            f"{refusal}. Nếu “{word}” là giá trị thì viết liền: {_quote_for_shell(name, word)}"
        )

    def _refuse_unknown(self, name: str) -> ArgumentsError:
        command, near = self._command, _find_nearest(name, self._context.flags)
        advice = f"Xem các lựa chọn: ./inv {command.name} --help"
        if near:
            advice = f"Có phải {near} không? Hãy viết: {command.format_usage(self._context.flags[near])}"
        return ArgumentsError(f"Lệnh {command.name} không có lựa chọn “{name}”. {advice}")

    def _refuse_stray(self, word: str) -> ArgumentsError:
        command, last = self._command, self._given[-1] if self._given else None
        if last and last.name in command.texts:
            fault = f"{format_label(last)} có nhiều chữ thì phải đặt trong dấu ngoặc kép thẳng"
            return ArgumentsError(f"{fault}. Hãy viết: {self._quote_words()}")
        option = next(iter(self._context.positional_args), None)
        if near := _find_nearest(word, self._context.flags):
            option = self._context.flags[near]
        elif last and not last.takes_value:
            option = last
        meant = f" Có phải {near} không?" if near else ""
        return ArgumentsError(
            f"Lệnh {command.name} không nhận “{word}”.{meant} Hãy viết: {command.format_usage(option)}"
        )

    def _quote_words(self) -> str:
        """Return the command with quotes around values of several words.

        Return the usage of the command if a value is missing.
        """
        parts = [[self._command.name]]
        for word in self._words:
            if _OPTION.fullmatch(word):
                name, *value = word.split("=", 1)
                plain = "--" + name.lstrip("-–—")
                parts.append([plain if self._find(plain) else name, *value])
            else:
                parts[-1].append(word)
        if self._command.context.missing_positional_args and len(parts[0]) == 1:
            return self._command.format_usage()
        return f"./inv {' '.join(_quote_for_shell(*part) for part in parts)}"


def _find_nearest(word: str, names: Iterable[str]) -> str | None:
    from bulletin.text.suggestions import find_closest_match  # noqa: PLC0415  # only mistakes need it

    bare = {name.lstrip("-"): name for name in names if len(name.lstrip("-")) > 1}
    found = find_closest_match(word.lstrip("-–—"), bare)
    return bare[found] if found else None


def _quote_for_shell(name: str, *words: str) -> str:
    """Return a command or option with the words as one value, quoted for a shell."""
    if not words:
        return name
    text = " ".join(words)
    if pair := _IN_QUOTES.fullmatch(text):
        text = pair[pair.lastindex or 0]
    quoted = shlex.quote(text)
    if quoted != text and not re.search(r'["$`\\!]', text):
        quoted = f'"{text}"'
    return f"{name}{'=' if _OPTION.fullmatch(text) else ' '}{quoted}"
