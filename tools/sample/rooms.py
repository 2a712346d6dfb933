"""Pictures of people in rooms: a table, a meeting in the evening."""

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
    Colour,
    Sheet,
    mix,
    ring,
    smooth,
    turn,
)


def meeting_table(sheet: Sheet, chance: Random) -> None:
    """Draw an oval table seen from above, papers and tea laid out."""
    sheet.box(0, 0, 1600, 1000, mix(SEA, PINE, 0.2))
    for x in range(0, 1600, 200):
        sheet.line([(x, 0), (x, 1000)], mix(SEA, PINE, 0.5), 4)
    for y in range(0, 1000, 200):
        sheet.line([(0, y), (1600, y)], mix(SEA, PINE, 0.5), 4)
    seats = [(math.radians(a), a) for a in (20, 47, 69, 90, 111, 133, 160, 200, 227, 249, 270, 291, 313, 340)]
    for angle, _ in seats:
        x, y = 800 + 690 * math.cos(angle), 500 + 420 * math.sin(angle)
        turned = math.degrees(math.atan2((y - 500) * 1.5, x - 800)) + 90
        back = [(x - 62, y - 50), (x + 62, y - 50), (x + 62, y + 50), (x - 62, y + 50)]
        sheet.shape(turn(ring(x, y, 66, 58), (x, y), turned), mix(PINE, INK, 0.5))
        sheet.shape(turn(ring(x, y, 56, 48), (x, y), turned), mix(CLAY, WINE, 0.3))
        sheet.shape(
            turn(
                [(back[0][0], y - 58), (back[1][0], y - 58), (x + 54, y - 34), (x - 54, y - 34)],
                (x, y),
                turned,
            ),
            WINE,
        )
    sheet.veil(ring(812, 524, 626, 356), INK, 0.4)
    sheet.oval(800, 500, 620, 350, mix(CLAY, SAND, 0.25))
    sheet.oval(800, 500, 596, 328, mix(SAND, CLAY, 0.38))
    sheet.oval(800, 500, 330, 150, mix(CLAY, WINE, 0.25))
    sheet.oval(800, 500, 316, 138, mix(CLAY, SAND, 0.18))
    for index, (angle, _) in enumerate(seats):
        x, y = 800 + 480 * math.cos(angle), 500 + 252 * math.sin(angle)
        turned = math.degrees(math.atan2((y - 500) * 1.6, x - 800)) - 90
        page = [(x - 40, y - 52), (x + 40, y - 52), (x + 40, y + 52), (x - 40, y + 52)]
        sheet.veil([(px + 5, py + 6) for px, py in turn(page, (x, y), turned)], WINE, 0.35)
        sheet.shape(turn(page, (x, y), turned), PAPER)
        for row in range(5):
            level = y - 30 + row * 15
            long = chance.uniform(10, 28)
            sheet.line(turn([(x - 28, level), (x + long, level)], (x, y), turned), mix(SAND, SLATE, 0.3), 4)
        if index % 2:
            sheet.shape(
                turn(
                    [(x - 40, y - 52), (x + 40, y - 52), (x + 40, y - 40), (x - 40, y - 40)], (x, y), turned
                ),
                RED,
            )
        cup = turn([(x + 66, y - 20)], (x, y), turned)[0]
        sheet.disc(*cup, 22, CREAM)
        sheet.disc(*cup, 16, mix(OCHRE, CLAY, 0.35))
    for dx, size in ((-120, 30), (-60, 40), (0, 46), (62, 40), (120, 30)):
        for petal in range(0, 360, 60):
            a = math.radians(petal + dx)
            sheet.disc(
                800 + dx + size * 0.7 * math.cos(a),
                500 + size * 0.7 * math.sin(a),
                size * 0.56,
                AMBER if dx % 40 else ROSE,
            )
        sheet.disc(800 + dx, 500, size * 0.42, RED if dx % 40 else CREAM)


