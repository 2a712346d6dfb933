"""Changes of the HTML that Markdown gave, until it is the HTML of a page.

``foreign_html`` reads what other systems write. ``video_embeds`` and ``audio_players`` replace players.
``unsafe_links`` and ``sanitizer`` take away what a page may not have.
``contact_links`` adds links, ``first_paragraph`` reads the result.
"""
