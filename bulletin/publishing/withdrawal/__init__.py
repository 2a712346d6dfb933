"""Redaction: remove withdrawn articles from older releases.

``addresses`` reads the withdrawn addresses from the withdrawal list.
``redaction`` selects the releases that may still have an article.
``release_redaction`` makes the new files of one release.
``text_redaction`` changes pages, feeds and sitemaps, and ``bulletin.search.redaction`` the search index.
"""
