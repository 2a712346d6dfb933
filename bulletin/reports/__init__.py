"""Reports of what was published in a span of days, for the superiors of an office.

``published_articles`` chooses the articles and counts them. ``cited_documents`` finds the documents of one article.
``output`` makes lines for a terminal and a CSV table of the report, and ``workbook`` makes a workbook of it.
"""
