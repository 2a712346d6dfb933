"""Pictures of the coast and the island."""

from random import Random

from motifs import basket_boat, cloud, fishing_boat, walker
from sheet import (
    AMBER,
    CLAY,
    CREAM,
    FOAM,
    INK,
    MIST,
    OCHRE,
    PAPER,
    PINE,
    RED,
    SAND,
    SEA,
    SLATE,
    TEAL,
    WINE,
    Colour,
    Sheet,
    mix,
    ridge,
    ring,
    smooth,
    turn,
)


def _sea(sheet: Sheet, chance: Random, top: float, tones: tuple[Colour, ...], glint: Colour) -> None:
    """Draw fill the sheet from ``top`` down with bands of water and short glints."""
    depth = sheet.height - top
    for index, tone in enumerate(tones):
        level = top + depth * (index / len(tones)) ** 1.5
        if index:
            sheet.below(ridge(chance, sheet.width, level, 3 + 5 * index, 4), tone)
        else:
            sheet.box(0, level, sheet.width, sheet.height, tone)
    for _ in range(46):
        share = chance.random()
        y = top + 14 + (depth - 30) * share
        long, x = 24 + 90 * share, chance.uniform(-40, sheet.width)
        bow = [(x, y), (x + long / 2, y - 2 - 3 * share), (x + long, y)]
        sheet.line(smooth(bow, 8), mix(glint, tones[-1], 0.35 * chance.random()), 1.6 + 3 * share)


def basket_boats(sheet: Sheet, chance: Random) -> None:
    """Draw round boats at rest on a calm morning."""
    sheet.disc(1130, 330, 190, mix(CREAM, AMBER, 0.45))
    sheet.disc(1130, 330, 128, mix(OCHRE, CLAY, 0.45))
    cloud(sheet, 210, 165, 420, PAPER)
    cloud(sheet, 1190, 235, 300, PAPER)
    sheet.below(ridge(chance, 1600, 392, 26, 4), mix(MIST, TEAL, 0.35))
    _sea(sheet, chance, 420, (MIST, mix(MIST, TEAL, 0.6), TEAL, mix(TEAL, SEA, 0.6), SEA), FOAM)
    for index in range(9):
        y = 436 + index * 26
        half = 118 - index * 7 + chance.uniform(-18, 18)
        sheet.box(1130 - half, y, 1130 + half, y + 7, mix(AMBER, CLAY, 0.25), 3.5)
    for x, y, radius in ((300, 520, 52), (470, 500, 38), (1400, 540, 60)):
        sheet.veil(ring(x, y + radius * 0.72, radius * 1.25, radius * 0.16), PINE, 0.35)
        basket_boat(sheet, x, y, radius, mix(CLAY, OCHRE, 0.3))
    for x, y, radius, tone in ((520, 705, 215, OCHRE), (1060, 765, 175, CLAY)):
        sheet.veil(ring(x + 12, y + radius * 0.74, radius * 1.28, radius * 0.2), PINE, 0.55)
        basket_boat(sheet, x, y, radius, tone)
    sheet.line([(700, 742), (285, 560)], mix(SAND, CLAY, 0.5), 13)
    blade = turn(ring(238, 539, 68, 20), (238, 539), 23.7)
    sheet.shape(blade, mix(SAND, CLAY, 0.35))


def harbour(sheet: Sheet, chance: Random) -> None:
    """Draw painted fishing boats, moored."""
    sheet.box(0, 0, 1600, 250, mix(CREAM, AMBER, 0.25))
    cloud(sheet, 130, 120, 480, PAPER)
    cloud(sheet, 980, 190, 380, PAPER)
    sheet.below(ridge(chance, 1600, 380, 44, 3), mix(MIST, SLATE, 0.25))
    for index in range(26):
        x = 18 + index * 61 + chance.uniform(-10, 10)
        tall = chance.uniform(26, 62)
        wall = chance.choice((CREAM, SAND, PAPER, mix(SAND, CLAY, 0.3)))
        sheet.box(x, 442 - tall, x + 48, 450, wall)
        roof = [(x - 6, 442 - tall), (x + 10, 424 - tall), (x + 40, 424 - tall), (x + 54, 442 - tall)]
        sheet.shape(roof, chance.choice((RED, CLAY, WINE)))
    _sea(sheet, chance, 446, (mix(MIST, TEAL, 0.5), TEAL, mix(TEAL, SEA, 0.5), SEA, PINE), MIST)
    for x, y, long, hull, flip in (
        (300, 548, 300, SEA, False),
        (690, 540, 270, OCHRE, True),
        (1310, 560, 320, mix(SEA, INK, 0.2), True),
    ):
        sheet.veil(ring(x, y + 8, long * 0.52, 15), INK, 0.25)
        fishing_boat(sheet, x, y, long, hull, flip=flip)
    for x, y, long, hull, flip in ((1120, 735, 560, CLAY, True), (440, 850, 760, mix(SEA, TEAL, 0.3), False)):
        sheet.veil(ring(x, y + 10, long * 0.5, long * 0.045), INK, 0.4)
        fishing_boat(sheet, x, y, long, hull, flip=flip)


