"""Blocks of Markdown in which the dialect differs: lists, tables, HTML blocks and paragraphs.

``dialect`` adds each of them to Python-Markdown.
"""
