"""Films of named hosts: an editor pastes the frame that a host offers under "Share", the text keeps a link in a figure.

So feeds, the search and a reader without the host get a plain link; only a page makes a player of it, which asks
nothing of the host before the reader does. Of what was pasted stay the number of the film and its name: no size,
no style, no script, no code that tells the host where the link was copied.
"""

import html
import re
from collections.abc import Iterable, Iterator
from urllib.parse import parse_qs, urlsplit

from bulletin.content.markup.links import SourceLines
from bulletin.content.problems import Problem

YOUTUBE_PLAYER_HOST, VIMEO_PLAYER_HOST = "www.youtube-nocookie.com", "player.vimeo.com"
VIDEO_FIGURE_PATTERN = re.compile(r'<figure class="film"><a href="([^"]*)">([^<]*)</a></figure>')
"""A film in a text: the address at which it is watched, and its name. Cleaning lets no editor write one."""
IFRAME_PATTERN = re.compile(r'<iframe((?: [a-z]+="[^"]*")*)>[^<]*(?:<(?!/iframe>)[^<]*)*</iframe>')
"""A frame as nh3 writes it."""
_NAMES = {YOUTUBE_PLAYER_HOST: "YouTube", VIMEO_PLAYER_HOST: "Vimeo"}
_YOUTUBE = frozenset(
    {
        YOUTUBE_PLAYER_HOST,
        "youtube-nocookie.com",
        "www.youtube.com",
        "m.youtube.com",
        "youtube.com",
        "youtu.be",
    }
)
_VIMEO = frozenset({VIMEO_PLAYER_HOST, "vimeo.com", "www.vimeo.com"})
_YOUTUBE_FILM = re.compile(r"(?:/(?:embed|shorts|live|v))?/(?!videoseries|live_stream)([A-Za-z0-9_-]{11})/?")
_VIMEO_FILM = re.compile(r"(?:/video)?/([0-9]{4,12})(?:/([0-9a-f]{6,16}))?/?")
_HASH = re.compile(r"[0-9a-f]{6,16}")
_SECONDS = re.compile(r"([0-9]{1,5})s?")
_PLAIN = re.compile(r"(?:/[A-Za-z0-9._~!$&'()*+,;=:@%/-]*)?(?:\?[A-Za-z0-9._~!$&'()*+,;=:@%/?-]*)?")
"""Path and query of an address (RFC 3986, 3.3 and 3.4)."""
_ATTRIBUTE = re.compile(r' ([a-z]+)="([^"]*)"')
_UNNAMED = re.compile(
    r"(?:(?:youtube|vimeo)[ -]video[ -]player|vimeo-player|youtube|vimeo|video|iframe)?", re.IGNORECASE
)
"""What hosts write in place of a name."""
_HELPER = re.compile(r'<script\s+src="https://player\.vimeo\.com/[^"<>]*"[^<>]*>\s*</script>', re.IGNORECASE)
"""The script that Vimeo offers along with its frame; the frame does without."""
_BEFORE = re.compile(
    r"(?:\A|<hr>|</(?:p|h[2-6]|[uod]l|table|blockquote|figure|div|pre|details)>"
    r"|<(?:li|dd|td|div|blockquote|details|figure)(?: [a-z]+=\"[^\"]*\")*>)\s*\Z"
)
"""What a block may follow."""
_BEHIND = 300
"""Characters before a frame that are looked at."""
_IN_A_PARAGRAPH = re.compile(rf"<p>\s*({IFRAME_PATTERN.pattern})\s*</p>")


