"""Pictures of places in town and village: the market, the school yard."""

import math
from random import Random

from sheet import (
    AMBER,
    CLAY,
    CREAM,
    FOAM,
    INK,
    LEAF,
    OCHRE,
    OLIVE,
    PAPER,
    PINE,
    RED,
    ROSE,
    SAND,
    SEA,
    SLATE,
    TEAL,
    WINE,
    Sheet,
    mix,
    ring,
    smooth,
    turn,
)


def market_roofs(sheet: Sheet, chance: Random) -> None:
    """Draw a market from above: awnings, baskets, conical hats."""
    sheet.box(0, 0, 1600, 1000, mix(SAND, CREAM, 0.5))
    stripes = ((RED, PAPER), (SEA, PAPER), (OCHRE, PAPER), (PINE, CREAM), (CLAY, CREAM), (TEAL, PAPER))
    spots = [
        (-40, -30, 380, 260),
        (390, -60, 420, 250),
        (860, -40, 330, 240),
        (1240, -30, 420, 280),
        (-60, 720, 400, 330),
        (390, 760, 380, 300),
        (820, 740, 380, 320),
        (1250, 730, 400, 330),
    ]
    for index, (x, y, wide, tall) in enumerate(spots):
        first, second = stripes[index % 6]
        sheet.veil(
            [
                (x + 24, y + 28),
                (x + wide + 24, y + 28),
                (x + wide + 24, y + tall + 28),
                (x + 24, y + tall + 28),
            ],
            WINE,
            0.32,
        )
        count = 9
        for stripe in range(count):
            left = x + wide * stripe / count
            tone = first if stripe % 2 == 0 else second
            sheet.box(left, y, left + wide / count + 1, y + tall, tone)
            sheet.box(left, y + tall / 2, left + wide / count + 1, y + tall, mix(tone, INK, 0.12))
        sheet.line([(x, y + tall / 2), (x + wide, y + tall / 2)], mix(first, INK, 0.3), 5)
    goods = (ROSE, RED, LEAF, OCHRE, OLIVE, CLAY)
    for row, y in enumerate((330, 655)):
        for column in range(11):
            x = 60 + column * 150 + (40 if row else 0)
            sheet.veil(ring(x + 9, y + 12, 56, 54), WINE, 0.3)
            sheet.disc(x, y, 56, mix(CLAY, OCHRE, 0.3))
            sheet.disc(x, y, 46, mix(CLAY, WINE, 0.5))
            tone = chance.choice(goods)
            for ball in range(16):
                a, reach = ball * 2.4, 36 * math.sqrt(ball / 16)
                sheet.disc(
                    x + reach * math.cos(a),
                    y + reach * math.sin(a),
                    11,
                    mix(tone, PAPER, 0.25 * chance.random()),
                )
    for x, y, size in (
        (180, 470, 78),
        (372, 540, 70),
        (600, 462, 82),
        (770, 560, 72),
        (960, 480, 84),
        (1150, 548, 74),
        (1370, 470, 80),
        (1510, 560, 68),
    ):
        sheet.veil(ring(x + 22, y + 28, size * 1.02, size), WINE, 0.38)
        shoulder = chance.choice((SEA, WINE, SLATE, PINE, RED))
        sheet.shape(turn(ring(x, y + 14, size * 0.98, size * 0.5), (x, y), chance.uniform(-30, 30)), shoulder)
        sheet.disc(x, y, size * 0.9, CREAM)
        sheet.shape([(x, y), *ring(x, y, size * 0.9, size * 0.9, 5, 110)], mix(SAND, CLAY, 0.2))
        for radius in (0.7, 0.48, 0.26):
            sheet.line(ring(x, y, size * radius, size * radius), mix(SAND, CLAY, 0.35), 2.4)
        sheet.disc(x, y, 5, CLAY)


