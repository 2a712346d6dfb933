"""Generators that the benchmark compares.

``generator`` is the interface; the other modules install, set up and run one generator each.
"""
