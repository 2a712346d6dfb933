"""Pelican plugins of the bulletin: thin adapters, each with ``register()``.

``site_builder`` renders the pages, and ``search_index`` makes the search indexes in the background. Their
import name is ``bulletin.plugins``, to which ``bulletin/plugins`` links.
"""
