"""Environment variables for the programs that a publish starts."""

import os
from datetime import datetime


def build_child_environment(build_time: datetime | None = None) -> dict[str, str]:
    """Return the environment of a child process, which prints UTF-8 in any locale.

    ``build_time`` becomes the clock of the child process.
    """
    variables = dict(os.environ)
    for name in ("LC_ALL", "LANGUAGE", "LANG"):
        variables.pop(name, None)
    variables |= {"LC_ALL": "C.UTF-8", "PYTHONUTF8": "1", "PYTHONIOENCODING": "utf-8"}
    if build_time is not None:
        variables["BULLETIN_NOW"] = build_time.isoformat()
    return variables
