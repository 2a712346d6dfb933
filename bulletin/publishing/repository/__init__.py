"""The shared repository: what others pushed, what is not committed, and what a publish commits.

``upstream`` fetches and merges. ``uncommitted_files`` and ``stale_checkout`` guard a publish, ``record_commit`` follows it.
"""
