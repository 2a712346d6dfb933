"""Inlines of Markdown in which the dialect differs: emphasis, code, links, notes and single characters.

``dialect`` adds each of them to Python-Markdown.
"""
