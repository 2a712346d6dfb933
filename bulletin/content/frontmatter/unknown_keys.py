"""Answers to unknown keys: slips of typing, and keys of other systems."""

from collections.abc import Mapping, Sequence
from typing import Any

from bulletin.content.frontmatter.aliases import AliasError, parse_alias
from bulletin.content.frontmatter.line_proposals import format_list_line
from bulletin.content.frontmatter.lint import format_text_line
from bulletin.content.frontmatter.markup_lint import PLAIN_TEXT_KEYS, remove_markup
from bulletin.content.frontmatter.yaml import YamlMapping
from bulletin.content.problems import ProblemText
from bulletin.text.late_patterns import compile_late
from bulletin.text.slugs import SLUG_PATTERN, slugify
from bulletin.text.suggestions import find_slip

_SYNONYMS = {
    "title": "headline heading tieude tenbai",
    "summary": "description metadescription desc excerpt abstract intro lead lede sapo teaser hometext tomtat mota trichyeu",
    "date": "created createdat pubdate publishdate publishedat publisheddate datepublished time ngay ngaydang thoigian",
    "modified": "lastmod lastmodified updated update updatedat updateddate dateupdated modifiedat datemodified"
    " ngaycapnhat ngaysua",
    "category": "categories section danhmuc chuyenmuc theloai",
    "tags": "tag keywords keyword labels label tukhoa the chude",
    "topic": "series event serie dongsukien sukien",
    "author": "by byline writer creator authorname tacgia nguoiviet",
    "source": "credit origin sourcename nguon nguontin",
    "cover": "image img imageurl coverurl homeimgfile images thumbnail thumb picture photo banner hero featureimage"
    " featuredimage coverimage ogimage teaserimage anh hinh hinhanh anhdaidien anhbia",
    "cover_alt": "alt imgalt homeimgalt imagealt coveralt thumbnailalt motaanh",
    "cover_caption": "caption imagecaption covercaption chuthichanh",
    "attachments": "attachment files file download downloads documents tepdinhkem dinhkem",
    "audio": "podcast mp3 voice recording enclosure ghiam amthanh bandoc tepamthanh giongdoc",
    "ai": "aigenerated generatedbyai aimade aicontent trituenhantao",
    "aliases": "alias redirect redirects redirectfrom oldurl oldurls diachicu",
    "expires": "expire expired expiry expirydate expiredate expiration unpublishdate ngaygo hethan",
    "featured": "pin pinned sticky highlight noibat",
    "featured_until": "pinuntil pinneduntil stickyuntil ghimden noibatden",
    "status": "state trangthai",
    "order": "weight navorder menuorder sortorder position thutu",
    "slug": "basename urlslug postname duongdan",
    "approved_by": "approvedby approver nguoiduyet",
}
"""Keys of other systems and of Vietnamese editors, without blanks and diacritics, by the key that means the same."""
_MEANT_KEYS = {foreign: key for key, words in _SYNONYMS.items() for foreign in words.split()}
_ADDRESS_KEYS = frozenset({"permalink", "url", "link", "path", "saveas"})
_HIDDEN_KEYS = frozenset({"hidden", "unlisted", "noindex"})
_NEEDLESS_KEYS = {
    "toc": "Trang tự nối các mục bằng tiêu đề trong bài",
    "layout": "Mẫu trang do phần mềm chọn",
    "template": "Mẫu trang do phần mềm chọn",
    "type": "Loại bài do thư mục quyết định",
    "kind": "Loại bài do thư mục quyết định",
    "format": "Bài nào cũng viết bằng Markdown",
    "lang": "Trang chỉ có tiếng Việt",
    "language": "Trang chỉ có tiếng Việt",
    "locale": "Trang chỉ có tiếng Việt",
    "translation": "Trang chỉ có tiếng Việt",
    "comments": "Trang không có phần bình luận",
    "comment": "Trang không có phần bình luận",
    "math": "Trang không vẽ công thức",
    "menu": "Trang tự xếp trong chân trang",
    "id": "Bài được nhận ra bằng địa chỉ của nó",
    "guid": "Bài được nhận ra bằng địa chỉ của nó",
    "uuid": "Bài được nhận ra bằng địa chỉ của nó",
    "subtitle": "Bài không có tiêu đề phụ",
    "subhead": "Bài không có tiêu đề phụ",
    "tieudephu": "Bài không có tiêu đề phụ",
    "robots": "Trang nào cũng cho máy tìm kiếm đọc",
    "views": "Trang không đếm lượt xem",
    "collection": "Bài được xếp bằng category, topic và tags",
    "collections": "Bài được xếp bằng category, topic và tags",
}
"""Keys for what this site does in another way or does not have, with the reason."""
_YES = frozenset({"true", "yes", "on", "1", "có", "co"})
_NO = frozenset({"false", "no", "off", "0", "không", "khong"})
_SINGLE_KEYS = frozenset({"category", "topic", "cover", "title", "summary"})
"""Keys that take one name, while other systems have a list."""
_PREFIXES = ("post", "article", "page", "news")
"""Beginnings of keys that databases of other systems have: ``post_title``."""
_SYNONYM_LIKENESS = 0.88
"""Least ratio of difflib of a slip in a key of another system. Many of these keys are alike."""
_ADDRESS_REASON = "Địa chỉ của bài do date và slug làm nên"
_PLAIN_ADDRESS = compile_late(r"/[\w./-]*")
"""An address that needs no quotation marks in a list of YAML."""
_DELETE = "Hãy xóa dòng này."


