"""Audit the pages of a release: ``python -m tools.audit``."""

from tools.audit.command import main

main()
