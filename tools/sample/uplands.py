"""Pictures of the hills, the lake and the river."""

from random import Random

from motifs import cloud, palm, walker
from sheet import (
    AMBER,
    CLAY,
    CREAM,
    FOAM,
    INK,
    LEAF,
    MIST,
    OCHRE,
    OLIVE,
    PAPER,
    PINE,
    RED,
    SAND,
    SEA,
    TEAL,
    WINE,
    Sheet,
    mix,
    ridge,
    ring,
    smooth,
)


def mountain_pass(sheet: Sheet, chance: Random) -> None:
    """Draw a road winding down through layers of hills."""
    sheet.box(0, 0, 1600, 1000, mix(CREAM, AMBER, 0.22))
    sheet.disc(470, 250, 120, mix(OCHRE, CLAY, 0.35))
    cloud(sheet, 560, 190, 420, PAPER)
    tones = (mix(MIST, CREAM, 0.3), mix(MIST, TEAL, 0.4), TEAL, mix(SEA, TEAL, 0.3), SEA)
    for index, tone in enumerate(tones):
        sheet.below(ridge(chance, 1600, 330 + index * 75, 105 - index * 12, 4), tone)
    slope = smooth([(-60, 840), (250, 740), (620, 640), (980, 560), (1300, 420), (1660, 300)])
    sheet.below(slope, PINE)
    near = smooth([(-60, 700), (160, 690), (420, 790), (760, 900), (1100, 1040)])
    road = [
        (1660, 455),
        (1400, 520),
        (1240, 600),
        (1330, 672),
        (1200, 742),
        (860, 735),
        (600, 790),
        (700, 880),
        (1010, 930),
        (1180, 1030),
    ]
    curve = smooth(road)
    for index, (x, y) in enumerate(curve):
        share = index / len(curve)
        sheet.oval(x, y + 6, 20 + 52 * share, 10 + 26 * share, mix(WINE, INK, 0.3))
    for index, (x, y) in enumerate(curve):
        share = index / len(curve)
        sheet.oval(x, y, 18 + 50 * share, 8 + 24 * share, mix(SAND, CLAY, 0.22))
    for index in range(0, len(curve) - 6, 12):
        width = 1.6 + 5 * index / len(curve)
        sheet.line(curve[index : index + 5], PAPER, width)
    sheet.below(near, mix(PINE, INK, 0.45))
    for _ in range(64):
        x = chance.uniform(0, 1600)
        floor = 840 - 0.34 * x + chance.uniform(60, 130) if x > 500 else 690 + chance.uniform(20, 60)
        _pine(sheet, x, floor, chance.uniform(46, 84))
    for x, y, tall in ((70, 860, 330), (210, 900, 270), (330, 960, 300), (480, 1000, 220)):
        _pine(sheet, x, y, tall)
    sheet.box(1236, 553, 1320, 600, RED, 9)
    sheet.box(1246, 561, 1310, 577, CREAM, 3)
    for x in (1255, 1302):
        sheet.disc(x, 601, 9, INK)


def _pine(sheet: Sheet, x: float, y: float, tall: float) -> None:
    sheet.box(x - tall * 0.025, y - tall * 0.2, x + tall * 0.025, y, mix(WINE, INK, 0.4))
    for level in range(4):
        top = y - tall * (1 - level * 0.18)
        low, half = top + tall * 0.38, tall * (0.11 + level * 0.05)
        sheet.shape([(x, top), (x + half, low), (x - half, low)], mix(PINE, INK, 0.28))
        sheet.shape([(x, top), (x, low), (x - half, low)], mix(PINE, OLIVE, 0.45))


