import json
from collections.abc import Iterable
from pathlib import Path

import pytest

from bulletin.content.documents.official_documents import OfficialDocument
from bulletin.content.models import Article
from bulletin.search import volume as volume_module
from bulletin.search.redaction import DamagedIndexError, IndexRedaction
from tests.factories import create_test_article, shift_time
from tests.search.test_indexes import IndexedSite

LONG_AGO = shift_time(-24 * 400)
ARTICLES = [
    create_test_article("giu", "Lời ở lại của bài giữ.", date=LONG_AGO, authors=("Lê An",)),
    create_test_article(
        "sai-cu", "Thân cũ nói về rươi.", date=LONG_AGO, title="Bài sai ngày trước", authors=("Hà Vy",)
    ),
    create_test_article("moi", "Lời ở lại của bài mới.", authors=("Lê An",)),
    create_test_article(
        "sai", "Thân mới nói về vọp.", title="Bài sai hôm qua", summary="Tóm tắt lạ.", tags=("Ngao",)
    ),
]
SECRETS = ("sai", "ruoi", "vop", "la", "ngao", "Hà Vy")


def build_files(folder: IndexedSite, articles: Iterable[Article]) -> dict[str, bytes]:
    folder.build(*articles)
    return folder.read_index_files()


def redact(files: dict[str, bytes], *slugs: str) -> dict[str, bytes] | None:
    """Return the files of the index without the articles, or None without a change."""
    addresses = {article.address for article in ARTICLES if article.slug in slugs}
    redaction = IndexRedaction(lambda paths: {path: files[path] for path in paths}, addresses)
    if not redaction.redact():
        return None
    kept = {path: data for path, data in files.items() if path not in redaction.removed_paths}
    return {**kept, **redaction.files}


@pytest.fixture(params=[10**6, 0], ids=["inline", "word-files"])
def files(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> dict[str, bytes]:
    """The files of an index with small and with large volumes."""
    monkeypatch.setattr(volume_module, "MAX_INLINE_SIZE", request.param)
    monkeypatch.setattr(volume_module, "WORD_FILE_SIZE", 200)
    return build_files(IndexedSite(tmp_path), ARTICLES)  # type: ignore[arg-type]  # a path


def test_redaction_leaves_no_word_of_the_articles_alone(files: dict[str, bytes]) -> None:
    redacted = redact(files, "sai", "sai-cu")
    assert redacted is not None
    text = b"\n".join(redacted.values()).decode()
    before = b"\n".join(files.values()).decode()
    for secret in SECRETS:
        assert f'"{secret}' in before or f" {secret}" in before, secret
    for secret in ("ruoi", "vop", "ngao", "sai", "Hà Vy", "Tóm tắt lạ", "Bài sai"):
        assert f'"{secret}"' not in text
        assert f" {secret}" not in text
    assert "Tin moi" in text


def test_redacted_index_names_its_own_files_alone(files: dict[str, bytes]) -> None:
    redacted = redact(files, "sai", "sai-cu")
    assert redacted is not None
    head = json.loads(redacted["search/summary/index.json"])
    names = {"search/summary/index.json", *(f"search/{shard['text']}" for shard in head["shards"])}
    volumes = [
        *head["volumes"],
        *(json.loads(redacted[f"search/{shard['text']}"]) for shard in head["shards"]),
    ]
    for volume in volumes:
        names.update(f"search/{name}" for name in (*volume.get("files", ()), *volume.get("rows", ())))
    assert names == redacted.keys()


def test_redaction_without_such_an_article_changes_nothing(files: dict[str, bytes]) -> None:
    assert redact(files, "khac") is None


def test_redaction_of_a_redacted_index_finds_nothing_more(files: dict[str, bytes]) -> None:
    redacted = redact(files, "sai")
    assert redacted is not None
    assert redact(redacted, "sai") is None


def test_redaction_of_a_damaged_index_raises_damaged_index_error(files: dict[str, bytes]) -> None:
    files["search/summary/index.json"] = b"{}"
    with pytest.raises(DamagedIndexError, match="Không đọc được chỉ mục tìm kiếm của bản cũ"):
        redact(files, "sai")


def test_redaction_of_posting_lists_in_another_form_raises_damaged_index_error(
    files: dict[str, bytes],
) -> None:
    head = json.loads(files["search/summary/index.json"])
    head["volumes"][1]["words"] = {"tin": {"tin": [1, 2]}}
    files["search/summary/index.json"] = json.dumps(head).encode()
    with pytest.raises(DamagedIndexError):
        redact(files, "sai")


def test_redaction_of_a_document_leaves_no_word_of_it(tmp_path: Path) -> None:
    documents = [
        OfficialDocument("documents/a.yml", "70-QĐ/TU", "Về nghề vọp"),
        OfficialDocument("documents/b.yml", "71-QĐ/TU", "Về nghề rươi"),
    ]
    site = IndexedSite(tmp_path)
    site.build(ARTICLES[0], documents=documents)
    files = site.read_index_files()
    redaction = IndexRedaction(lambda paths: {path: files[path] for path in paths}, (), ("70-qd-tu",))
    assert redaction.redact()
    kept = {path: data for path, data in files.items() if path not in redaction.removed_paths}
    text = b"\n".join(({**kept, **redaction.files}).values()).decode()
    assert ("vop" in text, "nghề vọp" in text, "70-QĐ" in text) == (False, False, False)
    assert ('"ruoi"' in text, "nghề rươi" in text, "71-QĐ" in text) == (True, True, True)
