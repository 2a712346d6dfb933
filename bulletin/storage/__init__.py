"""Files that the bulletin writes: atomic writes, locks, caches, the output folder.

Every write to a cache, an output or a lock passes here, with its guard against foreign links and pipes.
"""
