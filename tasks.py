"""Commands of ``./inv`` in this repository.

They are those of every site, and those of maintainers of the bulletin.
"""

from itertools import chain

from invoke.collection import Collection

from bulletin.cli.commands import (
    EDITOR_COMMANDS,
    EDITOR_HEADING,
    MAINTAINER_HEADING,
    clean,
    rebuild,
    version,
)
from bulletin.cli.maintenance.commands import audit, bench, init, lint, lock, test
from bulletin.cli.program.program import program

GROUPS = {
    EDITOR_HEADING: EDITOR_COMMANDS,
    MAINTAINER_HEADING: (init, version, clean, rebuild, lint, test, audit, bench, lock),
}
"""The commands as ``./inv`` lists them."""
namespace = Collection(*chain.from_iterable(GROUPS.values()))
"""The same commands for Invoke's own program."""

if __name__ == "__main__":  # ./inv starts this file
    program.add_commands(GROUPS)
    program.run()
