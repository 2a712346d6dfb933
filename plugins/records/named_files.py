"""Pictures and files that a record names: whether they are there and may be shown or offered."""

import unicodedata
from collections.abc import Callable
from pathlib import Path

from plugins.records.fields import Fields
from plugins.records.paths import PathError, inside
from plugins.records.problems import nearest
from plugins.records.record import Attachment, Text
from plugins.records.references import file_path

PictureCheck = Callable[[str], tuple[str, str] | None]
"""Given a path from content/, what is wrong with the picture and what to do, or None."""


class NamedFiles:
    """Looks files up below ``root`` (content/), and reports what is wrong to the fields under reading."""

    def __init__(self, root: Path, types: tuple[str, ...], fault: PictureCheck) -> None:
        self._root, self._types, self._fault = root, types, fault

    def check_text(self, fields: Fields, text: Text) -> None:
        """Look up what a body shows and links to. Pictures of other sites are the text's own problem."""
        for reference in text.references:
            target = reference.target
            if reference.kind == "link":
                if target.startswith(("/files/", "/images/")):
                    self._check_file(fields, file_path(target), reference.line)
            elif "://" not in target and not target.startswith("//"):
                self.check_picture(fields, target, reference.line)

    def checked(self, fields: Fields, attachments: tuple[Attachment, ...]) -> tuple[Attachment, ...]:
        """Look up ``attachments`` and return them."""
        for attachment in attachments:
            self._check_file(fields, attachment.file, attachment.line)
        return attachments

    def check_picture(self, fields: Fields, reference: str, line: int) -> None:
        """Look up a picture."""
        if self._missing(fields, reference, line, "ảnh", "images"):
            return
        fault = self._fault(reference)
        if fault:
            fields.report("", f"Ảnh “{reference}”: {fault[0]}", fault[1], line)

    def _check_file(self, fields: Fields, reference: str, line: int) -> None:
        if reference.startswith("/images/"):
            self.check_picture(fields, reference, line)
        elif not self._missing(fields, reference, line, "tệp", "files"):
            ending = reference.rsplit(".", 1)[-1].lower()
            if ending not in self._types:
                fields.report(
                    "",
                    f"Không đính kèm được tệp loại .{ending}: “{reference}”.",
                    f"Các loại dùng được: {', '.join(self._types)}.",
                    line,
                )

    def _missing(self, fields: Fields, reference: str, line: int, noun: str, folder: str) -> bool:
        """Report and return True where ``reference`` names no file below ``folder``."""
        name = f"{noun.capitalize()} “{reference}”"
        try:
            path = inside(self._root, reference)
        except PathError as error:
            fields.report("", f"{name}: {error}", f"Hãy viết {folder}/… từ thư mục content/.", line)
            return True
        if path.relative_to(self._root).parts[0] != folder:
            fields.report(
                "",
                f"{name} không nằm trong content/{folder}/.",
                f"Hãy chuyển tệp vào content/{folder}/ và viết {folder}/….",
                line,
            )
            return True
        if path.is_file():
            return False
        what = f"Không có {noun} “{reference}” trong content/."
        fields.report("", what, self._remedy(path, folder), line)
        return True

    def _remedy(self, path: Path, folder: str) -> str:
        """Return what to write in place of ``path``, which is not there."""
        names = (
            sorted(one.name for one in path.parent.iterdir() if one.is_file()) if path.parent.is_dir() else []
        )
        near = nearest(path.name, names)
        if near is None:
            return f"Hãy chép tệp vào content/{folder}/ hoặc sửa đường dẫn."
        parent = path.parent.relative_to(self._root).as_posix()
        if (
            unicodedata.normalize("NFC", near) == path.name
        ):  # macOS wrote the name in pieces; it looks the same
            return f"Hãy đổi tên tệp trong {parent}/, chỉ dùng chữ không dấu."
        return f"Hãy viết {parent}/{near}."
