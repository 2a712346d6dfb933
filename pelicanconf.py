"""Settings of the bulletin. publishconf.py holds the differences in production."""

from pathlib import Path

from jinja2 import StrictUndefined

_HERE = Path(__file__).parent

# -- Name and publisher -----------------------------------------------------------------------

SITENAME = "Bản tin Xây dựng Đảng"
SITEURL = "http://127.0.0.1:8000"
BULLETIN = {
    "organisation": "Ban Tổ chức Tỉnh ủy",
    "tagline": "Tin tức công tác tổ chức xây dựng Đảng trong tỉnh",
    "governing_body": "Tỉnh ủy",
    "responsible": "Nguyễn Văn A",
    "responsible_title": "Trưởng Ban Biên tập",
    "address": "số 1, đường Lê Lợi, thành phố Phan Thiết",
    "telephone": "0252 000 0000",
    "email": "toasoan@bantin.example.vn",
    "advertising": (
        "Vị trí này dành cho quảng cáo của doanh nghiệp, hợp tác xã và đơn vị trong tỉnh.",
        "Xin liên hệ Tòa soạn: điện thoại 0252 000 0000, thư điện tử quangcao@bantin.example.vn.",
    ),
}
TIMEZONE = "Asia/Ho_Chi_Minh"
DEFAULT_LANG = "vi"

# -- Related articles and settings tables ---------------------------------------------------------

NEIGHBOURS = {"newer": 3, "older": 5, "topic": 4}
PICTURES: dict[str, object] = {}
RECORDS: dict[str, object] = {}
ENGINE: dict[str, object] = {}

# -- Folders and plugins -------------------------------------------------------------------------

PATH = "content"
THEME = str(_HERE / "theme")
OUTPUT_PATH = "output"
CACHE_PATH = str(_HERE / ".cache")
ARTICLE_PATHS = ["articles"]
PAGE_PATHS = ["pages"]
PLUGIN_PATHS = [str(_HERE)]
PLUGINS = ["plugins.site_builder", "plugins.search_index"]

# -- Settings of Pelican ---------------------------------------------------------------------------

# plugins.site_builder renders all pages from view models, so Pelican's own page types are off.
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
THEME_STATIC_PATHS: list[str] = []  # plugins.site_builder copies assets under names with a digest
# plugins.site_builder reads articles and pages. Any other file is an error with a Vietnamese message.
READERS = dict.fromkeys(("rst", "html", "htm", "md", "markdown", "mkd", "mdown"))
# Files that systems and text editors leave behind; bulletin/content/scan.py ignores the same names.
IGNORE_FILES = [".*", "~*", "#*", "*~", "Thumbs.db", "desktop.ini", "Icon\r"]
# bulletin/clock.py reads the build time, which decides what is published. Pelican must not decide it.
WITH_FUTURE_DATES = True
# The site has one language, so two articles with one slug are an error, not translations.
ARTICLE_TRANSLATION_ID = PAGE_TRANSLATION_ID = []
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
