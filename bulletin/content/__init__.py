"""Content files become records: front matter and HTML, typed and validated."""