def cell_lamp(sheet: Sheet, chance: Random) -> None:
    """Draw an evening cell meeting: a lamp, a table, listeners seen from behind."""
    sheet.box(0, 0, 1600, 1000, mix(WINE, INK, 0.45))
    sheet.box(0, 0, 1600, 640, mix(WINE, INK, 0.2))
    for x in (150, 1200):
        sheet.box(x, 130, x + 250, 470, mix(WINE, INK, 0.6), 6)
        sheet.box(x + 14, 144, x + 236, 456, mix(SEA, INK, 0.45))
        sheet.disc(x + 170, 210, 26 if x > 1000 else 0, CREAM)
        for _ in range(9):
            sheet.disc(x + chance.uniform(30, 220), chance.uniform(160, 380), chance.uniform(1.5, 3), CREAM)
        sheet.line([(x + 125, 144), (x + 125, 456)], mix(WINE, INK, 0.6), 10)
        sheet.line([(x + 14, 300), (x + 236, 300)], mix(WINE, INK, 0.6), 10)
    cone = [(760, 262), (840, 262), (1420, 1010), (180, 1010)]
    sheet.veil(cone, AMBER, 0.5)
    sheet.veil([(770, 262), (830, 262), (1180, 1010), (420, 1010)], AMBER, 0.45)
    sheet.line([(800, 0), (800, 190)], INK, 7)
    sheet.shape([*ring(800, 258, 118, 86, 180, 360)], RED)
    sheet.shape([*ring(800, 258, 118, 86, 290, 360), (800, 258)], mix(RED, WINE, 0.5))
    sheet.oval(800, 258, 118, 15, AMBER)
    sheet.disc(800, 266, 30, PAPER)
    for x, coat, hair in ((470, SEA, INK), (1130, mix(CREAM, SAND, 0.4), INK)):
        _listener(sheet, x, 660, 150, coat, hair=hair, face=True)
    _listener(sheet, 800, 612, 138, PAPER, hair=mix(SLATE, CREAM, 0.4), face=True)
    top = [(330, 690), (1270, 690), (1400, 800), (200, 800)]
    sheet.shape(top, mix(OCHRE, CLAY, 0.35))
    sheet.shape([(200, 800), (1400, 800), (1392, 842), (208, 842)], mix(CLAY, WINE, 0.45))
    for x, y, tilt in ((520, 740, -4), (800, 722, 0), (1060, 748, 5)):
        page = [(x - 72, y - 20), (x + 62, y - 20), (x + 76, y + 24), (x - 88, y + 24)]
        sheet.shape(turn(page, (x, y), tilt), PAPER)
        for row in range(3):
            sheet.line(
                turn([(x - 56, y - 8 + row * 11), (x + 40, y - 8 + row * 11)], (x, y), tilt),
                mix(SAND, SLATE, 0.3),
                3,
            )
    for x in (650, 950, 390, 1210):
        sheet.box(x - 17, 726, x + 17, 764, FOAM, 7)
        sheet.oval(x, 728, 17, 6, mix(OCHRE, CLAY, 0.5))
    for x, size, coat in (
        (250, 250, PINE),
        (610, 262, WINE),
        (985, 256, mix(SEA, INK, 0.35)),
        (1370, 250, SLATE),
    ):
        _listener(
            sheet, x, 985, size, mix(coat, INK, 0.2), hair=SLATE if x == 985 else INK, long=x in {250, 1370}
        )


def _listener(
    sheet: Sheet,
    x: float,
    y: float,
    size: float,
    coat: Colour,
    *,
    hair: Colour = INK,
    face: bool = False,
    long: bool = False,
) -> None:
    """Draw head and shoulders; ``y`` is the height of the chest."""
    skin = mix(CLAY, SAND, 0.35)
    body = smooth(
        [
            (x - 0.78 * size, y + 0.6 * size),
            (x - 0.66 * size, y - 0.05 * size),
            (x - 0.2 * size, y - 0.28 * size),
            (x + 0.2 * size, y - 0.28 * size),
            (x + 0.66 * size, y - 0.05 * size),
            (x + 0.78 * size, y + 0.6 * size),
        ]
    )
    sheet.shape(body, coat)
    sheet.box(
        x - 0.13 * size, y - 0.5 * size, x + 0.13 * size, y - 0.2 * size, mix(skin, WINE, 0.25), 0.05 * size
    )
    if face:
        sheet.oval(x, y - 0.64 * size, 0.27 * size, 0.33 * size, skin)
        for side in (-1, 1):
            sheet.oval(x + side * 0.27 * size, y - 0.6 * size, 0.045 * size, 0.075 * size, skin)
        crown = ring(x, y - 0.7 * size, 0.285 * size, 0.3 * size, 172, 368)
        parting = [(0.27, -0.66), (0.2, -0.8), (-0.08, -0.78), (-0.22, -0.74), (-0.275, -0.64)]
        sheet.shape([*crown, *smooth([(x + dx * size, y + dy * size) for dx, dy in parting])], hair)
        sheet.shape(
            [(x - 0.16 * size, y - 0.28 * size), (x, y - 0.06 * size), (x + 0.16 * size, y - 0.28 * size)],
            mix(coat, SAND, 0.6),
        )
        for side in (-1, 1):
            sheet.disc(x + side * 0.1 * size, y - 0.62 * size, 0.022 * size, INK)
        sheet.line(ring(x, y - 0.52 * size, 0.08 * size, 0.04 * size, 20, 160), WINE, 0.02 * size)
        return
    sheet.oval(x, y - 0.64 * size, 0.28 * size, 0.33 * size, hair)
    if long:
        sheet.box(x - 0.28 * size, y - 0.64 * size, x + 0.28 * size, y - 0.02 * size, hair, 0.2 * size)
        return
    for side in (-1, 1):
        sheet.oval(x + side * 0.28 * size, y - 0.58 * size, 0.05 * size, 0.085 * size, skin)