def explain_unknown_key(
    key: str, front_matter: YamlMapping, known: Sequence[str], elsewhere: Mapping[str, str]
) -> ProblemText:
    """Return message and remedy for a key of the front matter that is not ``known``.

    ``elsewhere`` has the keys of other content types, with the Vietnamese names of these types.
    """
    if key in elsewhere:
        return f"“{key}” chỉ dùng ở {elsewhere[key]}.", _DELETE
    message = f"Không có khóa “{key}”."
    folded = _fold_key(key, known)
    value = front_matter.values.get(key)
    slip = None
    if folded not in _MEANT_KEYS and folded not in _NEEDLESS_KEYS:
        slip = find_slip(folded if folded in known else key, known)
    if slip is None and folded not in _MEANT_KEYS and folded not in _NEEDLESS_KEYS:
        others = (*_MEANT_KEYS, *_NEEDLESS_KEYS, *_ADDRESS_KEYS, "draft", "published")
        folded = find_slip(folded, others, _SYNONYM_LIKENESS) or folded
    if remedy := _explain_status_key(folded, value, front_matter):
        return message, remedy
    if folded in _NEEDLESS_KEYS:
        return message, f"{_NEEDLESS_KEYS[folded]}. {_DELETE}"
    if folded in _ADDRESS_KEYS:
        return message, _explain_address_key(value, front_matter)
    meant = slip or _MEANT_KEYS.get(folded, "")
    if meant in known:
        return message, _propose_key(meant, value, front_matter)
    names = ", ".join(f"“{name}”" for name in known)
    return message, f"Các khóa dùng được: {names}; không khóa nào hợp thì xóa dòng này."


def _fold_key(key: str, known: Sequence[str]) -> str:
    """Return a key in small letters, without signs and the prefix of a database."""
    folded = slugify(key).replace("-", "")
    for prefix in _PREFIXES:
        rest = folded.removeprefix(prefix)
        if rest != folded and (rest in known or rest in _MEANT_KEYS or rest in _NEEDLESS_KEYS):
            return rest
    return folded


