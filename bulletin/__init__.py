"""The bulletin: a static site of a news section, from content files to what readers see.

Data pass one way: ``content`` reads files, ``archive`` orders what is published, ``context`` gathers what a
build shares, ``views`` decides what each page says, ``build`` and ``render`` write what changed, ``publishing``
makes a release of it. ``cli`` holds the commands of ``./inv``. The adapters for Pelican stand in ``plugins/``.
"""
