"""The content folder, as a build finds it before any content file is read."""

from pathlib import Path
from typing import NamedTuple

from bulletin.content.documents.official_documents import OfficialDocument, read_official_documents
from bulletin.content.files.scan import ContentFile, find_stray_files, scan_content
from bulletin.content.most_read import read_most_read
from bulletin.content.problems import Problem
from bulletin.content.site_lists.sections import Sections, read_sections
from bulletin.content.site_lists.withdrawals import Withdrawals, read_withdrawals


class ContentFolder(NamedTuple):
    """The files of ``root`` (content/), with what is read before the content files."""

    root: Path
    files: list[ContentFile]
    """All files, sorted by source."""
    sections: Sections
    withdrawals: Withdrawals
    most_read: tuple[str, ...]
    """Addresses of the most read articles."""
    documents: tuple[OfficialDocument, ...]
    problems: tuple[Problem, ...]
    """Problems of all these lists, and stray files."""

    @property
    def document_names(self) -> tuple[str, ...]:
        """Names by which articles cite documents without a number."""
        return tuple(name for document in self.documents for name in document.names)


def open_content_folder(root: Path, known_files: list[ContentFile] | None = None) -> ContentFolder:
    """Read the lists of ``root``, such as its sections, and list its files.

    ``known_files`` are the files of ``root`` if the caller listed them already.

    Raise OSError if the folder cannot be listed.
    """
    files = scan_content(root) if known_files is None else known_files
    sections, section_problems = read_sections(root)
    withdrawals, withdrawal_problems = read_withdrawals(root)
    most_read, most_read_problems = read_most_read(root)
    documents, document_problems = read_official_documents(root, [file.source for file in files])
    problems = (*section_problems, *withdrawal_problems, *most_read_problems, *document_problems)
    reported = {problem.path for problem in problems if problem.line == 1}
    return ContentFolder(
        root,
        files,
        sections,
        withdrawals,
        most_read,
        documents,
        (
            *problems,
            *(
                problem
                for problem in find_stray_files(root, files)
                if problem.path.removesuffix("/") not in reported  # one mistake is told once
            ),
        ),
    )
