"""Search indexes: one Pagefind index for each shard, made only if it changed.

``shard`` lists the shards of the archive with a cache key, which holds the ``index_version``. ``indexes`` takes
each index from ``index_cache``, or ``background_indexer`` makes it. ``document`` renders the articles for
``pagefind``, which runs the program. ``installer`` puts the files into the output folder.
"""
