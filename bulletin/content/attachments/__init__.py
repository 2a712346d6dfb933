"""Files that content items name.

``references`` checks that each file exists and proposes a name for a missing one. ``file_types`` checks the bytes of
each attachment.
"""
