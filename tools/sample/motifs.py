"""Motifs that several pictures share: people in conical hats, palms, boats, clouds."""

from sheet import CLAY, CREAM, INK, PAPER, RED, SAND, Colour, Sheet, mix, ring, smooth


def walker(sheet: Sheet, x: float, y: float, height: float, coat: Colour, *, pole: bool = False) -> None:
    """Draw someone walking, feet at ``(x, y)``, with a carrying pole if asked."""
    h = height
    sheet.line([(x - 0.05 * h, y), (x - 0.02 * h, y - 0.4 * h)], INK, 0.055 * h)
    sheet.line([(x + 0.08 * h, y), (x + 0.02 * h, y - 0.4 * h)], INK, 0.055 * h)
    sheet.shape(
        [
            (x - 0.1 * h, y - 0.78 * h),
            (x + 0.1 * h, y - 0.78 * h),
            (x + 0.13 * h, y - 0.3 * h),
            (x - 0.13 * h, y - 0.3 * h),
        ],
        coat,
    )
    if pole:
        arch = [(x - 0.62 * h, y - 0.66 * h), (x, y - 0.8 * h), (x + 0.62 * h, y - 0.66 * h)]
        sheet.line(smooth(arch), INK, 0.025 * h)
        for side in (-1, 1):
            end = x + side * 0.6 * h
            for edge in (-0.13, 0.13):
                sheet.line([(end, y - 0.66 * h), (end + edge * h, y - 0.3 * h)], INK, 0.014 * h)
            sheet.shape(ring(end, y - 0.3 * h, 0.16 * h, 0.16 * h, 0, 180), mix(CLAY, INK, 0.25))
    sheet.disc(x, y - 0.86 * h, 0.075 * h, mix(CLAY, INK, 0.2))
    sheet.shape([(x - 0.24 * h, y - 0.86 * h), (x, y - 1.06 * h), (x + 0.24 * h, y - 0.86 * h)], CREAM)
    sheet.shape([(x + 0.02 * h, y - 0.86 * h), (x, y - 1.06 * h), (x + 0.24 * h, y - 0.86 * h)], SAND)


def palm(sheet: Sheet, x: float, y: float, height: float, leaf: Colour, *, lean: float = 0.15) -> None:
    """Draw a coconut palm with its foot at ``(x, y)``."""
    top_x, top_y = x + lean * height, y - height
    trunk = smooth([(x, y), (x + 0.25 * lean * height, y - 0.5 * height), (top_x, top_y)], 90)
    for index, (px, py) in enumerate(trunk):
        sheet.disc(px, py, height * (0.026 - 0.012 * index / len(trunk)), mix(leaf, INK, 0.45))
    for reach, drop in (
        (-0.42, 0.16),
        (-0.36, -0.06),
        (-0.2, -0.24),
        (0.14, -0.27),
        (0.35, -0.1),
        (0.43, 0.12),
    ):
        tip = (top_x + reach * height, top_y + drop * height)
        bow = (top_x + reach * 0.55 * height, top_y + (drop * 0.4 - 0.13) * height)
        under = (top_x + reach * 0.5 * height, top_y + (drop * 0.45 - 0.03) * height)
        outline = [*smooth([(top_x, top_y), bow, tip]), *smooth([tip, under, (top_x, top_y)])]
        sheet.shape(outline, leaf if reach < 0 else mix(leaf, INK, 0.2))
    for dx, dy in ((-0.025, 0.03), (0.03, 0.035), (0.0, 0.055)):
        sheet.disc(top_x + dx * height, top_y + dy * height, 0.026 * height, mix(CLAY, INK, 0.3))


def cloud(sheet: Sheet, x: float, y: float, width: float, colour: Colour) -> None:
    """Draw a flat cloud: three long pills."""
    thick = width * 0.075
    for dx, dy, share in ((0, 0, 1), (0.12, -0.85, 0.62), (-0.08, 0.85, 0.5)):
        left = x + dx * width + (1 - share) * width / 2
        sheet.box(left, y + dy * thick, left + share * width, y + (dy + 1) * thick, colour, thick / 2)


def fishing_boat(
    sheet: Sheet, x: float, y: float, length: float, hull: Colour, *, flip: bool = False
) -> None:
    """Draw a wooden boat; ``(x, y)`` is the middle of its waterline."""
    side = -1 if flip else 1
    s = length * side

    def at(dx: float, dy: float) -> tuple[float, float]:
        return x + dx * s, y - dy * length

    sheet.shape([at(-0.3, 0.12), at(-0.3, 0.36), at(0.02, 0.36), at(0.02, 0.12)], CREAM)
    sheet.shape([at(-0.34, 0.36), at(-0.32, 0.4), at(0.05, 0.4), at(0.06, 0.36)], RED)
    for left in (-0.26, -0.16, -0.06):
        sheet.shape([at(left, 0.23), at(left, 0.32), at(left + 0.06, 0.32), at(left + 0.06, 0.23)], INK)
    sheet.line([at(0.16, 0.14), at(0.16, 0.62)], INK, length * 0.012)
    sheet.line([at(0.16, 0.6), at(0.46, 0.26)], INK, length * 0.005)
    sheet.line([at(0.16, 0.6), at(-0.3, 0.4)], INK, length * 0.005)
    sheet.shape([at(0.16, 0.62), at(0.16, 0.53), at(0.04, 0.575)], RED)
    deck = smooth([at(-0.48, 0.2), at(-0.2, 0.12), at(0.15, 0.13), at(0.5, 0.3)])
    sheet.shape([*deck, at(0.4, 0.0), at(-0.44, 0.0)], hull)
    band = smooth([at(-0.47, 0.155), at(-0.2, 0.08), at(0.15, 0.09), at(0.475, 0.245)])
    sheet.line(band, PAPER, length * 0.014)
    low = smooth([at(-0.452, 0.06), at(-0.2, 0.035), at(0.15, 0.04), at(0.428, 0.09)])
    sheet.shape([*low, at(0.4, 0.0), at(-0.44, 0.0)], mix(hull, INK, 0.35))
    eye_x, eye_y = at(0.37, 0.145)
    sheet.oval(eye_x, eye_y, length * 0.034, length * 0.02, PAPER)
    sheet.disc(eye_x, eye_y, length * 0.013, INK)


def basket_boat(sheet: Sheet, x: float, y: float, radius: float, tone: Colour) -> None:
    """Draw a round basket boat (thúng chai) seen from a little above."""
    r = radius
    bowl = [*ring(x, y, r, r * 0.34, 180, 0), *ring(x, y, r * 0.94, r * 0.8, 0, 180)]
    sheet.shape(bowl, tone)
    with sheet.within(bowl):
        for row in range(1, 6):
            arc = ring(x, y + row * r * 0.13, r * (1 - row * 0.03), r * 0.34, 0, 180)
            sheet.line(arc, mix(tone, INK, 0.28), r * 0.022)
        sheet.shape([*ring(x, y, r, r * 0.8, 0, 75), (x, y)], mix(tone, INK, 0.2))
    sheet.oval(x, y, r, r * 0.34, mix(tone, INK, 0.35))
    sheet.oval(x, y, r * 0.9, r * 0.28, mix(tone, INK, 0.62))
    sheet.shape(ring(x, y + r * 0.05, r * 0.84, r * 0.23, 0, 180), mix(tone, INK, 0.42))
    sheet.line([(x - r * 0.78, y + r * 0.06), (x + r * 0.78, y + r * 0.06)], mix(SAND, CLAY, 0.35), r * 0.07)
