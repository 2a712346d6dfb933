"""Pictures of dunes, fields and gardens."""

import math
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
    ROSE,
    SAND,
    SEA,
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


def dunes_dawn(sheet: Sheet, chance: Random) -> None:
    """Draw three women crossing the crest of a dune at sunrise."""
    sheet.box(0, 0, 1600, 700, mix(CREAM, AMBER, 0.3))
    sheet.disc(1150, 410, 270, mix(CREAM, AMBER, 0.62))
    sheet.disc(1150, 410, 178, mix(OCHRE, CLAY, 0.62))
    cloud(sheet, 150, 170, 460, PAPER)
    cloud(sheet, 640, 270, 300, PAPER)
    sheet.below(ridge(chance, 1600, 470, 34, 3), mix(SAND, ROSE, 0.32))
    far = smooth([(-60, 560), (200, 500), (420, 520), (700, 580), (1000, 520), (1240, 480), (1660, 560)])
    sheet.below(far, mix(SAND, CLAY, 0.35))
    sheet.shape(
        [
            *smooth([(1240, 480), (1180, 540), (1010, 590), (1090, 680)]),
            (1700, 760),
            *smooth([(1660, 560), (1460, 500), (1240, 480)]),
        ],
        mix(CLAY, WINE, 0.22),
    )
    crest = smooth([(-60, 760), (200, 640), (470, 585), (700, 592), (930, 660), (1200, 730), (1660, 700)])
    sheet.below(crest, mix(SAND, OCHRE, 0.45))
    edge = [(470, 585), (560, 650), (500, 740), (620, 830), (560, 930), (640, 1010)]
    shade = [
        *smooth(edge),
        (1700, 1010),
        (1660, 700),
        *reversed(smooth([(470, 585), (700, 592), (930, 660), (1200, 730), (1660, 700)])),
    ]
    for index in range(10):
        y = 705 + index * 36
        ripple = [(-40, y + 26), (120, y), (270, y + 14), (430, y - 10), (680, y + 20)]
        sheet.line(smooth(ripple), mix(OCHRE, CLAY, 0.36), 4)
    sheet.shape(shade, mix(CLAY, RED, 0.28))
    low = smooth([(760, 1010), (980, 900), (1240, 850), (1450, 870), (1660, 820)])
    sheet.below(low, mix(WINE, CLAY, 0.32))
    for x, y, tall, coat in ((560, 588, 128, WINE), (770, 610, 138, SEA), (990, 676, 150, INK)):
        walker(sheet, x, y, tall, coat, pole=True)


def rice_fields(sheet: Sheet, chance: Random) -> None:
    """Draw young and ripe rice in long rows below blue-green hills."""
    sheet.box(0, 0, 1600, 450, mix(CREAM, FOAM, 0.45))
    sheet.disc(330, 215, 96, AMBER)
    cloud(sheet, 880, 130, 480, PAPER)
    sheet.below(ridge(chance, 1600, 330, 90, 3), mix(MIST, TEAL, 0.25))
    sheet.below(ridge(chance, 1600, 390, 50, 4), mix(TEAL, SEA, 0.5))
    sheet.below(ridge(chance, 1600, 440, 12, 5), PINE)
    vanish = (930, 430)
    spans = [-2700, -1500, -820, -380, 20, 420, 880, 1480, 2300, 3600]
    tones = (LEAF, OCHRE, mix(LEAF, AMBER, 0.5), OLIVE, AMBER, LEAF, mix(OLIVE, LEAF, 0.4), OCHRE, LEAF)
    for left, right, tone in zip(spans, spans[1:], tones, strict=False):
        strip = [vanish, (vanish[0] + left, 1040), (vanish[0] + right, 1040)]
        sheet.shape(strip, tone)
        for row in range(1, 9):
            foot = left + (right - left) * row / 9
            sheet.shape(
                [vanish, (vanish[0] + foot - 9, 1040), (vanish[0] + foot + 9, 1040)], mix(tone, PINE, 0.22)
            )
        sheet.shape(
            [vanish, (vanish[0] + left - 16, 1040), (vanish[0] + left + 16, 1040)], mix(CLAY, SAND, 0.35)
        )
    for x in range(-20, 1640, 36):
        sheet.oval(
            x + chance.uniform(-10, 10),
            446,
            chance.uniform(26, 46),
            chance.uniform(10, 20),
            mix(PINE, OLIVE, 0.3 * chance.random()),
        )
    for x, tall in ((120, 330), (215, 270), (1440, 360), (1530, 290)):
        palm(sheet, x, 462, tall, OLIVE, lean=chance.choice((-0.12, 0.14)))
    walker(sheet, 640, 700, 190, RED)
    walker(sheet, 780, 640, 150, SEA)
    walker(sheet, 1180, 770, 230, WINE, pole=True)


