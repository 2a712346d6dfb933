"""Raw HTML whose tail keeps the order of its words."""

from markdown.extensions.md_in_html import HtmlBlockPreprocessor, HTMLExtractorExtra


class WholeTailHtml(HtmlBlockPreprocessor):
    """Takes blocks of HTML out of the text, if it has a sign of them."""

    def run(self, lines: list[str]) -> list[str]:
        """Return the lines with blocks of HTML in the stash."""
        source = "\n".join(lines)
        if "<" not in source and "&" not in source:
            return lines
        parser = _WholeTailExtractor(self.md)
        parser.lines = source.split("\n")
        parser.feed(source)
        parser.close()
        return "".join(parser.cleandoc).split("\n")


class _WholeTailExtractor(HTMLExtractorExtra):
    """Keeps entities and empty tags behind a block at their place.

    The library writes them behind the next block, so that ``</div> R&amp;D`` loses its sign.
    """

    mdstack: list[str]
    lines: list[str]
    """The lines of the source."""

    def handle_charref(self, name: str) -> None:
        """Add a number of a character. One without a semicolon is text.

        The library writes a semicolon behind each, so that ``R&#13`` loses its figure.
        """
        line, column = self.getpos()
        typed = f"&#{name}"
        has_end = self.lines[line - 1].startswith(f"{typed};", column)
        self.handle_empty_tag(f"{typed};" if has_end else typed, is_block=False)

    def handle_empty_tag(self, data: str, is_block: bool) -> None:
        """Add an entity or an empty tag to the text."""
        if self.intail and not self.inraw and not self.mdstack and not is_block:
            self.cleandoc.append(data)
        else:
            super().handle_empty_tag(data, is_block)
