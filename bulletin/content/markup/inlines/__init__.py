"""Inlines of Markdown in which the dialect differs.

``dialect`` adds each of them to Python-Markdown.
"""
