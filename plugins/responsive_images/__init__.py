"""Plugin that gives images in articles and pages several widths, also in WebP.

It works in any Pelican site. The setting PICTURES has widths and qualities, and PICTURE_SIZES the attribute
``sizes``.
"""

from pathlib import Path

from pelican import Pelican, signals
from pelican.generators import ArticlesGenerator, Generator, PagesGenerator

from bulletin.errors import translate_disk_errors
from bulletin.plugins.responsive_images.content_images import ContentImages, open_content_images
from bulletin.plugins.site_kinds import refuse_bulletin_site
from bulletin.plugins.user_errors import show_user_errors

_ITEM_LISTS = (
    *("articles", "translations", "hidden_articles", "hidden_translations", "drafts", "drafts_translations"),
    *("pages", "hidden_pages", "draft_pages", "draft_translations"),
)
"""Attributes of Pelican's generators with articles and pages."""


def require_site_without_images(pelican: Pelican) -> None:
    """Raise SettingError in a site of the bulletin, whose images have several widths."""
    refuse_bulletin_site(pelican.settings, "bulletin.plugins.responsive_images")


@translate_disk_errors()
def add_responsive_images(generators: list[Generator]) -> None:
    """Let the content of all articles and pages have responsive images."""
    settings, context = generators[0].settings, generators[0].context
    images = settings["CONTENT_IMAGES"] = open_content_images(settings, context["static_content"])
    for generator in generators:
        if isinstance(generator, ArticlesGenerator | PagesGenerator):
            for name in _ITEM_LISTS:
                for item in getattr(generator, name, ()):
                    images.add_to_item(item)


@translate_disk_errors()
def write_responsive_images(pelican: Pelican) -> None:
    """Write the variants of the images that pages show."""
    images: ContentImages = pelican.settings["CONTENT_IMAGES"]
    images.write_variants(Path(pelican.output_path))


def register() -> None:
    """Connect to Pelican's signals."""
    show_user_errors()
    signals.initialized.connect(require_site_without_images)
    signals.all_generators_finalized.connect(add_responsive_images)
    signals.finalized.connect(write_responsive_images)
