"""The build engine: a build costs what changed. Texts are parsed, and pages printed, only where they must be.

Nothing here decides what a page says. It remembers: which file gave which record, and from what
each output was printed; equal inputs, equal bytes, nothing to do.
"""
