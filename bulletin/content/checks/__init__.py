"""Checks across content items, and those of the texts of images.

``cross_references`` finds shared addresses and dead links, with the ``link_targets`` of all items.
``ambiguous_names`` compares names, ``alt_texts`` and ``image_texts`` look at the texts of images.
"""