def dragon_rows(sheet: Sheet, chance: Random) -> None:
    """Draw dragon-fruit gardens under their night lamps."""
    sheet.box(0, 0, 1600, 520, mix(PINE, INK, 0.62))
    for _ in range(60):
        sheet.disc(chance.uniform(0, 1600), chance.uniform(0, 300), chance.uniform(1, 2.8), CREAM)
    sheet.disc(300, 150, 62, CREAM)
    sheet.disc(326, 138, 56, mix(PINE, INK, 0.62))
    sheet.below(ridge(chance, 1600, 360, 60, 3), mix(PINE, INK, 0.35))
    sheet.box(0, 420, 1600, 1000, mix(WINE, INK, 0.3))
    sheet.veil([(-40, 1010), (-40, 440), (1640, 440), (1640, 1010)], AMBER, 0.2)
    vanish = (800, 395)
    for lane in (-3.4, -2.2, -1.1, 0, 1.1, 2.2, 3.4):
        foot = vanish[0] + lane * 560
        sheet.veil([vanish, (foot - 150, 1040), (foot + 150, 1040)], AMBER, 0.42)
    for step in (0.12, 0.17, 0.23, 0.31, 0.42, 0.57, 0.78, 1.06):
        y = vanish[1] + step * 560
        for lane in range(-5, 5):
            x = vanish[0] + (lane + 0.5) * 600 * step
            if -260 < x < 1860:
                _cactus(sheet, chance, x, y, 330 * step)
        for lane in range(-4, 5):
            x = vanish[0] + lane * 600 * step
            if -60 < x < 1660:
                _bulb(sheet, x, y - 330 * step, 46 * step)


def _bulb(sheet: Sheet, x: float, y: float, size: float) -> None:
    sheet.veil(ring(x, y, size * 2.6, size * 2.6), AMBER, 0.22)
    sheet.veil(ring(x, y, size * 1.5, size * 1.5), AMBER, 0.45)
    sheet.line([(x, y - size * 1.6), (x, y - size * 0.4)], INK, max(1.2, size * 0.14))
    sheet.disc(x, y, size * 0.62, PAPER)


def _cactus(sheet: Sheet, chance: Random, x: float, y: float, h: float) -> None:
    sheet.veil(ring(x, y, 0.42 * h, 0.07 * h), INK, 0.5)
    sheet.box(x - 0.05 * h, y - 0.62 * h, x + 0.05 * h, y, mix(SAND, CLAY, 0.6), 2)
    for index in range(11):
        side = -1 if index % 2 else 1
        reach = side * (0.08 + 0.045 * index) * h
        drop = y - 0.12 * h - chance.uniform(0, 0.2) * h
        arch = [
            (x, y - 0.58 * h),
            (x + reach * 0.7, y - 0.78 * h),
            (x + reach * 1.05, y - 0.5 * h),
            (x + reach * 1.02, drop),
        ]
        tone = mix(OLIVE, LEAF, 0.55) if index in {3, 6, 8} else mix(OLIVE, PINE, 0.2 + 0.4 * chance.random())
        sheet.line(smooth(arch, 8), tone, 0.062 * h)
    for index in range(4):
        fx = x + (-0.38, -0.14, 0.2, 0.42)[index] * h
        fy = y - (0.2 + 0.24 * chance.random()) * h
        sheet.oval(fx, fy, 0.058 * h, 0.072 * h, ROSE)
        sheet.shape(
            [(fx - 0.03 * h, fy - 0.05 * h), (fx, fy - 0.13 * h), (fx + 0.03 * h, fy - 0.05 * h)], LEAF
        )


