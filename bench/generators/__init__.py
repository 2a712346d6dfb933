"""The generators that are compared: how each is installed, given the corpus, and run."""
