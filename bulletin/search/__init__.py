"""Search indexes: one Pagefind index for each shard of the archive, made again only if it changed."""