def _explain_status_key(folded: str, value: Any, front_matter: YamlMapping) -> str:
    """Return the remedy for a key that tells if an article is published, or nothing."""
    text = value.strip().lower() if isinstance(value, str) else ""
    if text not in _YES | _NO:
        return _propose_key("date", value, front_matter) if folded == "published" else ""
    is_yes = text in _YES
    if folded in ("draft", "isdraft", "nhap", "bannhap"):
        status = "draft" if is_yes else ""
    elif folded in ("published", "publish", "public"):
        status = "" if is_yes else "draft"
    elif folded in _HIDDEN_KEYS:
        status = "hidden" if is_yes else ""
    else:
        return ""
    if not status:
        return f"{_DELETE} Bài không ghi status thì được đăng."
    return _refuse_second_line("status", front_matter) or f"Hãy viết status: {status}"


def _explain_address_key(value: Any, front_matter: YamlMapping) -> str:
    """Return the remedy for a key with the address in another system."""
    address = value.strip() if isinstance(value, str) else ""
    name = address.removesuffix("index.html").rstrip("/").rpartition("/")[2]
    name = name.rpartition(".")[0] or name
    has_name = "slug" not in front_matter.lines and SLUG_PATTERN.fullmatch(name) is not None
    slug = f"slug: {name}" if has_name else ""
    old = "" if _is_own_address(address, name, front_matter) else _find_alias(address)
    if not old:
        return f"{_ADDRESS_REASON}. {f'Hãy viết {slug}' if slug else _DELETE}"
    if line := front_matter.lines.get("aliases"):
        kept = f"Thêm {old} vào aliases ở dòng {line}."
    elif slug:
        kept = f"Thêm dòng {_format_alias_line(old)}"
    else:
        return f"{_ADDRESS_REASON}, địa chỉ cũ giữ ở aliases. Hãy viết {_format_alias_line(old)}"
    return f"{_ADDRESS_REASON}, địa chỉ cũ giữ ở aliases. {f'Hãy viết {slug}.' if slug else _DELETE} {kept}"


def _format_alias_line(address: str) -> str:
    return (
        f"aliases: [{address}]"
        if _PLAIN_ADDRESS.fullmatch(address)
        else format_list_line("aliases", [address])
    )


def _find_alias(address: str) -> str:
    """Return an address as an alias can hold it, or nothing.

    A pattern such as ``/:year/:title/`` is none.
    """
    try:
        return address if ":" not in address and parse_alias(address).strip("/") else ""
    except AliasError:
        return ""


def _is_own_address(address: str, name: str, front_matter: YamlMapping) -> bool:
    """Tell if the site makes the address anyway, from the date and the slug."""
    date = front_matter.values.get("date")
    slug = front_matter.values.get("slug", name)
    return address == (f"/{date[:4]}/{date[5:7]}/{slug}/" if isinstance(date, str) else f"/{slug}/")


def _propose_key(meant: str, value: Any, front_matter: YamlMapping) -> str:
    """Return the remedy that names another key for the value."""
    if second := _refuse_second_line(meant, front_matter):
        return second
    if isinstance(value, list) and meant in _SINGLE_KEYS:
        names = [item for item in value if isinstance(item, str)]
        if len(names) == 1:
            return f"Hãy viết {format_text_line(meant, names[0])}"
        return f"Hãy chọn một tên rồi viết {meant}: …"
    if (
        isinstance(value, str)
        and meant in PLAIN_TEXT_KEYS
        and (plain := remove_markup(value)) not in (value, "")
    ):
        return f"Hãy viết {format_text_line(meant, plain)}"
    return f"Hãy viết “{meant}”."


def _refuse_second_line(key: str, front_matter: YamlMapping) -> str:
    """Return the remedy if the front matter has ``key`` already."""
    pair = {"author": "authors", "authors": "author"}.get(key, key)
    line = front_matter.lines.get(key) or front_matter.lines.get(pair)
    return f"Đã có “{key}” ở dòng {line}, hãy xóa một trong hai dòng." if line else ""
