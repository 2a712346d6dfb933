"""List the child processes of a process."""

from pathlib import Path


def list_child_processes(process_id: int) -> set[str]:
    """Return the ids of the child processes of all threads (proc(5))."""
    lists = Path(f"/proc/{process_id}/task").glob("*/children")
    return {child for children in lists for child in children.read_text(encoding="ascii").split()}
