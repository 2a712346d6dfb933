"""The program of ``./inv``, which runs one command and prints its errors.

``arguments`` parses, ``command_definition`` makes a ``command`` of a function, ``program`` runs it.
``terminal`` and ``log_lines`` print.
"""
