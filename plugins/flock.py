"""The kernel's lock on an open file: it ends with the process that holds it, however that ends.

Nothing has to judge whether a lock file is a crash's. Where there is no such lock (Windows), nobody waits:
one editor, one window.
"""

try:
    import fcntl
except ImportError:
    fcntl = None  # type: ignore[assignment]


def take(descriptor: int, *, wait: bool = True) -> bool:
    """Take the lock on an open file; return whether it is ours, which it always is for one who waits. Raise OSError."""
    if fcntl is None:
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        return False
    return True
