"""The site context: all that the views of one build are made from, read-only."""
