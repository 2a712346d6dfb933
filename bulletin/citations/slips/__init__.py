"""Slips in citations: what is wrong in one text, or in one text against others.

``consistency`` looks at one citation, ``text_dates`` and ``ranges`` at the dates of one text.
``lettered_numbers`` finds letters in place of digits.
``doubts`` tells how sure a slip is. ``conflicts`` compares the citations of all texts.
"""
