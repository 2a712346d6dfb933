"""Settings of the published site: only the differences from pelicanconf.py."""

from pelicanconf import *  # noqa: F403  # Pelican's own convention for a second settings file

SITEURL = "https://bantin.example.vn"
