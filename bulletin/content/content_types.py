"""Content types: the folder and the keys of each kind of content file.

A new content type begins with an entry here. docs/architecture.md names the other places.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

KeyForm = Literal["text", "name", "names", "words", "mapping", "value"]
"""The form of the value of a key.

Readers see ``text``, one ``name`` and a list of ``names`` as they are typed, so these hold no markup.
A text may begin with a bracket. In a name, a bracket is a list by mistake.
``words`` are a list that readers do not see. A ``mapping`` has keys of its own. Any other form is a ``value``.
"""


@dataclass(frozen=True, slots=True)
class ContentType:
    """One kind of content file."""

    folder: str
    """Path from content/ with a slash at its end: ``articles/``."""
    noun: str
    """Vietnamese noun for one such file, for the beginning of a sentence."""
    plural: str
    """Vietnamese noun for such files."""
    front_matter_keys: tuple[str, ...]
    """Keys of the front matter, in the order in which messages list them."""


ARTICLE_TYPE = ContentType(
    "articles/",
    "Bài",
    "tin, bài",
    (
        "title", "date", "category", "summary", "author", "authors", "source", "tags", "topic", "featured",
        "featured_until", "cover", "cover_alt", "cover_caption", "attachments", "audio", "ai", "status", "approved_by",
        "expires", "modified", "corrections", "aliases", "slug", "ignore_warnings",
    ),
)  # fmt: skip
PAGE_TYPE = ContentType(
    "pages/",
    "Trang",
    "trang tĩnh",
    ("title", "slug", "summary", "order", "status", "modified", "attachments", "aliases", "ignore_warnings"),
)
CONTENT_TYPES = (ARTICLE_TYPE, PAGE_TYPE)
CONTENT_FOLDERS = tuple(kind.folder for kind in CONTENT_TYPES)
FRONT_MATTER_KEYS = frozenset(key for kind in CONTENT_TYPES for key in kind.front_matter_keys)
_KEYS_BY_FORM: Mapping[KeyForm, str] = {
    "text": "title summary cover_alt cover_caption approved_by",
    "name": "category topic",
    "names": "author authors tags",
    "words": "aliases ignore_warnings",
    "mapping": "attachments corrections source",
    "value": "ai audio cover date expires featured featured_until modified order slug status",
}
KEY_FORMS: Mapping[str, KeyForm] = {key: form for form, keys in _KEYS_BY_FORM.items() for key in keys.split()}
"""The forms of all keys. The checks of front matter read them, so a new key needs one."""


def list_keys(*forms: KeyForm) -> frozenset[str]:
    """Return the keys whose values have one of ``forms``."""
    return frozenset(key for key, form in KEY_FORMS.items() if form in forms)


def find_content_type(source: str) -> ContentType:
    """Return the content type of ``source``, a path below ``articles/`` or ``pages/``."""
    return next((kind for kind in CONTENT_TYPES if source.startswith(kind.folder)), ARTICLE_TYPE)
