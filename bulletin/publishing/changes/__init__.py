"""Changes of the content: what a publish changes, what is not published yet, and a publish of some files."""
