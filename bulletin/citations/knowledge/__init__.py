"""Knowledge of kinds, codes, issuers and places.

It stands in ``data/``, each row with its source.
``tables`` reads the files, ``patterns`` makes regular expressions of them. ``code_pairs`` tells which kind and code, or
suffix, belong together, and ``places`` compares places behind bodies. A new body is a row in ``data/issuers.csv``.
"""
