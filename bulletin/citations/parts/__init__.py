"""Parts of a citation, in the order in which ``finding`` reads them.

``starts`` and ``figures`` find the places at which a citation may begin, ``usual_numbers`` and ``codes`` read its number.
``kinds``, ``introductions`` and ``subjects`` read the words before it, ``details``, ``lists`` and ``shared_dates`` those
behind it, and ``clauses`` bounds both.
``offsets`` leads from a composed text back to the given one.
``names`` and ``short_forms`` find documents without a full number.
"""
