import json

from bulletin.archive.register_builder import build_register
from bulletin.search.register_index import index_register
from tests.factories import create_citing_article


def test_index_register_tells_equal_numbers_apart_by_issuer_and_date() -> None:
    texts = [
        "Kết luận số 12-KL/TW ngày 22/12/2024 của Bộ Chính trị.",
        "Kết luận số 12-KL/TW ngày 04/4/2016 của Ban Bí thư, Kết luận số 13-KL/TU.",
    ]
    articles = [create_citing_article(str(number), texts[number // 2]) for number in range(4)]
    volume, files = index_register(tuple(build_register(articles, ()).documents.values()))
    (rows,) = (json.loads(files[name.partition("/")[2]]) for name in volume["rows"])
    assert sorted(title for name, title, _ in rows if name == "Kết luận số 12-KL/TW") == [
        "Ban Bí thư, ngày 04/04/2016",
        "Bộ Chính trị, ngày 22/12/2024",
    ]
    assert "22-12-2024" in volume["words"]["2024"]
