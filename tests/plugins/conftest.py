"""How examples are drawn: a slow machine is no failure, and the gate gives the same answer twice."""

import os

from hypothesis import settings

settings.register_profile("bulletin", deadline=None, max_examples=80, derandomize="CI" in os.environ)
settings.load_profile("bulletin")
