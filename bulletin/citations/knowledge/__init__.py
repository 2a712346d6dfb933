"""Knowledge of kinds, codes, issuers and places, read from ``data/``, each row with its source.

``tables`` reads the files, ``patterns`` makes regular expressions of them. ``code_pairs`` and ``places`` are further tables.
"""
