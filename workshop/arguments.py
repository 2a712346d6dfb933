"""The words after ``./inv``, read before Invoke reads them: what it refuses in English is told in Vietnamese."""

import re
import shlex
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence

from invoke.parser.argument import Argument
from invoke.parser.context import ParserContext

from plugins.mistakes import is_utf8, printable
from workshop.command import Command, flag, label

_OPTION = re.compile(r"[-–—]{1,2}[^\W\d_][^\s=]*(=.*)?", re.DOTALL)
"""Word processors make one long dash of two hyphens."""
_IN_QUOTES = re.compile(r'[“”„]([^“”„]*)[“”]|[‘’]([^‘’]*)[‘’]|"([^"]*)"')


class ArgumentsError(Exception):
    """Nobody can tell what was meant; the message says in Vietnamese why, and what to type instead."""


class HelpAskedError(Exception):
    """``--help`` stands among the words of ``command``."""

    def __init__(self, command: Command) -> None:
        super().__init__(command.name)
        self.command = command


def read(words: Sequence[str], commands: Mapping[str, Command], core: ParserContext) -> list[str]:
    """Return the words with the name of its option before each value: ``rollback --name 20261123-0730``.

    ``core`` are the options of Invoke itself. Raise ArgumentsError or HelpAskedError.
    """
    for word in words:
        if not is_utf8(word):
            raise ArgumentsError(
                f"“{printable(word)}” không phải chữ UTF-8. Hãy gõ lại, hoặc đổi tên tệp ấy."
            )
    rest, found = deque(words), list[str]()
    while rest:
        found += _Reading(known(rest.popleft(), commands), commands, core, rest)
    return found


def known(name: str, commands: Mapping[str, Command]) -> Command:
    """Return the command of a name. Raise ArgumentsError."""
    if name in commands:
        return commands[name]
    near = _nearest(name, commands)
    if _OPTION.fullmatch(name) and not near:
        flags = {name.partition("=")[0], name[:2]}
        if not any(one in command.context.flags for command in commands.values() for one in flags):
            raise ArgumentsError(f"Không có lựa chọn “{name}”. Xem các lệnh: ./inv")
        raise ArgumentsError(f"Hãy viết tên lệnh trước rồi mới đến {name}. Xem các lệnh: ./inv")
    meant = f" Có phải ./inv {near} không?" if near else ""
    raise ArgumentsError(f"Không có lệnh “{name}”.{meant} Xem các lệnh: ./inv")


