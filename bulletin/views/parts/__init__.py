"""Parts of view models that several kinds of page share: frame, head, body, teasers, links and labels."""
