"""Content files, from text on the disk to the library of all content items.

``files`` lists the files and reads their text. ``site_lists`` reads the two lists for the whole site.
``frontmatter`` and ``markup`` parse one text, and ``reader`` makes an article or a page of both results.
``attachments`` checks the files that a text names, ``warnings`` finds slips, and ``documents`` compares official
documents. ``library`` holds all content items, and ``checks`` compares them.
"""
