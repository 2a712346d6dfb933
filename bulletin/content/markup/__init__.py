"""The body of a content file, from Markdown to clean HTML.

``complexity_limits`` and ``time_limit`` bound the work for one text. ``markdown`` converts it, ``video_embeds`` replaces
frames of video hosts, ``audio_players`` replaces audio, and ``sanitizer`` cleans the HTML.
``contact_links`` makes links of telephone numbers and mail addresses. ``dialect`` changes parts of Python-Markdown: ``fences``,
``line_starts``, ``angle_brackets``, ``raw_html``, ``html_blocks``, ``lists``, ``tables``, ``emphasis``, ``bare_addresses``.
``foreign_html`` reads what other systems write, and ``loss`` compares the words of source and page.
``links``, ``unsafe_links``, ``unclosed_tags`` and ``lint`` report the problems. ``body`` calls them in this order.
"""
