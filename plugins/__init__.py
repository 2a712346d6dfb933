"""Pelican plugins of the bulletin: thin adapters, each with ``register()``.

``site_builder`` and ``search_index`` build a site of the bulletin: pages, and search indexes in the background.
``other_news``, ``ad_slots``, ``responsive_images`` and ``search`` each work in any other Pelican site.
``site_kinds`` and ``user_errors`` are parts of all. Their import name is ``bulletin.plugins``, to which
``bulletin/plugins`` links.
"""
