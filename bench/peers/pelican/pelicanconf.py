"""Settings of stock Pelican, with its own readers, generators and writer."""

import calendar
import json
from pathlib import Path

_HERE = Path(__file__).parent
_FRAME = json.loads((_HERE / "frame.json").read_text(encoding="utf-8"))

SITENAME = _FRAME["name"]
SITESUBTITLE = _FRAME["tagline"]
SITEURL = "https://bantin.example.vn"
TIMEZONE = "Asia/Ho_Chi_Minh"
DEFAULT_LANG = "vi"

ARTICLE_PATHS = ["articles"]
PAGE_PATHS: list[str] = []
STATIC_PATHS: list[str] = []
THEME = str(_HERE / "theme")
THEME_STATIC_DIR = "."
PLUGIN_PATHS = [str(_HERE / "plugins")]
PLUGINS = ["yaml_header", "around", "texts"]
READERS = dict.fromkeys(("rst", "html"))
SUMMARY_MAX_LENGTH = None

ARTICLE_URL = "{date:%Y}/{date:%m}/{slug}/"
ARTICLE_SAVE_AS = ARTICLE_URL + "index.html"
CATEGORY_URL, CATEGORY_SAVE_AS = "chuyen-muc/{slug}/", "chuyen-muc/{slug}/index.html"
TAG_URL, TAG_SAVE_AS = "chu-de/{slug}/", "chu-de/{slug}/index.html"
AUTHOR_URL, AUTHOR_SAVE_AS = "tac-gia/{slug}/", "tac-gia/{slug}/index.html"
MONTH_ARCHIVE_URL = "luu-tru/{date:%Y}/{date:%m}/"
MONTH_ARCHIVE_SAVE_AS = MONTH_ARCHIVE_URL + "index.html"
PAGINATED_TEMPLATES = {"category": 20, "tag": 20, "author": 20}
PAGINATION_PATTERNS = [
    (1, "{url}", "{save_as}"),
    (2, "{base_name}/trang/{number}/", "{base_name}/trang/{number}/index.html"),
]

FEED_ALL_ATOM, FEED_ALL_RSS = "feeds/tat-ca.atom.xml", "feeds/tat-ca.rss.xml"
CATEGORY_FEED_ATOM, CATEGORY_FEED_RSS = "feeds/{slug}.atom.xml", "feeds/{slug}.rss.xml"
AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = TRANSLATION_FEED_ATOM = None
FEED_MAX_ITEMS = 20
RSS_FEED_SUMMARY_ONLY = False

TEMPLATE_EXTENSIONS = [".html", ".xml", ".txt"]
DIRECT_TEMPLATES = [
    "index", "archives", "latest", "search", "not_found", "fragment", "robots", "sitemap", "sitemap_pages",
    "sitemap_news", "site_map", "corrections", "offline", "offline_list",
    "qc_leaderboard", "qc_sidebar", "qc_in_list", "qc_footer",
]  # fmt: skip
ARCHIVES_SAVE_AS = "luu-tru/index.html"
LATEST_SAVE_AS = "tin-moi/index.html"
SEARCH_SAVE_AS = "tim-kiem/index.html"
NOT_FOUND_SAVE_AS = "404.html"
FRAGMENT_SAVE_AS = "fragments/latest.html"
SITE_MAP_SAVE_AS = "so-do-trang/index.html"
CORRECTIONS_SAVE_AS = "dinh-chinh/index.html"
OFFLINE_SAVE_AS = "khong-co-mang/index.html"
OFFLINE_LIST_SAVE_AS = "fragments/offline.html"
ROBOTS_SAVE_AS = "robots.txt"
SITEMAP_SAVE_AS = "sitemap.xml"
SITEMAP_PAGES_SAVE_AS = "sitemap-trang.xml"
SITEMAP_NEWS_SAVE_AS = "sitemap-news.xml"
QC_LEADERBOARD_SAVE_AS = "vi-tri/leaderboard/index.html"
QC_SIDEBAR_SAVE_AS = "vi-tri/sidebar/index.html"
QC_IN_LIST_SAVE_AS = "vi-tri/in-list/index.html"
QC_FOOTER_SAVE_AS = "vi-tri/footer/index.html"

JINJA_ENVIRONMENT = {"trim_blocks": True, "lstrip_blocks": True, "extensions": []}
JINJA_GLOBALS = {"frame": _FRAME, "site": SITEURL, "weeks": calendar.monthcalendar}
