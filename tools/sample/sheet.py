"""The paper that the sample pictures are drawn on: flat shapes, smooth edges, one palette.

Coordinates are pixels of the finished picture, as floats; the drawing is done larger and
reduced at the end, which is what smooths the edges.
"""

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from random import Random

from PIL import Image, ImageDraw

SCALE = 3

Point = tuple[float, float]
Colour = tuple[int, int, int]


def rgb(code: str) -> Colour:
    """``#a63a2b`` as three numbers."""
    return int(code[1:3], 16), int(code[3:5], 16), int(code[5:7], 16)


PAPER = rgb("#fbf3e2")
CREAM = rgb("#f4e4c3")
SAND = rgb("#e8c98f")
OCHRE = rgb("#dca23c")
AMBER = rgb("#f0c063")
CLAY = rgb("#c8713f")
RED = rgb("#ad3b2c")
WINE = rgb("#74272a")
ROSE = rgb("#cf5b63")
FOAM = rgb("#dbe9da")
MIST = rgb("#a8cdc0")
TEAL = rgb("#559f93")
SEA = rgb("#2e7873")
PINE = rgb("#1d524e")
LEAF = rgb("#86a352")
OLIVE = rgb("#546f3b")
SLATE = rgb("#41525c")
INK = rgb("#1c2a33")


def mix(first: Colour, second: Colour, share: float) -> Colour:
    """Return ``first`` with ``share`` (0 to 1) of ``second`` in it."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return red, green, blue


def smooth(points: Sequence[Point], steps: int = 24) -> list[Point]:
    """Return the curve through ``points`` (Catmull-Rom), ``steps`` to a piece."""
    padded = [points[0], *points, points[-1]]
    curve: list[Point] = []
    for p0, p1, p2, p3 in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        for step in range(steps):
            t = step / steps
            x, y = (
                0.5
                * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
                for a, b, c, d in zip(p0, p1, p2, p3, strict=True)
            )
            curve.append((x, y))
    curve.append(points[-1])
    return curve


def ring(  # noqa: PLR0917 -- plain geometry: the order is that of ImageDraw.arc
    x: float, y: float, rx: float, ry: float, start: float = 0, end: float = 360
) -> list[Point]:
    """Return the points of an ellipse or a part of it; degrees clockwise from three o'clock."""
    count = max(12, int(abs(end - start) / 2))
    angles = (math.radians(start + (end - start) * i / count) for i in range(count + 1))
    return [(x + rx * math.cos(a), y + ry * math.sin(a)) for a in angles]


def turn(points: Sequence[Point], centre: Point, degrees: float) -> list[Point]:
    """Return ``points`` turned clockwise about ``centre``."""
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    cx, cy = centre
    return [(cx + (x - cx) * cos - (y - cy) * sin, cy + (x - cx) * sin + (y - cy) * cos) for x, y in points]


def ridge(chance: Random, width: float, level: float, height: float, waves: int = 3) -> list[Point]:
    """Return a skyline ``height`` high around ``level``, made of ``waves`` sines."""
    sines = [
        (chance.uniform(0.6, 1.4) * (i + 1) * 1.3, chance.uniform(0, 6.3), 1 / (i + 1) ** 1.1)
        for i in range(waves)
    ]
    whole = sum(share for _, _, share in sines)
    return [
        (
            x,
            level - height * sum(s * math.sin(f * x / width * 6.3 + p) for f, p, s in sines) / whole,
        )
        for x in range(-20, int(width) + 40, 10)
    ]


class Sheet:
    """One picture while it is drawn."""

    def __init__(self, width: int, height: int, ground: Colour) -> None:
        self.width, self.height = width, height
        self.image = Image.new("RGB", (width * SCALE, height * SCALE), ground)
        self.pen = ImageDraw.Draw(self.image)

    def shape(self, points: Sequence[Point], colour: Colour) -> None:
        """Fill a polygon."""
        self.pen.polygon([(x * SCALE, y * SCALE) for x, y in points], fill=colour)

    def below(self, skyline: Sequence[Point], colour: Colour) -> None:
        """Fill from a line down to the lower edge of the sheet."""
        floor = self.height + 10
        self.shape([*skyline, (skyline[-1][0], floor), (skyline[0][0], floor)], colour)

    def oval(self, x: float, y: float, rx: float, ry: float, colour: Colour) -> None:
        """Fill an ellipse around a centre."""
        self.pen.ellipse(
            [(x - rx) * SCALE, (y - ry) * SCALE, (x + rx) * SCALE, (y + ry) * SCALE], fill=colour
        )

    def disc(self, x: float, y: float, radius: float, colour: Colour) -> None:
        """Fill a circle."""
        self.oval(x, y, radius, radius, colour)

    def box(  # noqa: PLR0917 -- the four corners are one thing
        self, x0: float, y0: float, x1: float, y1: float, colour: Colour, radius: float = 0
    ) -> None:
        """Fill a rectangle, its corners rounded by ``radius``."""
        corners = [x0 * SCALE, y0 * SCALE, x1 * SCALE, y1 * SCALE]
        self.pen.rounded_rectangle(corners, radius=radius * SCALE, fill=colour)

    def line(self, points: Sequence[Point], colour: Colour, width: float) -> None:
        """Draw a line with round ends."""
        scaled = [(x * SCALE, y * SCALE) for x, y in points]
        self.pen.line(scaled, fill=colour, width=max(1, round(width * SCALE)), joint="curve")
        for x, y in (points[0], points[-1]):
            self.disc(x, y, width / 2, colour)

    def veil(self, points: Sequence[Point], colour: Colour, strength: float) -> None:
        """Lay a translucent polygon over what is there."""
        mask = Image.new("L", self.image.size)
        ImageDraw.Draw(mask).polygon([(x * SCALE, y * SCALE) for x, y in points], fill=round(255 * strength))
        self.image.paste(colour, mask=mask)

    @contextmanager
    def within(self, outline: Sequence[Point]) -> Iterator[None]:
        """Keep what is drawn meanwhile inside a polygon."""
        before = self.image.copy()
        yield
        mask = Image.new("L", self.image.size)
        ImageDraw.Draw(mask).polygon([(x * SCALE, y * SCALE) for x, y in outline], fill=255)
        self.image = Image.composite(self.image, before, mask)
        self.pen = ImageDraw.Draw(self.image)

    def finished(self) -> Image.Image:
        """Return the picture at its own size."""
        return self.image.resize((self.width, self.height), Image.Resampling.LANCZOS)
