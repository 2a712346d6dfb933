"""Settings of the bulletin. publishconf.py holds what differs in production."""

from pathlib import Path

from jinja2 import StrictUndefined

_HERE = Path(__file__).parent

# -- Whose bulletin it is -------------------------------------------------------------------

SITENAME = "Bản tin Xây dựng Đảng"
SITEURL = "http://127.0.0.1:8000"
BULLETIN = {
    "organisation": "Ban Tổ chức Tỉnh ủy",
    "tagline": "Tin tức công tác tổ chức xây dựng Đảng trong tỉnh",
    "contact": (
        "Cơ quan chủ quản: Ban Tổ chức Tỉnh ủy",
        "Địa chỉ: số 1, đường Lê Lợi, thành phố Phan Thiết",
        "Điện thoại: 0252 000 0000 · Thư điện tử: toasoan@bantin.example.vn",
    ),
    "advertising": (
        "Vị trí này dành cho quảng cáo của doanh nghiệp, hợp tác xã và đơn vị trong tỉnh.",
        "Xin liên hệ Tòa soạn: điện thoại 0252 000 0000, thư điện tử quangcao@bantin.example.vn.",
    ),
}
TIMEZONE = "Asia/Ho_Chi_Minh"
DEFAULT_LANG = "vi"

# -- What stands beside an article ------------------------------------------------------------

NEIGHBOURS = {"newer": 3, "older": 5, "topic": 4}
PICTURES: dict[str, object] = {}
RECORDS: dict[str, object] = {}
ENGINE: dict[str, object] = {}

# -- Where things are ---------------------------------------------------------------------------

PATH = "content"
THEME = str(_HERE / "theme")
OUTPUT_PATH = "output"
CACHE_PATH = str(_HERE / ".cache")
ARTICLE_PATHS = ["articles"]
PAGE_PATHS = ["pages"]
PLUGIN_PATHS = [str(_HERE)]
PLUGINS = ["plugins.site_builder", "plugins.search_index"]

# -- How Pelican works here -----------------------------------------------------------------------

# Every page is printed by plugins.site_builder from a view model; Pelican's own page types are off.
ARTICLE_URL = "{date:%Y}/{date:%m}/{slug}/"
PAGE_URL = "{slug}/"
ARTICLE_SAVE_AS = PAGE_SAVE_AS = DRAFT_SAVE_AS = DRAFT_PAGE_SAVE_AS = ""
CATEGORY_SAVE_AS = TAG_SAVE_AS = AUTHOR_SAVE_AS = ""
CATEGORY_URL, TAG_URL, AUTHOR_URL = "chuyen-muc/{slug}/", "chu-de/{slug}/", "tac-gia/{slug}/"
DIRECT_TEMPLATES: list[str] = []
FEED_ALL_ATOM = FEED_ALL_RSS = CATEGORY_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = (
    TRANSLATION_FEED_ATOM
) = None
STATIC_PATHS: list[str] = []  # only what a published article uses is copied
THEME_STATIC_PATHS: list[str] = []  # plugins.site_builder serves them under hashed names
# The engine reads articles and pages. A file that is not Markdown is an error with a message.
READERS = dict.fromkeys(("rst", "html", "htm", "md", "markdown", "mkd", "mdown"))
# What systems and editors leave beside their files; bulletin/content/scan.py passes over the same.
IGNORE_FILES = [".*", "~*", "#*", "*~", "Thumbs.db", "desktop.ini", "Icon\r"]
# The moment of publishing is the clock's to decide (bulletin/clock.py), not Pelican's.
WITH_FUTURE_DATES = True
# There is one language; two articles of one slug are an error, not a translation.
ARTICLE_TRANSLATION_ID = PAGE_TRANSLATION_ID = []
TEMPLATE_EXTENSIONS = [".html", ".xml", ".txt"]
JINJA_ENVIRONMENT = {
    "autoescape": True,
    "undefined": StrictUndefined,
    "trim_blocks": True,
    "lstrip_blocks": True,
    "extensions": [],
    "auto_reload": False,  # each build reads the templates anew: no need to ask the disk again for each page
    "cache_size": -1,  # a plain dictionary, quicker than one that drops what was not asked for lately
}
