"""Parts that many pages share: made once an edition, so that a template can print them once, too."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar, TypeVarTuple

from plugins.composer.edition import Edition

_Before = TypeVarTuple("_Before")
_Part = TypeVar("_Part")


def shared(make: Callable[[*_Before, Edition], _Part]) -> Callable[[*_Before, Edition], _Part]:
    """Let ``make``, whose last argument is the edition, make a part once for the same arguments before it."""

    @wraps(make)
    def found(*arguments: *tuple[*_Before, Edition]) -> _Part:
        *before, edition = arguments
        key = (make, *before)
        if key not in edition.parts:
            edition.parts[key] = make(*arguments)
        part: _Part = edition.parts[key]
        return part

    return found
