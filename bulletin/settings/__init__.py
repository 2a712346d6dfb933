"""Settings tables: reading them, and finding the line of a setting for messages.

``tables`` turns a table of pelicanconf.py into a frozen dataclass.
``source_location`` finds the line of a setting if ``tables`` refuses it.
"""
