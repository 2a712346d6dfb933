"""Readers' numbers from the web server's log.

``access_log`` reads page views, ``report`` counts them, and ``output`` writes text, CSV and a chart.
"""
