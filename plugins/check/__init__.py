"""Holds the whole content to its rules: texts, files, campaigns, and the links between them."""
