"""Slips in a body: what a build would lose, or would print in another way than the editor meant.

``links`` checks references, ``unclosed_tags`` and ``lint`` read the source, and ``loss`` compares it with the page.
"""