class _Reading:
    """Takes what belongs to one command from the front of ``rest``."""

    def __init__(
        self, command: Command, commands: Mapping[str, Command], core: ParserContext, rest: deque[str]
    ) -> None:
        self._command, self._commands, self._core, self._rest = command, commands, core, rest
        self._typed = list(rest)
        self._free = command.follower
        self._given: list[Argument] = []
        """The options so far, the latest last."""

    def __iter__(self) -> Iterator[str]:
        needed = bool(self._command.context.missing_positional_args)
        yield self._command.name
        while self._rest:
            word = self._rest[0]
            if _OPTION.fullmatch(word):
                yield from self._option(self._rest.popleft())
            elif self._free and (needed or word not in self._commands):
                yield from self._value(self._free, self._rest.popleft())
            elif word in self._commands:
                break
            else:
                raise self._unexpected(word)
        if self._free and needed:
            raise ArgumentsError(f"Thiếu {_lower(label(self._free))}. Hãy viết: {self._command.form()}")

    def _option(self, word: str) -> Iterator[str]:
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
            raise HelpAskedError(self._command)
        if option.takes_value and option in self._given:
            raise ArgumentsError(
                f"Lệnh {self._command.name} chỉ nhận một giá trị cho {flag(option)}. "
                f"Hãy viết: {self._command.form(option)}"
            )
        if option.takes_value and not equals and self._rest and not _OPTION.fullmatch(self._rest[0]):
            equals, value = "=", self._rest.popleft()
        if option.takes_value and equals:
            yield from self._value(option, value, name)
        elif equals:
            raise ArgumentsError(f"Sau {name} không có giá trị. Hãy viết: {self._command.form(option)}")
        elif option.takes_value and not option.optional:
            raise self._missing(option, name)
        else:
            self._given.append(option)
            yield name

    def _value(self, option: Argument, value: str, name: str = "") -> Iterator[str]:
        if fault := self._fault(option, value, name):
            raise ArgumentsError(f"{fault}. Hãy viết: {self._command.form(option)}")
        self._given.append(option)
        if option is self._free:
            self._free = None
        yield from (name or flag(option), value)

    def _fault(self, option: Argument, value: str, name: str) -> str:
        """Return why an option cannot have a value, one that Invoke would misread among them; empty if it can."""
        command, flags = self._command, self._command.context.flags
        if option.kind is int and not re.fullmatch("[0-9]+", value):
            return f"Sau {name} phải là một số, không phải “{value}”"
        if not value.strip() and not command.may_be_empty(option):
            return f"{f'Giá trị sau {name}' if name else label(option)} còn trống"
        starts = [value.partition("=")[0], value[:2]] if option.optional else [value]
        if value == "--" or any(one in flags for one in starts):
            return f"Sau {name} không thể là “{value}”, vì lệnh {command.name} hiểu đó là một lựa chọn"
        if option.optional and value in self._commands:
            own = self._commands[value].form()
            return f"Sau {name} không thể là “{value}”, vì đó là tên một lệnh (muốn chạy thì gõ riêng: {own})"
        return ""

    def _missing(self, option: Argument, name: str) -> ArgumentsError:
        command, word = self._command, self._rest[0] if self._rest else ""
        said = f"Thiếu giá trị sau {name}. Hãy viết: {command.form(option)}"
        meant = self._find(word.partition("=")[0]) or word[:2] in command.context.flags
        if word and not meant and option.kind is str:
            said += f". Nếu “{word}” là giá trị thì viết liền: {_as_typed(name, [word])}"
        return ArgumentsError(said)

    def _find(self, name: str) -> Argument | None:
        for flags in (self._command.context.flags, self._core.flags):
            if name in flags:
                found: Argument = flags[name]
                return found
        return None

    def _unknown(self, name: str) -> ArgumentsError:
        command = self._command
        near = _nearest(name, command.context.flags)
        if near:
            form = command.form(command.context.flags[near])
            advice = f"Có phải {near} không? Hãy viết: {form}"
        else:
            advice = f"Xem các lựa chọn: ./inv {command.name} --help"
        return ArgumentsError(f"Lệnh {command.name} không có lựa chọn “{name}”. {advice}")

    def _unexpected(self, word: str) -> ArgumentsError:
        command, last = self._command, self._given[-1] if self._given else None
        if last and command.is_text(last):
            return ArgumentsError(
                f"{label(last)} có nhiều chữ thì phải đặt trong dấu ngoặc kép thẳng. Hãy viết: {self._quoted()}"
            )
        near = _nearest(word, command.context.flags)
        option = command.context.flags[near] if near else command.follower
        if last and not near and not last.takes_value:
            option = last
        meant = f"Có phải {near} không? " if near else ""
        return ArgumentsError(
            f"Lệnh {command.name} không nhận “{word}”. {meant}Hãy viết: {command.form(option)}"
        )

    def _quoted(self) -> str:
        """Return the command with values of several words in quotes; its form where no value for it was typed."""
        values: list[list[str]] = [[]]
        for word in self._typed:
            if _OPTION.fullmatch(word):
                name, equals, value = word.partition("=")
                plain = "--" + name.lstrip("-–—")
                values.append([plain if self._find(plain) else name, *([value] if equals else [])])
            else:
                values[-1].append(word)
        if self._command.context.missing_positional_args and not values[0]:
            return self._command.form()
        own, *options = values
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
    between = "=" if _OPTION.fullmatch(text) else " "
    quoted = shlex.quote(text)
    if quoted != text and not re.search(r'["$`\\!]', text):
        quoted = f'"{text}"'
    return f"{name}{between}{quoted}"


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
