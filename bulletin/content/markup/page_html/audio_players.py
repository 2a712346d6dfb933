"""Audio players: ``<audio>`` of an own file becomes a link with a class.

The body keeps only the address of the file and its name. So the file is checked and copied like any linked file.

A page makes a player of the link. Feeds show the plain link, and the search index leaves it out.
"""

import html
import re
from collections.abc import Callable, Iterator
from urllib.parse import unquote

from bulletin.content.markup.slips.links import SourceLines, find_written_address, parse_attributes
from bulletin.content.problems import Problem
from bulletin.text.late_patterns import compile_late
from bulletin.text.plain_text import collapse_whitespace

AUDIO_LINK_PATTERN = compile_late(r'<a href="([^"]*)" class="audio">([^<]*)</a>')
"""An audio player in a body: address and name. The sanitizer removes this class from links that editors write."""
_AUDIO_TYPES = {
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "ogg": "audio/ogg",
    "opus": "audio/ogg",
    "wav": "audio/wav",
}
AUDIO_SUFFIXES = tuple(_AUDIO_TYPES)
"""Suffixes of files that a player may play, in lower case."""
_PLAYER = compile_late(r'<audio((?: [a-z]+="[^"]*")*)>([^<]*(?:<(?!/audio>)[^<]*)*)</audio>')
"""A player as nh3 writes it, with all that is in it."""
_SOURCE = compile_late(r'<source((?: [a-z]+="[^"]*")*)>')
_TAG = compile_late(r"<[^>]*>")
_OTHER_SITE = compile_late(r"(?:https?:)?//", re.IGNORECASE)
_PLAIN_NAME = compile_late(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_PLAYED_EVERYWHERE = (".mp3", ".m4a")
_MEANINGLESS_NAME = compile_late(r"(?:(?:your|this|the) browser\b|trình duyệt\b).*", re.IGNORECASE)
"""Texts that other systems write for old browsers, instead of the name of a recording."""
_MAX_SHOWN = 80
"""Characters of an address in a message. An address ``data:`` can hold a whole recording."""


def replace_audio(
    kept: str, resolve_link: Callable[[str], str], rows: SourceLines
) -> tuple[str, list[Problem]]:
    """Replace players by links, and return the problems of the players.

    ``resolve_link`` replaces Pelican's markers and SITEURL in the tag of a link. A player with a problem is removed.
    """
    problems: list[Problem] = []

    def replace_player(found: re.Match[str]) -> str:
        written = _get_address(found)
        link = resolve_link(f'<a href="{html.escape(written)}" class="audio">')
        player_problems = list(_find_problems(written, html.unescape(link.split('"')[1]), rows))
        problems.extend(player_problems)
        return "" if player_problems else f"{link}{_create_name(found[2], written)}</a>"

    return _PLAYER.sub(replace_player, kept), problems


def get_audio_type(file: str) -> str:
    """Return the media type of an audio file."""
    return _AUDIO_TYPES[file.rpartition(".")[2].lower()]


def _get_address(found: re.Match[str]) -> str:
    """Return the address of the file, or an empty string.

    Of many sources, it is the first that all browsers play.
    """
    if own := parse_attributes(found).get("src", "").strip():
        return own
    sources = [parse_attributes(source).get("src", "").strip() for source in _SOURCE.finditer(found[2])]
    named = [source for source in sources if source]
    everywhere = (source for source in named if source.lower().endswith(_PLAYED_EVERYWHERE))
    return next(everywhere, named[0] if named else "")


def _create_name(inner: str, address: str) -> str:
    """Return the HTML text of the link, from the player or from the file name."""
    text = collapse_whitespace(html.unescape(_TAG.sub(" ", inner)))
    if not text or _MEANINGLESS_NAME.fullmatch(text):
        text = f"Nghe tệp {_get_file_name(address)}"
    return html.escape(text, quote=False)


def _get_file_name(address: str) -> str:
    """Return the decoded name of a file. The host of ``address`` may be invalid."""
    return unquote(re.split("[?#]", address, maxsplit=1)[0].rpartition("/")[2])


def _find_problems(written: str, target: str, rows: SourceLines) -> Iterator[Problem]:
    """Yield the problem of a player.

    ``target`` is the address ``written``, without Pelican's markers and SITEURL.
    """
    place = find_written_address(written, rows) if written else "<audio"
    name = _get_file_name(target)
    suffix = name.rpartition(".")[2].lower()
    example = name if suffix in AUDIO_SUFFIXES and _PLAIN_NAME.fullmatch(name) else "tên-tệp.mp3"
    remedy = f'Hãy chép tệp vào content/files/ và viết <audio controls src="/files/{example}"></audio>'
    if not written:
        yield rows.create_problem(place, "Thẻ <audio> không có địa chỉ tệp dùng được.", remedy)
    elif _OTHER_SITE.match(target):
        yield rows.create_problem(place, f"Âm thanh “{written}” lấy từ trang khác.", remedy)
    elif not target.startswith("/files/"):
        shown = written if len(written) <= _MAX_SHOWN else f"{written[:_MAX_SHOWN]}…"
        yield rows.create_problem(
            place, f"Âm thanh “{shown}” không phải là tệp trong content/files/.", remedy
        )
    elif suffix not in AUDIO_SUFFIXES:
        yield rows.create_problem(
            place,
            f"Thẻ <audio> không phát được tệp “{written}”.",
            f"Hãy dùng tệp {', '.join(AUDIO_SUFFIXES)}, hoặc đặt một liên kết: [Mở tệp]({written}).",
        )
