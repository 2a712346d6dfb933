"""Finders of warnings, by what they look for. ``kinds`` gives each finder its row in the table."""
