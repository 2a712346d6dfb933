"""Command line of ``./inv``, and the work of its commands beside publishing.

``program`` reads the words after ``./inv`` and calls a command, a function of ``commands``, ``publish_commands`` or
``maintenance.commands``. The other modules do the work of one command: builds, checks, the preview server and
``livereload``. ``office`` does the work for an office's day, ``maintenance`` that for maintainers.
"""
