"""A release: staged site, manifest, compressed files and record.

A build leaves an output folder. ``staged_site`` and ``manifest`` list its files.
``compression`` adds the compressed files. ``release`` describes the result in a JSON record.
``file_types`` gives type, media type and ``Cache-Control`` of a path.
"""
