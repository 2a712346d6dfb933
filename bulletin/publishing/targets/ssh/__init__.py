"""A folder on another machine as target, through ``ssh`` and ``rsync``.

``target`` has the steps of a publish. ``upload`` sends files, ``remote_scripts`` has the commands of the server,
and ``ownership`` the rules for foreign files there. All of them use the one connection of ``connection``.
The server needs sshd, rsync, a POSIX shell, coreutils, findutils and flock. A Debian server has all of them.
"""
