"""Embedded videos: frames of YouTube and Vimeo that become a link in a figure.

An editor pastes the frame that a host offers under "Share". The body keeps only the id and the title of the video.
Size, style, script and tracking code are removed.

Feeds and the search index show a plain link. A page makes a player of the link when the reader asks for the video.
"""

import html
import re
from collections.abc import Iterable, Iterator
from urllib.parse import parse_qs, urlsplit

from bulletin.content.markup.slips.links import SourceLines, parse_attributes
from bulletin.content.problems import Problem
from bulletin.text.late_patterns import compile_late

YOUTUBE_PLAYER_HOST, VIMEO_PLAYER_HOST = "www.youtube-nocookie.com", "player.vimeo.com"
VIDEO_FIGURE_PATTERN = compile_late(r'<figure class="film"><a href="([^"]*)">([^<]*)</a></figure>')
"""An embedded video in a body: address and title. The sanitizer removes figures that editors write."""
IFRAME_PATTERN = compile_late(r'<iframe((?: [a-z]+="[^"]*")*)>[^<]*(?:<(?!/iframe>)[^<]*)*</iframe>')
"""A frame as nh3 writes it."""
_HOST_NAMES = {YOUTUBE_PLAYER_HOST: "YouTube", VIMEO_PLAYER_HOST: "Vimeo"}
_YOUTUBE_HOSTS = frozenset(
    {
        YOUTUBE_PLAYER_HOST,
        "youtube-nocookie.com",
        "www.youtube.com",
        "m.youtube.com",
        "youtube.com",
        "youtu.be",
    }
)
_VIMEO_HOSTS = frozenset({VIMEO_PLAYER_HOST, "vimeo.com", "www.vimeo.com"})
_YOUTUBE_PATH = compile_late(
    r"(?:/(?:embed|shorts|live|v))?/(?!videoseries|live_stream)([A-Za-z0-9_-]{11})/?"
)
_VIMEO_PATH = compile_late(r"(?:/video)?/([0-9]{4,12})(?:/([0-9a-f]{6,16}))?/?")
_HASH = compile_late(r"[0-9a-f]{6,16}")
_SECONDS = compile_late(r"([0-9]{1,5})s?")
_PATH_AND_QUERY = compile_late(
    r"(?:/[A-Za-z0-9._~!$&'()*+,;=:@%/-]*)?(?:\?[A-Za-z0-9._~!$&'()*+,;=:@%/?-]*)?"
)
"""Path and query of an address (RFC 3986, 3.3 and 3.4)."""
_MEANINGLESS_TITLE = compile_late(
    r"(?:(?:youtube|vimeo)[ -]video[ -]player|vimeo-player|youtube|vimeo|video|iframe)?", re.IGNORECASE
)
"""Titles that hosts write instead of the name of a video."""
_VIMEO_SCRIPT = compile_late(
    r'<script\s+src="https://player\.vimeo\.com/[^"<>]*"[^<>]*>\s*</script>', re.IGNORECASE
)
"""The script that Vimeo offers with its frame, and that the frame does not need."""
_BLOCK_START = compile_late(
    r"(?:\A|<hr>|</(?:p|h[2-6]|[uod]l|table|blockquote|figure|div|pre|details)>"
    r"|<(?:li|dd|td|div|blockquote|details|figure)(?: [a-z]+=\"[^\"]*\")*>)\s*\Z"
)
"""Text before a block."""
_CONTEXT_LENGTH = 300
"""Characters before a frame that are compared with ``_BLOCK_START``."""
_FRAME_IN_PARAGRAPH = compile_late(rf"<p>\s*({IFRAME_PATTERN.pattern})\s*</p>")


