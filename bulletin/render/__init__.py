"""The tools of rendering: Jinja environment, filters, assets and relative URLs.

``templates`` prepares the Jinja environment. ``filters`` and ``qr_code`` add the filters. ``assets`` loads the
files of the theme. ``relative_urls`` rewrites a rendered page if the settings ask for it.
"""
