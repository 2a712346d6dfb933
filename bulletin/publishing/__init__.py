"""Publishing: check the content, build, inspect the output, release. Each step can stop it.

What readers see changes in one atomic step at the very end, so that a failure, a full disk or
a pulled plug leaves them the last whole release. The build is Pelican's own command in a
process of its own; of Pelican itself only the settings are read here.
"""
