"""Related articles (“Các tin khác”): the articles listed under an article.

``related_articles`` chooses them.
``candidates`` computes a fingerprint for each article without choosing.
"""
