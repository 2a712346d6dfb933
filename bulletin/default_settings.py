"""Default settings of a site, which its pelicanconf.py imports and then overrides.

The names are those of Pelican, and the tables of the bulletin stand below them. A site adds its own name,
imprint and words, and overrides some of these settings.
"""

from pathlib import Path

from jinja2 import StrictUndefined

# -- Folders and plugins -------------------------------------------------------------------------

PATH = "content"
THEME = str(Path(__file__).parent / "theme")
OUTPUT_PATH = "output"
CACHE_PATH = ".cache"
ARTICLE_PATHS = ["articles"]
PAGE_PATHS = ["pages"]
PLUGINS = ["bulletin.plugins.site_builder", "bulletin.plugins.search_index"]

# -- Language and tables of the bulletin ------------------------------------------------------------

TIMEZONE = "Asia/Ho_Chi_Minh"
DEFAULT_LANG = "vi"
NEIGHBOURS: dict[str, object] = {}
PICTURES: dict[str, object] = {}
RECORDS: dict[str, object] = {}
ENGINE: dict[str, object] = {}
THEME_STATIC_OVERRIDES: list[str] = []

# -- Settings of Pelican ---------------------------------------------------------------------------

# bulletin.plugins.site_builder renders all pages from view models, so Pelican's own page types are off.
ARTICLE_URL = "{date:%Y}/{date:%m}/{slug}/"
PAGE_URL = "{slug}/"
ARTICLE_SAVE_AS = PAGE_SAVE_AS = DRAFT_SAVE_AS = DRAFT_PAGE_SAVE_AS = ""
CATEGORY_SAVE_AS = TAG_SAVE_AS = AUTHOR_SAVE_AS = ""
CATEGORY_URL, TAG_URL, AUTHOR_URL = "chuyen-muc/{slug}/", "chu-de/{slug}/", "tac-gia/{slug}/"
DIRECT_TEMPLATES: list[str] = []
FEED_ALL_ATOM = FEED_ALL_RSS = CATEGORY_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = (
    TRANSLATION_FEED_ATOM
) = None
STATIC_PATHS: list[str] = []  # the build copies only files that a published article uses
THEME_STATIC_PATHS: list[str] = []  # bulletin.plugins.site_builder copies assets under names with a digest
# bulletin.plugins.site_builder reads articles and pages. Any other file is an error with a Vietnamese message.
READERS = dict.fromkeys(("rst", "html", "htm", "md", "markdown", "mkd", "mdown"))
# Files that systems and text editors leave behind; bulletin/content/files/scan.py ignores the same names.
IGNORE_FILES = [".*", "~*", "#*", "*~", "Thumbs.db", "desktop.ini", "Icon\r"]
# bulletin/clock.py reads the build time, which decides what is published. Pelican must not decide it.
WITH_FUTURE_DATES = True
# The site has one language, so two articles with one slug are an error, not translations.
ARTICLE_TRANSLATION_ID: list[str] = []
PAGE_TRANSLATION_ID: list[str] = []
TEMPLATE_EXTENSIONS = [".html", ".xml", ".txt"]
JINJA_ENVIRONMENT = {
    "autoescape": True,
    "undefined": StrictUndefined,
    "trim_blocks": True,
    "lstrip_blocks": True,
    "extensions": [],
    "auto_reload": False,  # each build loads the templates once, so no page has to check their files
    "cache_size": -1,  # an unbounded cache is a plain dictionary, which is faster
}