def parse_video_url(address: str) -> tuple[str, str] | None:
    """Return where a film is watched and what its player shows, of an address of either kind; None where it is none.

    Films of YouTube are played without its cookies, those of Vimeo without its statistics (``dnt``).
    """
    try:
        parts = urlsplit(address.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return None
    if parts.scheme not in ("https", "http", "") or not host or port or parts.username is not None:
        return None
    if host in _YOUTUBE:
        return _parse_youtube_url(parts.path, parse_qs(parts.query))
    if host in _VIMEO:
        return _parse_vimeo_url(parts.path, parse_qs(parts.query))
    own = f"{parts.path}?{parts.query}" if parts.query else parts.path
    return (f"https://{host}{own}",) * 2 if _PLAIN.fullmatch(own) else None


def get_player_host(address: str) -> str:
    """Return the host that the player of ``address`` is loaded from; empty where it is no address."""
    found = parse_video_url(address)
    return urlsplit(found[1]).hostname or "" if found else ""


def get_video_host_name(address: str) -> str:
    """Return whose film ``address`` is, as people know it: ``YouTube``."""
    host = get_player_host(address)
    return _NAMES.get(host, host)


def get_frame_sources(hosts: Iterable[str]) -> tuple[str, ...]:
    """Return what the directive ``frame-src`` of a Content-Security-Policy must name for ``video_hosts``, sorted."""
    return tuple(f"https://{host}" for host in sorted(set(hosts)))


def replace_iframes(framed: str, hosts: tuple[str, ...], rows: SourceLines) -> tuple[str, list[Problem]]:
    """Return clean HTML, in which frames stand, with films in their place, and what is wrong with them.

    A frame with a fault goes without a trace in the HTML.
    """
    problems: list[Problem] = []
    made, end, before = list[str](), 0, ""
    text = _IN_A_PARAGRAPH.sub(r"\1", framed)
    for found in IFRAME_PATTERN.finditer(text):
        values = {key: html.unescape(value) for key, value in _ATTRIBUTE.findall(found[1])}
        before += text[end : found.start()]
        faults = list(_faults(values, before, hosts, rows))
        made += text[end : found.start()], "" if faults else _figure(values)
        before = f"{before}{made[-1]}"[-_BEHIND:]
        problems += faults
        end = found.end()
    return "".join((*made, text[end:])), problems


def remove_vimeo_script(raw: str) -> str:
    """Return HTML without the script that Vimeo offers along with a frame."""
    return _HELPER.sub("", raw) if "player.vimeo.com" in raw else raw


def _faults(
    values: dict[str, str], before: str, hosts: tuple[str, ...], rows: SourceLines
) -> Iterator[Problem]:
    address = values.get("src", "")
    typed = address.partition("?")[0]
    place = typed if rows.has_text(typed) else "<iframe"
    film, host = parse_video_url(address), get_player_host(address)
    if film is None:
        yield rows.create_problem(
            place,
            "Khung <iframe> không có địa chỉ phim dùng được.",
            "Hãy chép lại mã nhúng của phim (Chia sẻ › Nhúng), hoặc đặt một liên kết: [Xem phim](https://…).",
        )
    elif host not in hosts:
        allowed = (
            f"Trang nhúng được phim của: {', '.join(_NAMES.get(one, one) for one in hosts)}. "
            if hosts
            else ""
        )
        yield rows.create_problem(
            place,
            f"Không nhúng được <iframe> của {host} vào bài.",
            f"{allowed}Hãy đặt một liên kết: [Xem phim]({film[0]}).",
        )
    elif _UNNAMED.fullmatch(values.get("title", "").strip()):
        yield rows.create_problem(
            place,
            "Phim chưa có tên.",
            'Trong thẻ <iframe …>, hãy sửa thành title="tên phim, nói rõ phim về việc gì".',
        )
    elif not _BEFORE.search(before[-_BEHIND:]):
        yield rows.create_problem(
            place,
            "Phim nằm giữa một câu.",
            "Hãy để <iframe …></iframe> đứng riêng một đoạn, trên dưới có dòng trống.",
        )


def _figure(values: dict[str, str]) -> str:
    film = parse_video_url(values["src"])
    address, name = film[0] if film else "", " ".join(values["title"].split())
    return (
        f'<figure class="film"><a href="{html.escape(address)}">{html.escape(name, quote=False)}</a></figure>'
    )


def _parse_youtube_url(path: str, query: dict[str, list[str]]) -> tuple[str, str] | None:
    found = _YOUTUBE_FILM.fullmatch(f"/{query['v'][0]}" if path == "/watch" and "v" in query else path)
    if not found:
        return None
    begin = _SECONDS.fullmatch((query.get("start") or query.get("t") or [""])[0])
    watched, played = (f"&t={begin[1]}", f"?start={begin[1]}") if begin else ("", "")
    return (
        f"https://www.youtube.com/watch?v={found[1]}{watched}",
        f"https://{YOUTUBE_PLAYER_HOST}/embed/{found[1]}{played}",
    )


def _parse_vimeo_url(path: str, query: dict[str, list[str]]) -> tuple[str, str] | None:
    found = _VIMEO_FILM.fullmatch(path)
    if not found:
        return None
    key = found[2] or (query.get("h") or [""])[0]
    if not _HASH.fullmatch(key):
        key = ""
    unlisted, asked = (f"/{key}", f"h={key}&") if key else ("", "")
    return (
        f"https://vimeo.com/{found[1]}{unlisted}",
        f"https://{VIMEO_PLAYER_HOST}/video/{found[1]}?{asked}dnt=1",
    )