def dragon_fruit(sheet: Sheet, chance: Random) -> None:
    """Draw a square: a whole fruit and a half, on a plate."""
    sheet.box(0, 0, 1200, 1200, mix(TEAL, MIST, 0.3))
    sheet.shape([(0, 760), (1200, 700), (1200, 1200), (0, 1200)], mix(SEA, TEAL, 0.35))
    sheet.veil(ring(640, 1010, 520, 96), PINE, 0.5)
    sheet.oval(600, 960, 520, 130, PAPER)
    sheet.oval(600, 948, 470, 104, mix(CREAM, SAND, 0.35))
    _fruit(sheet, 420, 610, (285, 330), lean=-12)
    rind, flesh = (790, 690), 290
    sheet.veil(ring(800, 955, 260, 40), WINE, 0.35)
    for angle in range(0, 360, 30):
        a = math.radians(angle)
        base = (rind[0] + flesh * 0.94 * math.cos(a), rind[1] + flesh * 0.94 * math.sin(a))
        leaf = [
            (base[0] - 46, base[1] + 8),
            (base[0] - 12, base[1] - 76),
            (base[0] + 46, base[1] + 8),
        ]
        sheet.shape(turn(leaf, base, angle + 90 + 18), LEAF if angle % 60 else mix(LEAF, OLIVE, 0.6))
    sheet.disc(*rind, flesh, mix(ROSE, RED, 0.35))
    sheet.disc(*rind, flesh * 0.9, ROSE)
    sheet.disc(*rind, flesh * 0.83, PAPER)
    placed: list[tuple[float, float]] = []
    while len(placed) < 210:
        angle, reach = chance.uniform(0, 6.283), flesh * 0.78 * math.sqrt(chance.random())
        x, y = rind[0] + reach * math.cos(angle), rind[1] + reach * math.sin(angle)
        if all((x - px) ** 2 + (y - py) ** 2 > 22**2 for px, py in placed):
            placed.append((x, y))
            seed = turn(ring(x, y, 4, 6.5), (x, y), chance.uniform(0, 180))
            sheet.shape(seed, INK)


def _fruit(sheet: Sheet, x: float, y: float, radii: tuple[float, float], *, lean: float) -> None:
    rx, ry = radii
    centre = (x, y)
    crown = [(-0.3, -1.45), (-0.12, -1.62), (0.1, -1.55), (0.34, -1.4)]
    for index, (dx, dy) in enumerate(crown):
        leaf = [
            (x - 0.22 * rx, y - 0.86 * ry),
            (x + dx * rx * 1.4, y + dy * ry),
            (x + 0.22 * rx, y - 0.86 * ry),
        ]
        sheet.shape(turn(leaf, centre, lean), LEAF if index % 2 else OLIVE)
    body = turn(ring(x, y, rx, ry), centre, lean)
    sheet.shape(body, mix(ROSE, RED, 0.2))
    with sheet.within(body):
        sheet.shape(
            turn(ring(x + 0.34 * rx, y + 0.1 * ry, rx, ry * 1.1, -90, 90), centre, lean), mix(RED, WINE, 0.25)
        )
    for row, (level, count) in enumerate(((-0.62, 3), (-0.2, 4), (0.24, 4), (0.62, 3))):
        half = rx * math.sqrt(1 - level**2)
        for column in range(count):
            px = x - half + half * 2 * (column + 0.5 + (0.16 if row % 2 else -0.16)) / count
            py = y + level * ry
            width = half / count * 0.95
            tip = (px + (px - x) * 0.1, py - 0.42 * ry)
            scale = [
                (px - width, py),
                *smooth([(px - width * 0.4, py + 22), (px + width * 0.4, py + 22)]),
                (px + width, py),
                tip,
            ]
            with sheet.within(body):
                sheet.shape(turn(scale, centre, lean), mix(ROSE, PAPER, 0.12))
            cap = [
                (tip[0] + (px - width - tip[0]) * 0.5, tip[1] + (py - tip[1]) * 0.5),
                tip,
                (tip[0] + (px + width - tip[0]) * 0.5, tip[1] + (py - tip[1]) * 0.5),
            ]
            sheet.shape(turn(cap, centre, lean), LEAF if column % 2 else mix(LEAF, OLIVE, 0.5))


