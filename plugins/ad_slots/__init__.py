"""Plugin for advertisements: ``ad_slots`` in templates, and a macro.

It works in any Pelican site. Campaigns are the files ``content/ads/*.yml``.
"""

from pathlib import Path

from jinja2 import FileSystemLoader
from pelican import Pelican, signals
from pelican.generators import Generator

from bulletin.plugins.ad_slots.generator import AdSlotGenerator
from bulletin.plugins.site_kinds import refuse_bulletin_site
from bulletin.plugins.user_errors import show_user_errors

_TEMPLATES = Path(__file__).parent / "templates"


def add_ad_slot_generator(pelican: Pelican) -> type[AdSlotGenerator]:
    """Return the generator of the ad slots.

    Raise SettingError in a site of the bulletin, whose pages have the ad slots.
    """
    refuse_bulletin_site(pelican.settings, "bulletin.plugins.ad_slots")
    return AdSlotGenerator


def add_ad_slot_template(generator: Generator) -> None:
    """Let templates import ``ad_slot.html``. A theme that has this file keeps its own."""
    generator.env.loader.loaders.append(FileSystemLoader(_TEMPLATES))


def register() -> None:
    """Connect to Pelican's signals."""
    show_user_errors()
    signals.get_generators.connect(add_ad_slot_generator)
    signals.generator_init.connect(add_ad_slot_template)
