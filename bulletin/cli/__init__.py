"""Command line of ``./inv``, and the work of its commands beside publishing.

``program`` reads the words after ``./inv`` with ``arguments``, and calls a command that ``task`` made of a function.
``command_help`` knows how each command is typed. The other modules do the work of one command:
builds, the preview server, ``livereload``, new articles, tests and lint, requirements locks.
"""
