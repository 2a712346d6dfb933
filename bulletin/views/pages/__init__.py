"""Views of pages for readers. ``plan`` calls the functions of these modules for each output file."""
