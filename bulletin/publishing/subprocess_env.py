"""Environment variables for the programs that a publish starts."""

import os
from datetime import datetime


def build_child_environment(moment: datetime | None = None) -> dict[str, str]:
    """Return the variables for a child process: whatever the machine's language, UTF-8."""
    variables = dict(os.environ)
    for name in ("LC_ALL", "LANGUAGE", "LANG"):
        variables.pop(name, None)
    variables |= {"LC_ALL": "C.UTF-8", "PYTHONUTF8": "1", "PYTHONIOENCODING": "utf-8"}
    if moment is not None:
        variables["BULLETIN_NOW"] = moment.isoformat()
    return variables
