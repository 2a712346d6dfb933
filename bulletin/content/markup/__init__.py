"""The body of a content file, from Markdown to clean HTML.

``complexity_limits``, and ``time_limit`` beside this package, bound the work for one text.
``markdown`` converts it, and ``usual_text`` the texts with the usual forms alone. ``dialect`` changes parts of
Python-Markdown: ``fences``, ``line_starts``, ``blocks`` and ``inlines``.
``page_html`` makes the HTML of a page of the result, and ``slips`` reports what is lost or wrong.
``body`` calls them in this order.
"""
