"""Makes the view models: the archive in, everything that templates print out."""
