"""Lets a build get ready while somebody else still looks at the content: it waits before it reads any.

A command that wants that hands over a pipe in BULLETIN_GATE and writes one byte to it. Where the
pipe ends without one, the build is not wanted any more.
"""

import os

VARIABLE = "BULLETIN_GATE"
"""Holds the number of the descriptor that is waited at."""


def closed() -> bool:
    """Tell whether there is something to wait for."""
    return VARIABLE in os.environ


def wait() -> None:
    """Wait until the build may begin; a process waits once. Raise SystemExit where it must not."""
    descriptor = int(os.environ.pop(VARIABLE))
    with open(descriptor, "rb", buffering=0) as pipe:  # a descriptor, not a path
        if not pipe.read(1):
            raise SystemExit(1)
