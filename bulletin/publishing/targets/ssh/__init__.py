"""A folder on another machine as the place to publish to, through the system's own ``ssh`` and ``rsync``.

The server needs sshd, rsync, a POSIX shell, coreutils, findutils and flock: what a Debian has.
"""
