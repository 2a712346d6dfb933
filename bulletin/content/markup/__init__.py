"""The body of a content file, from Markdown to clean HTML.

``complexity_limits`` and ``time_limit`` bound the work for one text. ``markdown`` converts it, ``video_embeds`` replaces
frames of video hosts, and ``sanitizer`` cleans the HTML. ``links``, ``unsafe_links``, ``unclosed_tags`` and ``lint``
report the problems. ``body`` calls them in this order.
"""
