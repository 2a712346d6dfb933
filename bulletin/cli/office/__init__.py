"""Commands for an office's day: new articles and sites, documents, reports and numbers of readers.

``day_spans`` reads the days that are typed, and ``output_files`` writes tables and new files.
"""
