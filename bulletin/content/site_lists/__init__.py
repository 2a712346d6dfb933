"""Lists for the whole site: sections and withdrawals."""
