"""What ``./inv`` starts: ``python -m workshop publish``."""

from tasks import GROUPS
from workshop.program import program

program.offer(GROUPS)
program.run()
