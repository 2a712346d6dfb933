"""The archive: published articles by section, topic, tag, author and month.

``archive`` selects and groups the articles. ``article_list`` cuts a group into pages.
``search_shards`` splits the archive for the search index.
"""
