"""Damages of cache files, and the kinds of cache files."""

import os
import random
import re
import shutil
import socket
from collections.abc import Callable
from pathlib import Path

FileDamage = Callable[[Path, random.Random, list[Path]], None]
"""Function that damages a file; it may copy the content of another cache file."""


def _empty(file: Path, _dice: random.Random, _all: list[Path]) -> None:
    file.write_bytes(b"")


def _half(file: Path, _dice: random.Random, _all: list[Path]) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def _one_byte(file: Path, dice: random.Random, _all: list[Path]) -> None:
    data = bytearray(file.read_bytes())
    if data:
        data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
    file.write_bytes(data)


def _first_bytes(file: Path, dice: random.Random, _all: list[Path]) -> None:
    data = file.read_bytes()
    file.write_bytes(dice.randbytes(20) + data[20:])


def _middle(file: Path, dice: random.Random, _all: list[Path]) -> None:
    data = file.read_bytes()
    start = dice.randrange(len(data) + 1)
    file.write_bytes(data[:start] + dice.randbytes(min(64, len(data) - start)) + data[start + 64 :])


def _zeros(file: Path, _dice: random.Random, _all: list[Path]) -> None:
    file.write_bytes(bytes(file.stat().st_size))


def _noise(file: Path, dice: random.Random, _all: list[Path]) -> None:
    file.write_bytes(dice.randbytes(file.stat().st_size))


def _longer(file: Path, _dice: random.Random, _all: list[Path]) -> None:
    file.write_bytes(file.read_bytes() + b"\0" * 5000)


def _of_another_kind(file: Path, dice: random.Random, cache: list[Path]) -> None:
    others = [
        other
        for other in cache
        if get_cache_file_kind(other) != get_cache_file_kind(file)
        and other.is_file()
        and not other.is_symlink()
    ]
    file.write_bytes(dice.choice(others).read_bytes())


def _of_its_kind(file: Path, dice: random.Random, cache: list[Path]) -> None:
    others = [
        other for other in cache if other != file and get_cache_file_kind(other) == get_cache_file_kind(file)
    ]
    others = [other for other in others if other.is_file() and not other.is_symlink()]
    if others:
        file.write_bytes(dice.choice(others).read_bytes())


def _folder(file: Path, _dice: random.Random, _all: list[Path]) -> None:
    file.unlink()
    file.mkdir()


def _full_folder(file: Path, _dice: random.Random, _all: list[Path]) -> None:
    file.unlink()
    (file / "a").mkdir(parents=True)
    (file / "a/b").write_text("x")


def _pipe(file: Path, _dice: random.Random, _all: list[Path]) -> None:
    file.unlink()
    os.mkfifo(file)


def _socket(file: Path, _dice: random.Random, _all: list[Path]) -> None:
    file.unlink()
    previous = Path.cwd()
    os.chdir(file.parent)  # the path of a socket has 108 bytes at most
    try:
        with socket.socket(socket.AF_UNIX) as server:
            server.bind("s")
        Path("s").rename(file)
    finally:
        os.chdir(previous)


def _loop(file: Path, _dice: random.Random, _all: list[Path]) -> None:
    file.unlink()
    file.symlink_to(file.name)


def _leads_nowhere(file: Path, _dice: random.Random, _all: list[Path]) -> None:
    file.unlink()
    file.symlink_to("khong-co")


def _link(file: Path, _dice: random.Random, _all: list[Path]) -> None:
    """Replace the file by a symbolic link to a copy in a foreign folder."""
    copy = get_canary_folder(file) / re.sub(r"\W", "-", file.name)
    shutil.move(file, copy)
    file.symlink_to(copy)


FILE_DAMAGES: list[FileDamage] = [
    *(
        _empty,
        _half,
        _one_byte,
        _first_bytes,
        _middle,
        _zeros,
        _noise,
        _longer,
        _of_another_kind,
        _of_its_kind,
    ),
    *(_folder, _full_folder, _pipe, _socket, _loop, _leads_nowhere, _link),
]
"""All damages; the last seven also make something else of the file."""


def get_canary_folder(file: Path) -> Path:
    """Return the foreign folder beside the workspace, which no command may change."""
    root = next(folder for folder in file.parents if (folder / "content").is_dir())
    folder = root.parent / "of-others"
    folder.mkdir(exist_ok=True)
    return folder


def get_cache_file_kind(file: Path) -> str:
    """Return the path of a cache file without digests, names and years."""
    root = next(folder for folder in file.parents if (folder / "content").is_dir())
    name = file.relative_to(root).as_posix()
    name = re.sub(r"[0-9a-f]{16,}(-\d+)*", "*", name)
    name = re.sub(r"/[0-9a-f]{2}/", "/*/", name)
    return re.sub(r"\d{4}[a-z]?-", "*-", name)
