"""Benchmark: the bulletin and other generators build one corpus into equal pages.

``command`` reads the options and ``run`` plans a benchmark. ``corpus`` writes the articles, which ``edits`` changes.
``rounds`` runs the scenarios with the ``generators``, ``process_metrics`` measures them,
and ``page_comparison`` compares their pages. ``results`` holds the figures for ``markdown_report`` and ``chart``.
"""
