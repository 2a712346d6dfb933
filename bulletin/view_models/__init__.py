"""View models: one named tuple a kind of page, all that the page depends on.

Dataclasses would do, but take eight times as long to define, and every build begins with that.
"""
