from datetime import date, datetime

import pytest

from bulletin.clock import VIETNAM_TZ
from bulletin.content.documents.facts import find_fact_warnings
from bulletin.content.documents.official_documents import OfficialDocument
from tests.factories import create_citing_article

RESOLUTION = OfficialDocument("documents/a.yml", "68-NQ/TW", issuer="Bộ Chính trị", issued=date(2025, 5, 4))
REGULATION = OfficialDocument(
    "documents/b.yml",
    "37-QĐ/TW",
    kind="quy định",
    issuer="Ban Chấp hành Trung ương",
    issued=date(2021, 10, 25),
)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("Nghị quyết số 68-NQ/TW ngày 04/5/2025 của Ban Bí thư", ("của Ban Bí thư", "của Bộ Chính trị")),
        ("Nghị quyết số 68-NQ/TW của Ban Bí thư", ("của Ban Bí thư", "của Bộ Chính trị")),
        ("Quyết định số 37-QĐ/TW ngày 25/10/2021", ("(quyết định)", "quy định")),
        ("Nghị quyết số 68-NQ/TW ngày 04/5/2025 của Bộ Chính trị", None),
        ("Nghị quyết số 68-NQ/TW của Trung ương", None),
        ("Nghị quyết số 68-NQ/TW ngày 05/9/2019 của Ban Bí thư", None),
        ("Nghị quyết số 68-NQ/TW của Ban Bí thư (khóa XII)", None),
        ("Văn bản số 37-QĐ/TW ngày 25/10/2021", None),
        ("Quy chế 37-QĐ/TW ngày 25/10/2021", None),
        ("Báo cáo thực hiện Nghị quyết số 37-QĐ/TW ngày 25/10/2021", None),
        ("Quyết định số 37-QĐ/TW ngày 25/3/2021 và Quyết định số 37-QĐ/TW", None),
    ],
)
def test_find_fact_warnings_compares_body_and_kind_with_the_file(
    body: str, words: tuple[str, str] | None
) -> None:
    article = create_citing_article("tin", f"Theo {body}.", date=datetime(2025, 11, 20, tzinfo=VIETNAM_TZ))
    found = [*find_fact_warnings([article], [RESOLUTION, REGULATION], frozenset(), "content")]
    assert [warning.path for warning in found] == ["content/articles/tin.md"] * (words is not None)
    for warning in found:
        assert words
        assert f"{words[0]}”: tệp của văn bản ấy ghi {words[1]} (content/documents/" in warning.message
    for source in (article.source, RESOLUTION.source):
        silenced = frozenset({source, REGULATION.source})
        assert not [*find_fact_warnings([article], [RESOLUTION, REGULATION], silenced, "content")]
