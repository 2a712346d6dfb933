"""Inspection of the built site: links, anchors, empty pages, foreign hosts."""
