"""The working copy that ``./inv`` stands in."""

from pathlib import Path

from publishing.site import Site

SITE = Site(Path(__file__).resolve().parents[1])
