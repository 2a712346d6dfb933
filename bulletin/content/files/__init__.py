"""Files below ``content/`` before anything is parsed.

``scan`` lists the files, ``paths`` reads the paths that editors write. ``merge_conflicts`` and ``character_problems``
look at the text of one file.
"""
