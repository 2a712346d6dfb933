"""Generator of a search index, made from articles and pages of Pelican.

The index has a part for each language. Pagefind takes the language of a page from ``<html lang>``.
"""

import subprocess
from collections.abc import Iterator
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pagefind_bin import get_executable
from pelican.generators import Generator
from pelican.writers import Writer

from bulletin.errors import UserError, translate_disk_errors
from bulletin.storage.file_system import write_file_atomically

INDEX_FOLDER = "pagefind"
"""Folder of the index in the output."""
_INDEX_SUFFIXES = (".pf_fragment", ".pf_index", ".pf_meta")
"""Suffixes of files with a digest in their names, which an index of other articles lacks."""


class SearchError(UserError):
    """Pagefind failed. The message is Pagefind's."""


class PagefindGenerator(Generator):  # type: ignore[misc]  # Pelican is untyped
    """Writes the search index into ``pagefind/`` of the output."""

    @translate_disk_errors()
    def generate_output(self, _writer: Writer) -> None:  # Pelican's signature
        """Index the published articles and pages. Raise SearchError.

        Pagefind does not run for a site without them. Reason: it refuses an empty folder.
        """
        with TemporaryDirectory() as folder:
            documents, index = Path(folder) / "documents", Path(folder) / INDEX_FOLDER
            documents.mkdir()
            for path, document in self._render_documents():
                (documents / path).parent.mkdir(parents=True, exist_ok=True)
                (documents / path).write_text(document, encoding="utf-8")
            if any(documents.iterdir()):
                run_pagefind(documents, index)
            install_index(index, Path(self.output_path) / INDEX_FOLDER)

    def _render_documents(self) -> Iterator[tuple[str, str]]:
        """Yield output path and search document of each published article and page."""
        for item in (*self.context["articles"], *self.context["pages"]):
            for translation in (item, *item.translations):
                if translation.save_as.endswith(".html"):
                    yield translation.save_as, render_item_document(translation, self.settings["SITEURL"])


def render_item_document(item: Any, site_url: str) -> str:
    """Return the HTML that Pagefind indexes: title, category and date, content.

    Args:
        item: an article or a page of Pelican.
        site_url: the setting SITEURL, for the image that a result shows.

    """
    category = str(getattr(item, "category", ""))
    date = item.date.date().isoformat() if hasattr(item, "date") else ""
    facts = {"category": category, "date": date}
    values = "".join(f' data-{key}="{escape(value)}"' for key, value in facts.items() if value)
    names = ", ".join(f"{key}[data-{key}]" for key, value in facts.items() if value)
    meta = f' data-pagefind-meta="{names}"' if names else ""
    return (
        f'<html lang="{escape(item.lang)}"><body><article data-pagefind-body{values}{meta}>'
        f"<h1>{item.title}</h1>\n{item.get_content(site_url)}\n</article></body></html>"
    )


def run_pagefind(documents: Path, index: Path) -> None:
    """Index the HTML files below ``documents`` into ``index``. Raise SearchError."""
    try:
        command = [get_executable(), "--site", documents, "--output-path", index, "--silent"]
    except FileNotFoundError as error:
        raise SearchError(f"Không tìm thấy chương trình Pagefind: {error}") from error
    result = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  # an installed package
    if result.returncode:
        raise SearchError(
            f"Không lập được chỉ mục tìm kiếm: {result.stderr.strip() or result.stdout.strip()}"
        )


def install_index(index: Path, target: Path) -> None:
    """Write the files of ``index`` into ``target``; remove those of an older index."""
    names = {file.relative_to(index) for file in index.rglob("*") if file.is_file()}
    for name in sorted(names):
        write_file_atomically(target / name, (index / name).read_bytes())
    for file in target.rglob("*"):
        if file.suffix in _INDEX_SUFFIXES and file.relative_to(target) not in names:
            file.unlink()