def parse_video_url(address: str) -> tuple[str, str] | None:
    """Return the addresses of a video for a link and for a player, or None.

    The player of YouTube sets no cookies, and the player of Vimeo collects no statistics (``dnt``).
    """
    try:
        parts = urlsplit(address.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return None
    if parts.scheme not in ("https", "http", "") or not host or port or parts.username is not None:
        return None
    if host in _YOUTUBE_HOSTS:
        return _parse_youtube_url(parts.path, parse_qs(parts.query))
    if host in _VIMEO_HOSTS:
        return _parse_vimeo_url(parts.path, parse_qs(parts.query))
    path_and_query = f"{parts.path}?{parts.query}" if parts.query else parts.path
    return (f"https://{host}{path_and_query}",) * 2 if _PATH_AND_QUERY.fullmatch(path_and_query) else None


def get_player_host(address: str) -> str:
    """Return the host of the player of ``address``, or an empty string."""
    found = parse_video_url(address)
    return urlsplit(found[1]).hostname or "" if found else ""


def get_video_host_name(address: str) -> str:
    """Return the name of the host of a video: ``YouTube``."""
    host = get_player_host(address)
    return _HOST_NAMES.get(host, host)


def get_frame_sources(hosts: Iterable[str]) -> tuple[str, ...]:
    """Return the sources for the directive ``frame-src`` of a Content-Security-Policy."""
    return tuple(f"https://{host}" for host in sorted(set(hosts)))


def replace_iframes(framed: str, hosts: tuple[str, ...], rows: SourceLines) -> tuple[str, list[Problem]]:
    """Replace frames by figures with videos, and return the problems of the frames.

    A frame with a problem is removed.
    """
    problems: list[Problem] = []
    parts, end, before = list[str](), 0, ""
    text = _FRAME_IN_PARAGRAPH.sub(r"\1", framed)
    for found in IFRAME_PATTERN.finditer(text):
        values = parse_attributes(found)
        before += text[end : found.start()]
        frame_problems = list(_find_frame_problems(values, before, hosts, rows))
        parts += text[end : found.start()], "" if frame_problems else _create_figure(values)
        before = f"{before}{parts[-1]}"[-_CONTEXT_LENGTH:]
        problems += frame_problems
        end = found.end()
    return "".join((*parts, text[end:])), problems


def remove_vimeo_script(raw: str) -> str:
    """Return HTML without the script of Vimeo."""
    return _VIMEO_SCRIPT.sub("", raw) if "player.vimeo.com" in raw else raw


def _find_frame_problems(
    values: dict[str, str], before: str, hosts: tuple[str, ...], rows: SourceLines
) -> Iterator[Problem]:
    address = values.get("src", "")
    address_without_query = address.partition("?")[0]
    place = address_without_query if rows.has_text(address_without_query) else "<iframe"
    video, host = parse_video_url(address), get_player_host(address)
    if video is None:
        yield rows.create_problem(
            place,
            "Khung <iframe> không có địa chỉ phim dùng được.",
            "Hãy chép lại mã nhúng của phim (Chia sẻ › Nhúng), hoặc đặt một liên kết: [Xem phim](https://…)",
        )
    elif host not in hosts:
        allowed = (
            f"Trang nhúng được phim của: {', '.join(_HOST_NAMES.get(name, name) for name in hosts)}. "
            if hosts
            else ""
        )
        yield rows.create_problem(
            place,
            f"Không nhúng được <iframe> của {host} vào bài.",
            f"{allowed}Hãy đặt một liên kết: [Xem phim]({video[0]})",
        )
    elif _MEANINGLESS_TITLE.fullmatch(values.get("title", "").strip()):
        yield rows.create_problem(
            place,
            "Phim chưa có tên.",
            'Trong thẻ <iframe …>, hãy sửa thành title="tên phim, nói rõ phim về việc gì".',
        )
    elif not _BLOCK_START.search(before[-_CONTEXT_LENGTH:]):
        yield rows.create_problem(
            place,
            "Phim nằm giữa một câu.",
            "Hãy để <iframe …></iframe> đứng riêng một đoạn, trên dưới có dòng trống.",
        )


def _create_figure(values: dict[str, str]) -> str:
    video = parse_video_url(values["src"])
    address, name = video[0] if video else "", " ".join(values["title"].split())
    return (
        f'<figure class="film"><a href="{html.escape(address)}">{html.escape(name, quote=False)}</a></figure>'
    )


def _parse_youtube_url(path: str, query: dict[str, list[str]]) -> tuple[str, str] | None:
    found = _YOUTUBE_PATH.fullmatch(f"/{query['v'][0]}" if path == "/watch" and "v" in query else path)
    if not found:
        return None
    begin = _SECONDS.fullmatch((query.get("start") or query.get("t") or [""])[0])
    link_query, player_query = (f"&t={begin[1]}", f"?start={begin[1]}") if begin else ("", "")
    return (
        f"https://www.youtube.com/watch?v={found[1]}{link_query}",
        f"https://{YOUTUBE_PLAYER_HOST}/embed/{found[1]}{player_query}",
    )


def _parse_vimeo_url(path: str, query: dict[str, list[str]]) -> tuple[str, str] | None:
    found = _VIMEO_PATH.fullmatch(path)
    if not found:
        return None
    key = found[2] or (query.get("h") or [""])[0]
    if not _HASH.fullmatch(key):
        key = ""
    link_key, player_key = (f"/{key}", f"h={key}&") if key else ("", "")
    return (
        f"https://vimeo.com/{found[1]}{link_key}",
        f"https://{VIMEO_PLAYER_HOST}/video/{found[1]}?{player_key}dnt=1",
    )
