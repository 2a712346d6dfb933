"""Work of the commands for an office's day.

They make new articles and sites, and list documents, publications and readers.
``day_spans`` reads the days that are typed, and ``output_files`` writes tables and new files.
"""
