"""The bulletin: a static news site, from content files to the published release.

``content`` reads the files, and ``archive`` orders what is published. ``context`` gathers what one build
shares, and ``views`` makes the view models. ``build`` and ``render`` write the files that changed, and
``publishing`` makes a release of them. ``cli`` holds the commands of ``./inv``. The adapters for
Pelican are in ``plugins/``.
"""
