"""The archive: which records are published at this moment, and where each of them stands."""
