"""The search index: one full-text index a shard, and one summary index of all.

``shard`` lists the shards of the archive with a cache key, which holds the ``index_version``. ``document`` reads
an article, ``words`` splits its texts, and ``volume`` writes them as an inverted index. ``shard_index`` makes
the files of a shard and ``summary_index`` those of the summary index. ``indexes`` takes each part from
``index_cache`` or makes it, and ``installer`` puts the files into the output folder.
``redaction`` removes withdrawn articles from the index of an older release.
"""
