"""The program of ``./inv``, which runs one command and prints its errors.

``arguments`` parses, ``task`` and ``command_help`` make commands of functions, ``program`` runs them.
``terminal`` and ``log_lines`` print.
"""