def forest_lake(sheet: Sheet, chance: Random) -> None:
    """Draw hills doubled in still water, one boat."""
    sheet.box(0, 0, 1600, 520, mix(CREAM, FOAM, 0.25))
    sheet.disc(1090, 235, 105, AMBER)
    cloud(sheet, 180, 140, 430, PAPER)
    shore = 520
    sheet.box(0, shore, 1600, 1000, mix(MIST, FOAM, 0.45))
    sheet.veil(ring(1090, shore * 2 - 235, 105, 105), AMBER, 0.7)
    for level, height, tone in ((360, 130, mix(MIST, TEAL, 0.25)), (430, 80, TEAL), (485, 40, SEA)):
        line = ridge(chance, 1600, level, height, 3)
        sheet.shape([*line, (1660, shore), (-20, shore)], tone)
        sheet.shape(
            [*((x, 2 * shore - y) for x, y in line), (1660, shore), (-20, shore)], mix(tone, MIST, 0.38)
        )
    for x in range(-20, 1640, 27):
        tall = chance.uniform(26, 74)
        tone = mix(PINE, OLIVE, 0.5 * chance.random())
        px = x + chance.uniform(-8, 8)
        sheet.oval(px, shore - tall * 0.45, 21, tall * 0.55, tone)
        sheet.oval(px, shore + tall * 0.42, 21, tall * 0.5, mix(tone, MIST, 0.3))
    sheet.box(0, shore - 4, 1600, shore + 5, mix(SAND, OCHRE, 0.3))
    for _ in range(30):
        share = chance.random()
        x, y = chance.uniform(-60, 1580), shore + 40 + share * 430
        sheet.box(x, y, x + 70 + 190 * share, y + 3 + 4 * share, mix(MIST, PAPER, 0.6), 3)
    sheet.veil(ring(640, 792, 235, 20), PINE, 0.5)
    hull = [
        *smooth([(400, 735), (520, 768), (760, 768), (890, 728)]),
        *smooth([(850, 792), (640, 808), (450, 792), (400, 735)]),
    ]
    sheet.shape(hull, mix(WINE, INK, 0.2))
    sheet.line(smooth([(400, 735), (520, 768), (760, 768), (890, 728)]), OCHRE, 7)
    walker(sheet, 745, 772, 185, RED)
    sheet.line([(770, 640), (985, 880)], mix(CLAY, INK, 0.2), 8)
    for x, y, size in ((60, 1010, 1.3), (150, 1020, 1.0), (1480, 1010, 1.25), (1560, 1030, 1.5)):
        for blade in range(-5, 6):
            tip = (x + blade * 26 * size, y - (190 - abs(blade) * 17) * size)
            root = [(x + blade * 5 - 6, y), (x + blade * 5 + 6, y)]
            sheet.shape([root[0], tip, root[1]], OLIVE if blade % 2 else PINE)


def river_bridge(sheet: Sheet, chance: Random) -> None:
    """Draw a concrete village bridge over a brown river, cyclists on it."""
    sheet.box(0, 0, 1600, 1000, mix(FOAM, CREAM, 0.5))
    cloud(sheet, 160, 120, 420, PAPER)
    cloud(sheet, 1050, 190, 360, PAPER)
    sheet.below(ridge(chance, 1600, 330, 70, 3), MIST)
    sheet.below(ridge(chance, 1600, 420, 30, 4), TEAL)
    for x in range(-30, 1650, 58):
        sheet.disc(
            x, 520 + chance.uniform(-16, 16), chance.uniform(42, 66), mix(OLIVE, PINE, chance.random() * 0.6)
        )
    for x, tall, lean in ((90, 330, 0.1), (190, 280, -0.14), (1390, 340, -0.1), (1500, 270, 0.12)):
        palm(sheet, x, 560, tall, mix(LEAF, OLIVE, 0.5), lean=lean)
    sheet.box(0, 560, 1600, 1000, mix(SAND, CLAY, 0.4))
    for index in range(5):
        tone = mix(mix(SAND, CLAY, 0.4), mix(CLAY, WINE, 0.3), (index + 1) * 0.2)
        sheet.below(ridge(chance, 1600, 610 + index * 78, 9 + index * 3, 4), tone)
    for _ in range(26):
        share = chance.random()
        x, y = chance.uniform(-60, 1560), 600 + share * 380
        sheet.box(x, y, x + 50 + 130 * share, y + 3 + 4 * share, mix(SAND, CREAM, 0.4), 3)
    for x in (360, 800, 1240):
        sheet.box(x - 34, 540, x + 34, 712, mix(SAND, INK, 0.28))
        sheet.box(x + 6, 540, x + 34, 712, mix(SAND, INK, 0.42))
        sheet.oval(x, 714, 62, 12, mix(SAND, CREAM, 0.5))
    deck = smooth([(-60, 520), (400, 482), (800, 470), (1200, 482), (1660, 520)])
    under = smooth([(-60, 574), (400, 536), (800, 524), (1200, 536), (1660, 574)])
    sheet.shape([*deck, *reversed(under)], PAPER)
    sheet.line(under, mix(SAND, INK, 0.35), 9)
    for x, level, tall, coat in ((560, 476, 150, RED), (690, 472, 160, SEA), (1010, 474, 155, WINE)):
        walker(sheet, x, level, tall, coat, pole=x == 1010)
    rail = [(x, y - 62) for x, y in deck]
    sheet.line(rail, CLAY, 9)
    for x, y in deck[:: len(deck) // 30]:
        sheet.line([(x, y), (x, y - 62)], CLAY, 7)
    for x, y in ((250, 850), (1330, 880)):
        sheet.veil(ring(x, y + 22, 130, 12), INK, 0.3)
        boat = [
            *smooth([(x - 130, y - 18), (x, y + 6), (x + 130, y - 18)]),
            *smooth([(x + 96, y + 22), (x, y + 30), (x - 96, y + 22)]),
        ]
        sheet.shape(boat, mix(INK, WINE, 0.4))
        sheet.line(smooth([(x - 130, y - 18), (x, y + 6), (x + 130, y - 18)]), OCHRE, 5)
