"""Commands of ``./inv`` in this repository: those of every site, and those of its maintainers."""

from bulletin.cli.commands import *  # noqa: F403  # Invoke's own program finds the commands here
from bulletin.cli.commands import EDITOR_COMMANDS, clean, rebuild
from bulletin.cli.maintenance import bench, lint, lock, test
from bulletin.cli.program import program

GROUPS = {
    "Viết và xuất bản, theo thứ tự công việc": EDITOR_COMMANDS,
    "Dành cho người bảo trì": (clean, rebuild, lint, test, bench, lock),
}
"""The commands as ``./inv`` lists them."""

if __name__ == "__main__":  # ./inv starts this file
    program.add_commands(GROUPS)
    program.run()
