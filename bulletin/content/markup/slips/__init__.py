"""Slips in a body, which a build would lose or print in another way.

``links`` checks references, ``unclosed_tags`` and ``lint`` read the source, and ``loss`` compares it with the page.
"""
