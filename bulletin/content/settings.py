"""Settings of the records: what the office asks of an article."""

import re
from dataclasses import dataclass

from bulletin.content.attachments.file_types import EXECUTABLE_SUFFIXES
from bulletin.content.markup.video_embeds import VIMEO_PLAYER_HOST, YOUTUBE_PLAYER_HOST
from bulletin.settings.tables import InvalidValueError

_ENDING = re.compile("[a-z0-9]{1,8}")
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}")


@dataclass(frozen=True, slots=True)
class ContentSettings:
    """The setting RECORDS."""

    require_approval: bool = False
    """Every published article must name who approved it (``approved_by``)."""

    summary_length: int = 280
    """Characters at most of a summary that is taken from the first paragraph."""

    attachment_types: tuple[str, ...] = (
        "pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "odt", "ods", "odp", "csv", "txt", "zip", "mp3", "mp4",
    )  # fmt: skip
    """Endings of the files that may be offered for download, in lower case. What they hold is looked at as well
    (``file_kinds``); what a browser or system runs (``file_kinds.ACTIVE``) cannot be among them."""

    video_hosts: tuple[str, ...] = (YOUTUBE_PLAYER_HOST, VIMEO_PLAYER_HOST)
    """Hosts whose films a text may show. The house loads nothing from others by itself: a page asks these for a film
    when its reader does. The server's Content-Security-Policy must name the same (``films.frame_sources``)."""

    def __post_init__(self) -> None:
        """Check that endings and hosts are plain names, and that nothing is offered that runs. Raise UnfitError."""
        for ending in self.attachment_types:
            if not isinstance(ending, str) or not _ENDING.fullmatch(ending):
                raise InvalidValueError(
                    "attachment_types", f"phải gồm các đuôi tệp viết thường như pdf, không phải “{ending}”"
                )
            if ending in EXECUTABLE_SUFFIXES:
                raise InvalidValueError(
                    "attachment_types", f"không được có “{ending}”: tệp loại này tự chạy khi bạn đọc mở"
                )
        for host in self.video_hosts:
            if not isinstance(host, str) or not _HOST.fullmatch(host):
                raise InvalidValueError(
                    "video_hosts", f"phải gồm các tên miền như {YOUTUBE_PLAYER_HOST}, không phải “{host}”"
                )
