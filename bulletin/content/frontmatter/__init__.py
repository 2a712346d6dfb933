"""Front matter: the keys at the head of a content file.

``parser`` splits a text into front matter and body. ``lint`` finds slips that YAML would accept, and ``yaml`` parses the
rest with line numbers. ``fields`` reads keys as typed values, with ``dates``. ``content_fields`` reads those that only
articles and pages have, with ``aliases``.
``draft_status`` recognizes drafts that YAML cannot parse.
"""
