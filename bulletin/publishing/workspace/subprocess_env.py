"""Environment variables for the programs that a publish starts."""

import os
from datetime import datetime

from bulletin.clock import LATEST_TIME_VARIABLE

_GIT_VARIABLES = frozenset(
    """
    GIT_ALTERNATE_OBJECT_DIRECTORIES GIT_COMMON_DIR GIT_CONFIG GIT_CONFIG_COUNT GIT_CONFIG_PARAMETERS GIT_DIR
    GIT_GRAFT_FILE GIT_IMPLICIT_WORK_TREE GIT_INDEX_FILE GIT_INTERNAL_SUPER_PREFIX GIT_NO_REPLACE_OBJECTS
    GIT_OBJECT_DIRECTORY GIT_PREFIX GIT_REPLACE_REF_BASE GIT_SHALLOW_FILE GIT_WORK_TREE
    """.split()
)
"""Variables of git that concern one repository, as ``git rev-parse --local-env-vars`` lists them."""


def build_child_environment(
    build_time: datetime | None = None, latest_time: datetime | None = None
) -> dict[str, str]:
    """Return the environment of a child process, which prints UTF-8 in any locale.

    ``build_time`` becomes the clock of the child process, and ``latest_time`` the latest time that it knows.
    The variables of one git repository are left out.
    Reason: in a hook they name the repository of the hook, not the one of the workspace.
    """
    variables = dict(os.environ)
    for name in ("LC_ALL", "LANGUAGE", "LANG", *_GIT_VARIABLES):
        variables.pop(name, None)
    variables |= {"LC_ALL": "C.UTF-8", "PYTHONUTF8": "1", "PYTHONIOENCODING": "utf-8"}
    if build_time is not None:
        variables["BULLETIN_NOW"] = build_time.isoformat()
    if latest_time is not None:
        variables[LATEST_TIME_VARIABLE] = latest_time.isoformat()
    return variables
