"""Inspect the built site: links, anchors, empty pages, resources of other hosts.

``page_parser`` parses a page. ``page_links`` makes its links and problems from it.
``link_cache`` keeps them for the next inspection. ``inspector`` checks the links of all files.
"""
