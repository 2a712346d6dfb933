"""What ``./inv`` starts: ``python -m workshop publish``."""

import os
import signal
import sys
from pathlib import Path

from plugins.mistakes import is_utf8, printable
from workshop.stopped import CODE, STOPPED
from workshop.terminal import open_streams

if (
    sys.getfilesystemencoding() != "utf-8"
):  # without inv, on a machine without a language: names of files are UTF-8
    command = [sys.executable, "-m", "workshop", *sys.argv[1:]]
    os.execve(sys.executable, command, {**os.environ, "PYTHONUTF8": "1"})  # noqa: S606  # ourselves
open_streams()
HERE = str(Path(__file__).resolve().parents[1])
if not is_utf8(HERE):
    print(
        f"Tên thư mục của trang không phải mã hóa UTF-8: {printable(HERE)}\n"
        "Hãy đổi tên thư mục ấy, chỉ dùng chữ không dấu, chữ số và dấu gạch nối, rồi chạy lại.",
        file=sys.stderr,
    )
    sys.exit(1)
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
