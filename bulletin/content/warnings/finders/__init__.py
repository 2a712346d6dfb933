"""Finders of warnings. Each has its row in the table of ``kinds``."""
