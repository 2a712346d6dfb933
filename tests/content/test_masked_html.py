from bulletin.content.masked_html import FILLER, mask_tags


def test_mask_tags_keeps_the_length_and_the_words() -> None:
    html = '<p>Số <strong>3</strong><br>\n<code>38-KL/TW</code> &amp;&nbsp;<a href="/x/">tin</a></p>\n<ul><li>x</li></ul>'
    masked = mask_tags(html)
    assert len(masked) == len(html)
    assert "".join(masked.split()).replace("\u200b", "").replace(FILLER, "").replace("·", "") == "Số3&tinx"
