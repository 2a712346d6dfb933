"""Vietnamese text: Unicode forms, slugs, dates, sizes, plain text and suggestions.

The functions work on strings only and know nothing of content files.
"""