def school_yard(sheet: Sheet, chance: Random) -> None:
    """Draw a village school under a flame tree."""
    sheet.box(0, 0, 1600, 1000, mix(FOAM, CREAM, 0.55))
    sheet.disc(960, 230, 100, AMBER)
    sheet.box(0, 690, 1600, 1000, mix(SAND, CLAY, 0.22))
    sheet.box(0, 640, 1600, 700, mix(LEAF, OLIVE, 0.4))
    sheet.box(560, 360, 1500, 700, CREAM)
    sheet.box(560, 520, 1500, 534, mix(SAND, CLAY, 0.3))
    sheet.shape([(520, 366), (600, 262), (1460, 262), (1540, 366)], RED)
    for x in range(600, 1470, 29):
        top = 600 + (x - 520) * 860 / 1020
        sheet.line([(top, 264), (x - 30 + (x - 600) * 0.08, 364)], mix(RED, WINE, 0.4), 3)
    for floor in (400, 568):
        for x in range(600, 1450, 122):
            door = floor == 568 and x in {722, 1088}
            sheet.box(x, floor, x + 84, 700 if door else floor + 92, SEA if door else mix(SEA, INK, 0.15), 3)
            if not door:
                sheet.line([(x + 42, floor), (x + 42, floor + 92)], CREAM, 5)
                sheet.line([(x, floor + 46), (x + 84, floor + 46)], CREAM, 5)
    sheet.line([(1250, 800), (1250, 84)], PAPER, 9)
    sheet.shape(
        [*smooth([(1254, 88), (1320, 102), (1404, 84)]), *smooth([(1404, 184), (1320, 202), (1254, 188)])],
        RED,
    )
    star = ((30 if i % 2 == 0 else 12, math.radians(36 * i)) for i in range(10))
    sheet.shape([(1326 + reach * math.sin(a), 146 - reach * math.cos(a)) for reach, a in star], AMBER)
    sheet.oval(1250, 802, 60, 12, mix(SAND, INK, 0.25))
    sheet.veil(ring(330, 880, 420, 56), WINE, 0.3)
    for reach, top, wide in ((-150, 380, 34), (0, 330, 46), (170, 370, 36)):
        sheet.shape(
            [(300 - wide, 880), (300 + wide, 880), (320 + reach + 8, top), (320 + reach - 8, top)],
            mix(WINE, INK, 0.35),
        )
    for _ in range(420):
        a, reach = chance.uniform(0, 6.283), math.sqrt(chance.random())
        x, y = 310 + 410 * reach * math.cos(a), 290 + 190 * reach * math.sin(a)
        sheet.oval(
            x,
            y,
            chance.uniform(18, 40),
            chance.uniform(12, 22),
            chance.choice((OLIVE, PINE, LEAF, RED, RED, mix(RED, CLAY, 0.5), CLAY)),
        )
    for _ in range(46):
        x, y = chance.uniform(20, 760), chance.uniform(850, 980)
        sheet.oval(x, y, 9, 5, RED)
    for x, tone in ((860, INK), (940, SLATE), (1020, INK), (1100, SLATE)):
        sheet.veil(ring(x + 12, 894, 44, 8), WINE, 0.3)
        for side in (-9, 9):
            sheet.line([(x + side, 840), (x + side, 888)], mix(SEA, INK, 0.4), 12)
        sheet.shape([(x - 17, 772), (x + 17, 772), (x + 23, 848), (x - 23, 848)], PAPER)
        for side in (-1, 1):
            sheet.line([(x + side * 20, 780), (x + side * 27, 826)], PAPER, 10)
        sheet.shape(
            [(x - 15, 770), (x + 15, 770), (x + 3, 786), (x + 8, 812), (x - 8, 812), (x - 3, 786)], RED
        )
        sheet.oval(x, 744, 20, 23, mix(CLAY, SAND, 0.35))
        sheet.shape(ring(x, 741, 22, 23, 180, 360), tone)