def lighthouse(sheet: Sheet, chance: Random) -> None:
    """Draw a portrait: the tower on its rock at dusk."""
    sheet.box(0, 0, 1000, 1400, mix(PINE, INK, 0.35))
    for level, tone in ((470, mix(SEA, INK, 0.18)), (690, SEA), (850, TEAL), (960, mix(TEAL, SAND, 0.6))):
        sheet.below(ridge(chance, 1000, level, 22, 3), tone)
    for _ in range(38):
        sheet.disc(chance.uniform(20, 980), chance.uniform(20, 430), chance.uniform(1.2, 3), CREAM)
    lamp = (560, 292)
    sheet.veil([lamp, (-40, 120), (-40, 330)], AMBER, 0.62)
    sheet.veil([lamp, (1040, 250), (1040, 400)], AMBER, 0.62)
    _sea(sheet, chance, 1010, (mix(SEA, INK, 0.1), PINE, mix(PINE, INK, 0.4)), TEAL)
    rock = smooth(
        [(90, 1130), (200, 1010), (330, 960), (420, 900), (700, 895), (790, 960), (900, 1030), (1040, 1110)]
    )
    sheet.shape([*rock, (1040, 1190), (90, 1180)], mix(WINE, INK, 0.35))
    for points in (
        [(200, 1010), (330, 960), (420, 900), (470, 960), (390, 1040), (250, 1090), (150, 1120)],
        [(520, 900), (640, 897), (610, 980), (520, 1010)],
        [(700, 1020), (790, 960), (860, 1010), (800, 1100), (690, 1110)],
    ):
        sheet.shape(points, mix(WINE, CLAY, 0.35))
    for index in range(8):
        x = 120 + index * 110
        sheet.oval(x, 1160 + chance.uniform(-10, 14), chance.uniform(60, 120), chance.uniform(9, 17), FOAM)
    tower = [(478, 905), (642, 905), (604, 372), (516, 372)]
    sheet.shape(tower, PAPER)
    with sheet.within(tower):
        for low, high in ((905, 800), (690, 590), (490, 405)):
            sheet.box(440, high, 680, low, RED)
        sheet.veil([(580, 340), (700, 340), (700, 940), (590, 940)], INK, 0.22)
    for y in (745, 640, 540, 450):
        sheet.box(548, y - 26, 568, y + 8, INK, 10)
    sheet.box(535, 840, 587, 905, INK, 14)
    sheet.box(492, 352, 628, 374, INK, 4)
    sheet.box(522, 252, 598, 352, AMBER)
    for x in (522, 547, 573, 598):
        sheet.line([(x, 252), (x, 352)], INK, 5)
    sheet.disc(560, 298, 22, PAPER)
    sheet.shape([(508, 254), (612, 254), (578, 204), (542, 204)], RED)
    sheet.line([(560, 204), (560, 168)], INK, 6)


def salt_pans(sheet: Sheet, chance: Random) -> None:
    """Draw salt in heaps between low banks."""
    sheet.box(0, 0, 1600, 330, mix(CREAM, MIST, 0.35))
    sheet.disc(360, 190, 92, AMBER)
    cloud(sheet, 930, 130, 460, PAPER)
    sheet.below(ridge(chance, 1600, 300, 40, 3), mix(TEAL, SLATE, 0.35))
    sheet.below(ridge(chance, 1600, 335, 16, 4), mix(OCHRE, CLAY, 0.55))
    sheet.box(0, 352, 1600, 1000, mix(CLAY, SAND, 0.35))
    vanish_x, top = 760, 340
    rows = [362, 404, 464, 552, 684, 880, 1180]
    for near, far in zip(rows[1:], rows, strict=False):
        for column in range(-9, 9):
            left, right = vanish_x + column * 330, vanish_x + (column + 1) * 330
            bank = 12

            def at(x: float, y: float) -> tuple[float, float]:
                return vanish_x + (x - vanish_x) * (y - top) / (1000 - top), y

            gap = (near - far) * 0.07
            pan = [
                at(left + bank, far + gap),
                at(right - bank, far + gap),
                at(right - bank, near - gap),
                at(left + bank, near - gap),
            ]
            sheet.shape(pan, chance.choice((MIST, mix(MIST, FOAM, 0.5), FOAM, mix(MIST, TEAL, 0.4), MIST)))
    for row, column in (
        (5, -1),
        (5, 1),
        (4, -2),
        (4, 0),
        (4, 2),
        (3, -3),
        (3, -1),
        (3, 1),
        (3, 3),
        (2, 0),
        (2, 4),
    ):
        y = rows[row] + (rows[row + 1] - rows[row]) * 0.55 - (60 if row == 5 else 0)
        x = vanish_x + (column + 0.5) * 330 * (y - top) / (1000 - top)
        size = 150 * (y - top) / (1000 - top)
        mirror = [(x - size, y), (x + size, y), (x, y + size * 0.85)]
        sheet.veil(mirror, PAPER, 0.45)
        sheet.shape(
            [
                (x - size, y),
                *smooth(
                    [(x - size * 0.2, y - size * 0.88), (x, y - size), (x + size * 0.2, y - size * 0.88)]
                ),
                (x + size, y),
            ],
            PAPER,
        )
        sheet.shape(
            [
                (x + size * 0.12, y),
                *smooth([(x, y - size), (x + size * 0.2, y - size * 0.88)]),
                (x + size, y),
            ],
            mix(SAND, MIST, 0.5),
        )
    walker(sheet, 1190, 745, 215, RED, pole=True)
    walker(sheet, 300, 640, 150, SEA, pole=True)


