"""What ``./inv`` starts: ``python -m workshop publish``."""

import signal
import sys

from workshop.stopped import CODE, STOPPED

try:
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})  # inv held it back until we can answer
    from tasks import GROUPS
    from workshop.program import program

    program.offer(GROUPS)
    program.run()
except KeyboardInterrupt:  # while modules were imported, or the words read: a task answers itself
    print(STOPPED, file=sys.stderr)
    sys.exit(CODE)
