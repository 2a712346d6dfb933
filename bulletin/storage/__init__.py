"""Access to files: atomic writes, locks, caches and the output folder.

``file_system`` writes, stamps and walks files. The other modules build on it.
``foreign_files`` checks each path before a write, because a link could lead elsewhere.
"""
