"""Settings of content: the rules that an office sets for its articles."""

from dataclasses import dataclass
from datetime import date

from bulletin.content.attachments.file_types import EXECUTABLE_SUFFIXES
from bulletin.content.frontmatter.dates import parse_date
from bulletin.content.markup.page_html.video_embeds import VIMEO_PLAYER_HOST, YOUTUBE_PLAYER_HOST
from bulletin.settings.tables import InvalidValueError
from bulletin.text.late_patterns import compile_late

_SUFFIX_PATTERN = compile_late("[a-z0-9]{1,8}")
_HOST_PATTERN = compile_late(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}")


@dataclass(frozen=True, slots=True)
class ContentSettings:
    """The settings table RECORDS."""

    require_approval: bool = False
    """Require an approval (``approved_by``) in each published article."""

    summary_length: int = 280
    """Maximum characters of a summary that is taken from the first paragraph."""

    attachment_types: tuple[str, ...] = (
        "pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "odt", "ods", "odp", "csv", "txt", "zip",
        "mp3", "m4a", "ogg", "opus", "wav", "mp4",
    )  # fmt: skip
    """Suffixes of the files that may be attachments, in lower case.

    ``file_types`` also checks the bytes of each file. A suffix in ``EXECUTABLE_SUFFIXES`` is an error.
    """

    alt_texts_since: str = ""
    """First day of the articles whose images need an alternative text: ``2026-07-01``.

    Images of older articles may lack one, and are counted in one warning. If it is empty, every image needs one.
    """

    video_hosts: tuple[str, ...] = (YOUTUBE_PLAYER_HOST, VIMEO_PLAYER_HOST)
    """Hosts of the videos that a body may embed.

    A page loads a video only when its reader asks for it. The Content-Security-Policy of the web server must name the
    same hosts (``video_embeds.get_frame_sources``).
    """

    documents: bool = True
    """Find the official documents that articles cite. If it is off, the site has no register and no check of numbers."""

    congresses: tuple[str, ...] = ()
    """Opening days of the congresses of the province: ``("2020-10-14", "2025-09-30")``.

    Numbers of the province's documents begin again at each. Without the days, they are taken to be in October.
    """

    @property
    def congress_days(self) -> tuple[date, ...]:
        """The days of ``congresses``, oldest first."""
        return tuple(sorted(map(parse_date, self.congresses)))

    def __post_init__(self) -> None:
        """Check suffixes, hosts and days. Raise InvalidValueError."""
        for day in self.congresses:
            try:
                parse_date(day)
            except ValueError as error:
                message = f"phải gồm các ngày như 2020-10-14: {error}".rstrip(".")
                raise InvalidValueError("congresses", message) from None
        if self.alt_texts_since:
            try:
                parse_date(self.alt_texts_since)
            except ValueError as error:
                raise InvalidValueError(
                    "alt_texts_since", f"phải là một ngày như 2026-07-01: {error}".rstrip(".")
                ) from None
        for suffix in self.attachment_types:
            if not isinstance(suffix, str) or not _SUFFIX_PATTERN.fullmatch(suffix):
                raise InvalidValueError(
                    "attachment_types", f"phải gồm các đuôi tệp viết thường như pdf, không phải “{suffix}”"
                )
            if suffix in EXECUTABLE_SUFFIXES:
                raise InvalidValueError(
                    "attachment_types", f"không được có “{suffix}”: tệp loại này tự chạy khi bạn đọc mở"
                )
        for host in self.video_hosts:
            if not isinstance(host, str) or not _HOST_PATTERN.fullmatch(host):
                raise InvalidValueError(
                    "video_hosts", f"phải gồm các tên miền như {YOUTUBE_PLAYER_HOST}, không phải “{host}”"
                )
