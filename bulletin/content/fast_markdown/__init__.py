"""Python-Markdown that looks before it searches.

Most of what an office writes is plain sentences, and Python-Markdown spends most of its time on them
looking for syntax that they do not hold: every pattern is tried on every paragraph. Here each of its
expensive parts first asks whether the text has a character without which the part can do nothing.
What comes out is the same to the byte; parts that an extension of the site's own adds are always tried.
"""
