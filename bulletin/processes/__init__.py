"""Worker processes and progress.

``parallel`` forks workers. ``progress`` writes how far a step is into a pipe.
``progress_display`` reads the pipe and shows the numbers to the user.
"""
