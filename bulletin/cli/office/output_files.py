"""Files that commands write: those of ``--table``, and new content files."""

from collections.abc import Callable
from pathlib import Path

from bulletin.cli.office.new_site import resolve_typed_path
from bulletin.errors import UserError, explain_file_error
from bulletin.storage.file_system import write_file_atomically

_TABLE_SUFFIXES = (".csv", ".xlsx")


def resolve_table_file(table: str, *, can_replace: bool) -> Path:
    """Return the file of a table. Raise UserError if it cannot be written so."""
    file = resolve_typed_path(table)
    if file.suffix.lower() not in _TABLE_SUFFIXES:
        raise UserError(
            f"Tên tệp “{table}” phải có đuôi .xlsx hoặc .csv. Hãy viết: --table {Path(table).with_suffix('.xlsx')}"
        )
    if file.is_symlink() or (file.exists() and not file.is_file()):
        raise UserError(f"“{table}” đã có và không phải một tệp thường. Hãy chọn tên khác.")
    if file.exists() and not can_replace:
        raise UserError(
            f"Đã có tệp {table}. Hãy chọn tên khác; nếu đó là bảng cũ, không cần giữ, thì thêm --replace."
        )
    return file


def write_table_file(file: Path, format_csv: Callable[[], str], create_workbook: Callable[[], bytes]) -> None:
    """Write a table in the form that the ending of its file names."""
    is_csv = file.suffix.lower() == ".csv"
    write_file_atomically(file, format_csv().encode() if is_csv else create_workbook())


def create_text_file(file: Path, text: str) -> bool:
    """Create a file if there is none. Raise UserError if the disk refuses."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
    except FileExistsError as error:
        if not file.parent.is_dir():
            raise UserError(f"Chưa tạo được tệp: {explain_file_error(error)}.") from error
        return False
    except OSError as error:
        raise UserError(f"Chưa tạo được tệp: {explain_file_error(error)}.") from error
    return True
