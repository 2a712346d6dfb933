"""The body of a content file: Markdown to clean HTML, its links, and what would be lost."""
