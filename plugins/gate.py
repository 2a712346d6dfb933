"""Lets a build get ready while somebody else still looks at the content: it waits before it reads any.

A command that wants that hands over two pipes in BULLETIN_GATE. It writes one byte to the first; where that
ends without one, the build is not wanted any more. The build writes one to the second as soon as nobody
but it writes into the output.
"""

import os
from contextlib import suppress

VARIABLE = "BULLETIN_GATE"
"""Holds the numbers of two descriptors: ``7,8`` to wait at 7 and to answer to 8."""
_answered: list[int] = []
"""The descriptor to answer to, until that is done."""


def closed() -> bool:
    """Tell whether there is something to wait for."""
    return VARIABLE in os.environ


def wait() -> None:
    """Wait until the build may begin; a process waits once. Raise SystemExit where it must not."""
    waited, answered = map(int, os.environ.pop(VARIABLE).split(","))
    _answered.append(answered)
    with os.fdopen(waited, "rb", buffering=0) as pipe:
        if not pipe.read(1):
            raise SystemExit(1)


def answer() -> None:
    """Say that from now on nobody else writes into the output; once, and where somebody waits to hear it."""
    while _answered:
        descriptor = _answered.pop()
        with suppress(OSError):  # nobody may read any more
            os.write(descriptor, b"1")
        os.close(descriptor)
