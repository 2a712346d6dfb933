"""Views: make the view models of all files from the site context.

``plan`` lists the output files with the functions of the other modules. ``pages``, ``feeds`` and ``nginx_maps`` make
the view models, and use ``parts``. ``fingerprints`` are the digests of their inputs, and ``schedule`` finds the next
scheduled change.
"""
