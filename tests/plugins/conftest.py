"""How examples are drawn: a slow machine is no failure."""

from hypothesis import settings

settings.register_profile("bulletin", deadline=None, max_examples=80)
settings.load_profile("bulletin")
