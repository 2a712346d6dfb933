"""Parse the words after ``./inv`` and refuse mistakes in Vietnamese. Reason: Invoke's parser refuses in English."""

import re
import shlex
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy

from invoke.parser.argument import Argument
from invoke.parser.context import ParserContext
from invoke.parser.parser import ParseResult

from plugins.mistakes import is_utf8, printable
from workshop.command import Command, flag, label

_OPTION = re.compile(r"[-–—]{1,2}[^\W\d_][^\s=]*(=.*)?", re.DOTALL)
"""Word processors make one long dash of two hyphens."""
_IN_QUOTES = re.compile(r'[“”„]([^“”„]*)[“”]|[‘’]([^‘’]*)[‘’]|"([^"]*)"')


class ArgumentsError(Exception):
    """Words that cannot be parsed. The message says why in Vietnamese, and what to type instead."""


def parse(words: Sequence[str], commands: Mapping[str, Command], core: ParseResult) -> ParseResult:
    """Return the options of each command with their values.

    Options of Invoke itself go to ``core``; its ``help`` becomes the name of a command if ``--help`` stands
    behind one. Raise ArgumentsError.
    """
    for word in words:
        if not is_utf8(word):
            raise ArgumentsError(
                f"“{printable(word)}” không phải chữ UTF-8. Hãy gõ lại, hoặc đổi tên tệp ấy."
            )
    rest, parsed = deque(words), ParseResult()
    while rest:
        command = find_command(rest.popleft(), commands)
        if command.passes_options:
            core.remainder = f"{shlex.join(rest)} {core.remainder}"
            rest.clear()
        parsed.append(_Parser(command, commands, core, rest).parse())
    return parsed


def find_command(name: str, commands: Mapping[str, Command]) -> Command:
    """Return the command of a name. Raise ArgumentsError."""
    if name in commands:
        return commands[name]
    near = _nearest(name, commands)
    if _OPTION.fullmatch(name) and not near:
        if not any(name in command.context.flags for command in commands.values()):
            raise ArgumentsError(f"Không có lựa chọn “{name}”. Xem các lệnh: ./inv")
        raise ArgumentsError(f"Hãy viết tên lệnh trước rồi mới đến {name}. Xem các lệnh: ./inv")
    meant = f" Có phải ./inv {near} không?" if near else ""
    raise ArgumentsError(f"Không có lệnh “{name}”.{meant} Xem các lệnh: ./inv")


