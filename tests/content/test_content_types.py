import pytest

from bulletin.content.content_types import FRONT_MATTER_KEYS, KEY_FORMS, list_keys
from bulletin.content.frontmatter.content_fields import ContentFields
from bulletin.content.frontmatter.parser import split_front_matter
from bulletin.content.frontmatter.yaml import YamlError


def test_key_forms_name_all_keys_of_front_matter() -> None:
    assert KEY_FORMS.keys() == FRONT_MATTER_KEYS


@pytest.mark.parametrize("key", sorted(list_keys("text", "name", "names")))
def test_key_that_readers_see_with_markup_is_reported(key: str) -> None:
    front_matter = split_front_matter(f'---\n{key}: "Hội **thi** tay nghề"\n---\n\nChữ.').front_matter
    fields = ContentFields("tin.md", front_matter, tuple(FRONT_MATTER_KEYS))
    fields.read_names(key) if KEY_FORMS[key] == "names" else fields.read_string(key)
    assert [problem.remedy for problem in fields.problems] == [f"Hãy viết {key}: Hội thi tay nghề"]


@pytest.mark.parametrize("key", sorted(list_keys("text")))
def test_text_that_begins_with_a_bracket_needs_quotes(key: str) -> None:
    with pytest.raises(YamlError) as caught:
        split_front_matter(f"---\n{key}: [Ảnh] Hội thi\n---\n\nChữ.")
    assert caught.value.remedy == f'Hãy viết {key}: "[Ảnh] Hội thi"'
