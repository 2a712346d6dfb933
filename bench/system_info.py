"""Describe the machine of a benchmark, without paths or names of people."""

import os
import platform
from datetime import UTC, datetime
from pathlib import Path


def describe_machine() -> dict[str, str]:
    """Return processor, memory, system, Python and day."""
    return {
        "processor": f"{_read_processor_name()}, {os.cpu_count()} cores",
        "memory": f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB",
        "system": f"Linux {platform.release().split('-')[0]}",
        "python": f"Python {platform.python_version()}",
        "day": f"{datetime.now(UTC):%Y-%m-%d}",
    }


def _read_processor_name() -> str:
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()
