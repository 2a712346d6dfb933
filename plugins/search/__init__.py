"""Plugin that indexes articles and pages with Pagefind.

It works in any Pelican site, whose theme includes the search box of Pagefind.
"""

from pelican import Pelican, signals

from bulletin.plugins.search.generator import PagefindGenerator
from bulletin.plugins.site_kinds import refuse_bulletin_site
from bulletin.plugins.user_errors import show_user_errors


def add_pagefind_generator(pelican: Pelican) -> type[PagefindGenerator]:
    """Return the generator of the search index.

    Raise SettingError in a site of the bulletin, which has ``search_index``.
    """
    refuse_bulletin_site(pelican.settings, "bulletin.plugins.search")
    return PagefindGenerator


def register() -> None:
    """Connect to Pelican's signals."""
    show_user_errors()
    signals.get_generators.connect(add_pagefind_generator)
