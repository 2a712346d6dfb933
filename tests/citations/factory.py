"""Short ways to write what tests of citations compare."""

from datetime import date

from bulletin.citations.finding import find_citations
from bulletin.citations.models import Citation, CitationFinding, Document, System
from bulletin.citations.slips.consistency import check_citation
from bulletin.citations.slips.text_dates import check_dates

SEED_LINE = (
    "Thực hiện Kế hoạch số 92-KH/BTCTU, ngày 06/11/2019 của Ban Tổ chức Tỉnh ủy giám sát việc thực hiện"
    " Kết luận số 38-KL/TW ngày 13/11/2018 của Bộ Chính trị"
)


def list_words(text: str, names: tuple[str, ...] = ()) -> list[str]:
    """Return the words of the citations of a text."""
    return [text[slice(*citation.span)] for citation in find_citations(text, names)]


def find_one(text: str) -> Citation:
    """Return the only citation of a text."""
    (citation,) = find_citations(text)
    return citation


def check_text(text: str, written_on: date | None = None) -> list[CitationFinding]:
    """Return what is wrong in the dates and the citations of a text."""
    findings = list(check_dates(text))
    wrong = {finding.span for finding in findings}
    for citation in find_citations(text):
        if not (citation.written_date and citation.written_date.span in wrong):
            findings += [*check_citation(text, citation, written_on)][:1]
    return findings


def create_document(
    number: str, code: str, suffix: str, day: date | None = None, *, kind: str = "", slug: str = ""
) -> Document:
    """Return a Party document."""
    return Document(number, None, code, suffix, kind, System.PARTY, day, slug=slug)
