"""Content files, from text on the disk to the library of all content items.

``scan`` lists the files and reads their text. ``sections`` and ``withdrawals`` read the two lists of the whole folder.
``frontmatter`` and ``markup`` parse one text, and ``reader`` makes an article or a page of both results.
``attachments`` checks the files that a text names. ``library`` checks all content items together.
"""
