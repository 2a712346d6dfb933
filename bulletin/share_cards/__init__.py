"""Share cards: pictures with the titles of articles, for social networks.

``card`` draws one card. ``library`` decides the addresses, keeps drawn cards in the cache, and draws on all cores.
The font is Noto Serif Bold, cut down to the letters of Vietnamese (SIL Open Font License, ``noto-serif-OFL.txt``).
"""