class _Parser:
    """Takes the words of one command from the front of ``rest``."""

    def __init__(
        self, command: Command, commands: Mapping[str, Command], core: ParseResult, rest: deque[str]
    ) -> None:
        self._command, self._commands, self._core, self._rest = command, commands, core[0], rest
        self._words = list(rest)
        self._context = deepcopy(command.context)
        self._given: list[Argument] = []

    def parse(self) -> ParserContext:
        while self._rest:
            word, free = self._rest[0], self._free()
            if _OPTION.fullmatch(word):
                self._parse_option(self._rest.popleft())
            elif free and (free.value is None or word not in self._commands):
                self._set_value(free, self._rest.popleft())
            elif word in self._commands:
                break
            else:
                raise self._stray(word)
        free = self._free()
        if free and free.value is None and self._core.args.help.value != self._command.name:
            raise self._refusal(f"Thiếu {_lower(label(free))}")
        return self._context

    def _free(self) -> Argument | None:
        """Return the option whose value may stand without the option's name, if it has no value yet."""
        return next((one for one in self._context.positional_args if one not in self._given), None)

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
            raise self._unknown(name)
        if option.name == "help":
            option.value = self._command.name
            self._rest.clear()
        elif not option.takes_value:
            if equals:
                raise self._refusal(f"Sau {name} không có giá trị", option)
            self._set(option, value=True)
        elif option in self._given:
            raise self._refusal(f"Lệnh {self._command.name} chỉ nhận một giá trị cho {flag(option)}", option)
        elif equals:
            self._set_value(option, value, name)
        elif self._rest and not _OPTION.fullmatch(self._rest[0]):
            self._set_value(option, self._rest.popleft(), name)
        elif option.optional:
            self._set(option, value=True)
        else:
            raise self._missing(option, name)

    def _set_value(self, option: Argument, value: str, name: str = "") -> None:
        """Give an option its value. Raise ArgumentsError if it cannot have that value."""
        if option.kind is int and not re.fullmatch("[0-9]+", value):
            raise self._refusal(f"Sau {name} phải là một số, không phải “{value}”", option)
        if not value.strip():
            said = f"Giá trị sau {name}" if name else label(option)
            raise self._refusal(f"{said} còn trống", option)
        starts = [value.partition("=")[0], value[:2]] if option.optional else [value]
        if value == "--" or any(one in self._context.flags for one in starts):
            raise self._refusal(
                f"Sau {name} không thể là “{value}”, vì lệnh {self._command.name} hiểu đó là một lựa chọn",
                option,
            )
        if option.optional and value in self._commands:
            own = self._commands[value].form()
            raise self._refusal(
                f"Sau {name} không thể là “{value}”, vì đó là tên một lệnh (muốn chạy thì gõ riêng: {own})",
                option,
            )
        self._set(option, value)

    def _set(self, option: Argument, value: str | bool) -> None:
        option.set_value(value, cast=isinstance(value, str))
        self._given.append(option)

    def _find(self, name: str) -> Argument | None:
        flags = self._context.flags if name in self._context.flags else self._core.flags
        return flags[name] if name in flags else None  # noqa: SIM401  # its get knows no short names

    def _refusal(self, said: str, option: Argument | None = None) -> ArgumentsError:
        return ArgumentsError(f"{said}. Hãy viết: {self._command.form(option)}")

    def _missing(self, option: Argument, name: str) -> ArgumentsError:
        word = self._rest[0] if self._rest else ""
        refusal = self._refusal(f"Thiếu giá trị sau {name}", option)
        known = self._find(word.partition("=")[0]) or word[:2] in self._context.flags
        if not word or known or option.kind is not str:
            return refusal
        return ArgumentsError(f"{refusal}. Nếu “{word}” là giá trị thì viết liền: {_as_typed(name, [word])}")

    def _unknown(self, name: str) -> ArgumentsError:
        command = self._command
        advice = f"Xem các lựa chọn: ./inv {command.name} --help"
        if near := _nearest(name, self._context.flags):
            advice = f"Có phải {near} không? Hãy viết: {command.form(self._context.flags[near])}"
        return ArgumentsError(f"Lệnh {command.name} không có lựa chọn “{name}”. {advice}")

    def _stray(self, word: str) -> ArgumentsError:
        """Return the refusal of a word that belongs to no option."""
        command, last = self._command, self._given[-1] if self._given else None
        if last and last.name in command.texts:
            said = f"{label(last)} có nhiều chữ thì phải đặt trong dấu ngoặc kép thẳng"
            return ArgumentsError(f"{said}. Hãy viết: {self._quoted()}")
        near = _nearest(word, self._context.flags)
        option = self._context.flags[near] if near else next(iter(self._context.positional_args), None)
        if last and not near and not last.takes_value:
            option = last
        meant = f" Có phải {near} không?" if near else ""
        return ArgumentsError(
            f"Lệnh {command.name} không nhận “{word}”.{meant} Hãy viết: {command.form(option)}"
        )

    def _quoted(self) -> str:
        """Return the command with quotes around values of several words; its form if a value is missing."""
        values: list[list[str]] = [[]]
        for word in self._words:
            if _OPTION.fullmatch(word):
                name, equals, value = word.partition("=")
                plain = "--" + name.lstrip("-–—")
                values.append([plain if self._find(plain) else name, *([value] if equals else [])])
            else:
                values[-1].append(word)
        own, *options = values
        if self._command.context.missing_positional_args and not own:
            return self._command.form()
        parts = [_as_typed(self._command.name, own), *(_as_typed(name, words) for name, *words in options)]
        return f"./inv {' '.join(parts)}"


def _nearest(word: str, names: Iterable[str]) -> str | None:
    from plugins.records.problems import nearest  # noqa: PLC0415  # needed for mistakes alone

    bare = {name.lstrip("-"): name for name in names if len(name.lstrip("-")) > 1}
    found = nearest(word.lstrip("-–—"), bare)
    return bare[found] if found else None


def _as_typed(name: str, words: Sequence[str]) -> str:
    """Return a command or an option with the one value that all the words are, as a shell takes it."""
    if not words:
        return name
    text = " ".join(words)
    if pair := _IN_QUOTES.fullmatch(text):
        text = pair[pair.lastindex or 0]
    quoted = shlex.quote(text)
    if quoted != text and not re.search(r'["$`\\!]', text):
        quoted = f'"{text}"'
    return f"{name}{'=' if _OPTION.fullmatch(text) else ' '}{quoted}"


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
