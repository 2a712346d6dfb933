"""Work in several processes, and how far it is.

``parallel`` forks workers, ``progress`` reports to the command, ``progress_display`` shows it.
"""
