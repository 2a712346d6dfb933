"""Parts of view models that several kinds of page share."""
