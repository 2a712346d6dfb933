"""Các tin khác: what else to read after an article."""
