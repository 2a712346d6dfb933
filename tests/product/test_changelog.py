from bulletin.product.changelog import describe_version_changes

TEXT = "# Có gì mới\n\n## 0.4.0\n\n- bốn\n\n## 0.10.0 – 2027\n\n- mười\n\n## [v0.3.0]\n\n- ba\n\n## Cũ hơn\n\nx\n"


def test_describe_version_changes_returns_the_sections_between_two_versions() -> None:
    assert describe_version_changes(TEXT, "0.3.0", "0.4.0") == "## 0.4.0\n\n- bốn"
    assert describe_version_changes(TEXT, "0.2.0", "0.4.0") == "## 0.4.0\n\n- bốn\n\n## [v0.3.0]\n\n- ba"


def test_describe_version_changes_of_a_version_without_a_section_says_so() -> None:
    assert describe_version_changes(TEXT, "0.4.0", "0.5.0") == (
        "Phần mềm không kể bản 0.5.0 có gì mới. Hãy hỏi người giữ phần mềm trước khi đổi."
    )
    assert describe_version_changes(TEXT, "0.3.0", "0.5.0").startswith(
        "## 0.4.0\n\n- bốn\n\nPhần mềm không kể bản 0.5.0"
    )
    assert describe_version_changes("", "0.3.0", "0.5.0").startswith("Phần mềm không kể bản 0.5.0")


def test_describe_version_changes_of_the_same_or_an_older_version_is_empty() -> None:
    assert not describe_version_changes(TEXT, "0.4.0", "0.4.0")
    assert not describe_version_changes(TEXT, "0.4.0", "0.3.0")
