"""Tests of the documents of a text."""

from datetime import date

from bulletin.citations.document_index import gather_documents
from bulletin.citations.finding import find_citations


def test_gather_documents_keeps_one_for_each_date() -> None:
    text = (
        "Nghị quyết số 12-NQ/TU ngày 04/5/2017, Nghị quyết số 12-NQ/TU, Nghị quyết số 12-NQ/TU ngày 01/3/2022"
    )
    assert [document.day for document in gather_documents(find_citations(text))] == [
        date(2017, 5, 4),
        date(2022, 3, 1),
    ]
