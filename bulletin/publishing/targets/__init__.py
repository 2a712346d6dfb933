"""Where a site is published to: one module a kind of place, the same promises on each.

Readers meet the old release or the new one, never a mixture; what is there already does not
travel again; what goes wrong leaves the old release as it was, and the next publish succeeds
without help.
"""
