"""Vietnamese text: Unicode forms, slugs, dates and sizes for readers, plain lines.

Nothing here knows of content files.
"""