def lotus_pond(sheet: Sheet, chance: Random) -> None:
    """Draw a portrait: lotus above round leaves."""
    sheet.box(0, 0, 1000, 1300, mix(CREAM, FOAM, 0.3))
    sheet.disc(690, 330, 210, mix(CREAM, AMBER, 0.6))
    sheet.below(ridge(chance, 1000, 600, 26, 3), MIST)
    sheet.box(0, 660, 1000, 1300, TEAL)
    for _ in range(20):
        x, y = chance.uniform(-30, 960), chance.uniform(680, 1280)
        sheet.line([(x, y), (x + chance.uniform(40, 150), y)], mix(TEAL, MIST, 0.5), 4)
    pads = [(chance.uniform(0, 1000), 700 + index * 34.0) for index in range(17)]
    for x, y in pads:
        size = 46 + (y - 660) * 0.24
        tone = chance.choice((PINE, SEA, mix(PINE, LEAF, 0.35), mix(SEA, LEAF, 0.25)))
        cut = chance.uniform(0, 360)
        sheet.veil(ring(x + 8, y + 12, size, size * 0.36), INK, 0.3)
        sheet.shape([(x, y), *ring(x, y, size, size * 0.36, cut, cut + 340)], tone)
        for spoke in range(0, 340, 34):
            a = math.radians(cut + spoke)
            sheet.line(
                [(x, y), (x + size * 0.86 * math.cos(a), y + size * 0.31 * math.sin(a))],
                mix(tone, MIST, 0.3),
                2.4,
            )
    for x, y, foot, size, tone in (
        (300, 660, 330, 120, ROSE),
        (790, 800, 760, 105, ROSE),
        (520, 430, 500, 190, mix(ROSE, RED, 0.2)),
    ):
        stem = smooth([(x, y), (x + (foot - x) * 0.2, y + 260), (foot, 1240)])
        sheet.line(stem, OLIVE, size * 0.09)
        _lotus(sheet, x, y, size, tone)
    sheet.line(smooth([(140, 480), (150, 700), (120, 980)]), OLIVE, 10)
    sheet.shape(
        [
            *smooth([(140, 500), (96, 440), (118, 370), (140, 330)]),
            *smooth([(140, 330), (164, 370), (184, 440), (140, 500)]),
        ],
        ROSE,
    )
    sheet.shape(
        [*smooth([(140, 500), (124, 430), (140, 330)]), *smooth([(140, 330), (150, 430), (140, 500)])],
        mix(ROSE, PAPER, 0.4),
    )


def _lotus(sheet: Sheet, x: float, y: float, size: float, tone: Colour) -> None:
    def petal(angle: float, long: float, wide: float, colour: Colour) -> None:
        left = smooth([(x, y), (x - wide, y - long * 0.45), (x, y - long)])
        right = smooth([(x, y - long), (x + wide, y - long * 0.45), (x, y)])
        sheet.shape(turn([*left, *right], (x, y), angle), colour)

    for angle in (-74, 74, -50, 50, -25, 25, 0):
        petal(angle, size * 1.2, size * 0.42, mix(tone, WINE, 0.3 - abs(angle) / 400))
    for angle in (-62, 62, -36, 36):
        petal(angle, size * 1.02, size * 0.34, mix(tone, PAPER, 0.22))
    for angle in (-14, 14):
        petal(angle, size * 0.92, size * 0.32, mix(tone, PAPER, 0.5))
    sheet.oval(x, y - size * 0.02, size * 0.4, size * 0.1, mix(tone, WINE, 0.35))
