"""Run Pelican as a build process, then read the results.

``runner`` starts the process. ``results`` reads the files that its last build left.
"""
