"""Views: make the view models of all files from the site context.

``plan`` lists the output files with the functions of the other modules. ``article_pages``, ``listing_pages``,
``archive_pages``, ``front_page``, ``site_map``, ``offline``, ``redirect_pages``, ``feeds`` and ``nginx_maps`` make the view
models. They use ``components``, ``head``, ``body`` and ``site_frame``. ``fingerprints`` are the digests of
their inputs, and ``schedule`` finds the next scheduled change.
"""