def bookshelf(sheet: Sheet, chance: Random) -> None:
    """Draw shelves of a study corner with a lamp and a vase."""
    sheet.box(0, 0, 1600, 1000, mix(CREAM, SAND, 0.35))
    tones = (RED, WINE, SEA, PINE, OCHRE, CLAY, RED, SLATE, AMBER, mix(OLIVE, LEAF, 0.3))
    for shelf, floor in enumerate((330, 660)):
        x = 90.0
        while x < 1490:
            wide, tall = chance.uniform(30, 66), chance.uniform(170, 246)
            gap = (shelf == 0 and 980 < x < 1240) or (shelf == 1 and 330 < x < 600)
            if not gap:
                tone = chance.choice(tones)
                lean = turn(
                    [(x, floor - tall), (x + wide, floor - tall), (x + wide, floor), (x, floor)],
                    (x + wide, floor),
                    0,
                )
                sheet.shape(lean, tone)
                sheet.box(x + wide * 0.72, floor - tall, x + wide, floor, mix(tone, INK, 0.18))
                for level in (0.16, 0.22, 0.82):
                    sheet.box(
                        x,
                        floor - tall * (1 - level),
                        x + wide,
                        floor - tall * (1 - level) + 6,
                        mix(tone, PAPER, 0.6),
                    )
            x += wide + 3
        sheet.box(50, floor, 1550, floor + 30, mix(CLAY, WINE, 0.35))
        sheet.box(50, floor + 24, 1550, floor + 34, mix(WINE, INK, 0.3))
    sheet.shape(
        [
            *smooth([(1080, 330), (1050, 270), (1070, 215), (1092, 190)]),
            *smooth([(1128, 190), (1150, 215), (1170, 270), (1140, 330)]),
        ],
        TEAL,
    )
    for tip_x, tip_y in ((1030, 70), (1110, 40), (1196, 86)):
        sheet.line(smooth([(1110, 192), ((1110 + tip_x) / 2 - 8, 130), (tip_x, tip_y)]), OLIVE, 6)
        for petal in range(0, 360, 72):
            a = math.radians(petal)
            sheet.disc(tip_x + 20 * math.cos(a), tip_y + 20 * math.sin(a), 17, ROSE)
        sheet.disc(tip_x, tip_y, 12, AMBER)
    for index, (tone, wide) in enumerate(((SEA, 210), (OCHRE, 190), (RED, 200))):
        top = 660 - (index + 1) * 46
        sheet.box(465 - wide / 2, top, 465 + wide / 2, top + 44, tone, 5)
        sheet.box(465 - wide / 2 + 14, top + 8, 465 + wide / 2, top + 36, PAPER)
    sheet.box(0, 880, 1600, 1000, mix(CLAY, WINE, 0.2))
    sheet.box(0, 870, 1600, 892, mix(CLAY, SAND, 0.3))
    sheet.veil([(1195, 742), (1345, 742), (1480, 892), (1060, 892)], AMBER, 0.75)
    sheet.line([(1420, 880), (1440, 760), (1330, 700)], INK, 12)
    sheet.oval(1420, 880, 70, 14, INK)
    sheet.shape([(1310, 668), (1370, 700), (1352, 752), (1190, 742)], RED)
    left, right = (
        smooth([(800, 880), (900, 845), (1020, 872)]),
        smooth([(1020, 872), (1140, 845), (1240, 880)]),
    )
    sheet.shape([*left, *right, (1240, 894), (800, 894)], PAPER)
    sheet.line(left, mix(SAND, CLAY, 0.4), 4)
    sheet.line(right, mix(SAND, CLAY, 0.4), 4)
    sheet.box(640, 826, 700, 880, FOAM, 9)
    sheet.line(ring(706, 850, 18, 15, -80, 80), FOAM, 8)
