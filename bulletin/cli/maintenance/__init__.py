"""Commands for maintainers: tests and linters, lock files, versions and upgrades.

``commands`` has the commands of the bulletin itself. The other modules do their work.
"""