def island_wind(sheet: Sheet, chance: Random) -> None:
    """Draw wind turbines above a small island's bay."""
    sheet.box(0, 0, 1600, 640, mix(FOAM, CREAM, 0.35))
    cloud(sheet, 90, 150, 520, PAPER)
    cloud(sheet, 1090, 100, 420, PAPER)
    cloud(sheet, 760, 270, 300, PAPER)
    _sea(sheet, chance, 520, (mix(MIST, TEAL, 0.4), TEAL, mix(TEAL, SEA, 0.5), SEA), FOAM)
    back = smooth([(520, 560), (700, 470), (900, 360), (1080, 330), (1300, 390), (1650, 350)])
    sheet.shape([*back, (1650, 640), (520, 585)], mix(OLIVE_TONE, MIST, 0.35))
    for x, y, tall, angle in ((1060, 336, 190, 10), (1340, 388, 215, 48), (820, 412, 150, 80)):
        hub = (x, y - tall)
        sheet.shape([(x - 8, y + 8), (x + 8, y + 8), (x + 4, y - tall), (x - 4, y - tall)], PAPER)
        sheet.shape([(x + 1, y + 8), (x + 8, y + 8), (x + 4, y - tall), (x + 1, y - tall)], SAND)
        for blade in (0, 120, 240):
            outline = [
                (x - 4, hub[1]),
                (x - 11, hub[1] - tall * 0.14),
                (x, hub[1] - tall * 0.56),
                (x + 4, hub[1]),
            ]
            sheet.shape(turn(outline, hub, angle + blade), PAPER)
        sheet.disc(*hub, 11, RED)
    front = smooth([(760, 640), (960, 560), (1180, 520), (1400, 560), (1650, 500)])
    sheet.shape([*front, (1650, 800), (1300, 740), (1000, 680)], OLIVE_TONE)
    for index in range(15):
        x = 930 + index * 46 + chance.uniform(-12, 12)
        y = 610 + (index % 4) * 24 + chance.uniform(-6, 6)
        sheet.box(x, y - 24, x + 40, y + 6, chance.choice((PAPER, CREAM, SAND)))
        sheet.shape([(x - 6, y - 24), (x + 20, y - 46), (x + 46, y - 24)], chance.choice((RED, CLAY)))
    beach = smooth([(720, 650), (1000, 690), (1300, 752), (1650, 815)])
    sheet.shape(
        [*beach, (1650, 850), *reversed(smooth([(720, 652), (1000, 712), (1300, 785), (1650, 850)]))], CREAM
    )
    fishing_boat(sheet, 400, 760, 430, RED)
    fishing_boat(sheet, 770, 880, 300, OCHRE, flip=True)
    basket_boat(sheet, 1260, 860, 92, CLAY)


OLIVE_TONE = mix(PINE, OCHRE, 0.28)


def sauce_jars(sheet: Sheet, chance: Random) -> None:
    """Draw rows of earthen jars under their hats, seen from above."""
    sheet.box(0, 0, 1600, 1000, mix(SAND, CLAY, 0.22))
    for row in range(5):
        for column in range(8):
            x = 90 + column * 236 + (118 if row % 2 else 0) - 60
            y = 90 + row * 206
            sheet.veil(ring(x + 26, y + 30, 104, 98), WINE, 0.38)
            if chance.random() < 0.3:
                sheet.disc(x, y, 100, mix(CLAY, WINE, 0.45))
                sheet.disc(x, y, 84, mix(WINE, INK, 0.35))
                sheet.disc(x, y, 76, mix(OCHRE, WINE, 0.55))
                sheet.shape(ring(x, y, 76, 76, 200, 320), mix(OCHRE, WINE, 0.35))
                continue
            tone = chance.choice((CREAM, PAPER, mix(CREAM, SAND, 0.5)))
            sheet.disc(x, y, 104, tone)
            for sector in range(0, 360, 30):
                if (sector // 30) % 2:
                    sheet.shape([(x, y), *ring(x, y, 104, 104, sector, sector + 30)], mix(tone, SAND, 0.55))
            sheet.shape([(x, y), *ring(x, y, 104, 104, 10, 100)], mix(tone, CLAY, 0.32))
            for radius in (78, 52, 26):
                sheet.line(ring(x, y, radius, radius), mix(tone, CLAY, 0.3), 2.4)
            sheet.disc(x, y, 9, RED)
