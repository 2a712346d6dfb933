"""A release: its record, its manifest, its compressed files."""
