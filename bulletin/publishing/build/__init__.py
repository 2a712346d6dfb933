"""Pelican in a process of its own, and what its last build left."""
