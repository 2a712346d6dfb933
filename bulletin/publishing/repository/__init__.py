"""The shared repository: commits of others, and those of a publish.

``upstream`` fetches and merges. ``uncommitted_files`` and ``stale_checkout`` guard a publish, ``record_commit`` follows it.
"""
