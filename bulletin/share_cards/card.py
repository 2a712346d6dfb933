"""Drawing of one share card."""

from pathlib import Path

FONT_FILE = Path(__file__).with_name("noto-serif-bold.ttf")
"""Noto Serif Bold with the letters of Vietnamese and its neighbours."""
