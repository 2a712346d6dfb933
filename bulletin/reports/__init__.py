"""Reports of published articles and of official documents, for an office.

``published_articles`` chooses the articles of a span of days and counts them. ``output`` makes lines and a CSV table of it.
``document_choice`` finds official documents, ``document_output`` makes a list of them, and ``citing_articles`` makes one of
their articles. ``missing_documents`` makes the files of documents that the office does not know yet.
``workbook`` makes workbooks for spreadsheets of all of them.
"""
