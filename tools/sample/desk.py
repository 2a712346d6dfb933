"""Pictures of paper and of signs: a ledger, a telephone, the year, a notice."""

import math
from random import Random

from sheet import (
    AMBER,
    CLAY,
    CREAM,
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
    SLATE,
    TEAL,
    WINE,
    Sheet,
    mix,
    ring,
    smooth,
    turn,
)


def ledger_stamp(sheet: Sheet, chance: Random) -> None:
    """Draw an open ledger, a stamp with its pad, a pen."""
    sheet.box(0, 0, 1600, 1000, mix(PINE, TEAL, 0.3))
    sheet.shape([(0, 780), (1600, 700), (1600, 1000), (0, 1000)], mix(PINE, TEAL, 0.15))
    book = [(170, 250), (1080, 180), (1150, 790), (240, 880)]
    sheet.veil([(x + 26, y + 34) for x, y in book], INK, 0.45)
    sheet.shape([(150, 238), (1096, 162), (1172, 806), (226, 902)], WINE)
    sheet.shape(book, PAPER)
    spine = [(612, 216), (694, 836)]
    sheet.shape([spine[0], (1080, 180), (1150, 790), spine[1]], mix(PAPER, CREAM, 0.55))
    sheet.veil([(612, 216), (664, 212), (746, 830), (694, 836)], CLAY, 0.22)
    for row in range(11):
        share = (row + 1.4) / 12.6
        for (x0, y0), (x1, y1), (x2, y2), (x3, y3) in (
            ((170, 250), (612, 216), (240, 880), (694, 836)),
            ((612, 216), (1080, 180), (694, 836), (1150, 790)),
        ):
            left = (x0 + (x2 - x0) * share + 46, y0 + (y2 - y0) * share - 3)
            right = (x1 + (x3 - x1) * share - 46, y1 + (y3 - y1) * share + 3)
            sheet.line([left, right], mix(MIST, TEAL, 0.3), 3)
            if row < (11 if x0 < 400 else 5):
                reach = chance.uniform(0.35, 0.92)
                end = (left[0] + (right[0] - left[0]) * reach, left[1] + (right[1] - left[1]) * reach)
                lifted = [(left[0] + 10, left[1] - 13), (end[0], end[1] - 13)]
                sheet.line(lifted, mix(INK, SEA, 0.35), 7)
    seal = (905, 640)
    for radius, tone in ((98, RED), (86, mix(PAPER, CREAM, 0.55)), (78, RED), (70, mix(PAPER, CREAM, 0.55))):
        sheet.disc(*seal, radius, tone)
    star = [
        (
            seal[0] + (46 if i % 2 == 0 else 18) * math.sin(math.radians(36 * i)),
            seal[1] - (46 if i % 2 == 0 else 18) * math.cos(math.radians(36 * i)),
        )
        for i in range(10)
    ]
    sheet.shape(star, RED)
    sheet.shape([(640, 216), (672, 214), (700, 440), (684, 420), (664, 446)], RED)
    sheet.veil(ring(1385, 770, 170, 46), INK, 0.45)
    sheet.oval(1370, 742, 150, 58, WINE)
    sheet.box(1220, 690, 1520, 742, WINE)
    sheet.oval(1370, 690, 150, 58, RED)
    sheet.shape([(1312, 690), (1428, 690), (1404, 470), (1336, 470)], mix(OCHRE, CLAY, 0.4))
    sheet.shape([(1372, 690), (1428, 690), (1404, 470), (1372, 470)], mix(CLAY, WINE, 0.25))
    sheet.oval(1370, 690, 58, 20, mix(CLAY, WINE, 0.25))
    sheet.disc(1370, 430, 78, mix(OCHRE, CLAY, 0.4))
    sheet.shape(ring(1370, 430, 78, 78, -70, 110), mix(CLAY, WINE, 0.25))
    pen = [(1130, 905), (1500, 912), (1500, 942), (1130, 935)]
    sheet.veil([(x + 8, y + 16) for x, y in pen], INK, 0.35)
    sheet.shape(pen, INK)
    sheet.shape([(1130, 905), (1130, 935), (1062, 918)], OCHRE)
    sheet.shape([(1420, 910), (1440, 911), (1440, 941), (1420, 940)], OCHRE)


def handbook_phone(sheet: Sheet, chance: Random) -> None:
    """Draw a hand holding a telephone that shows a list ticked off."""
    sheet.box(0, 0, 1600, 1000, mix(OCHRE, AMBER, 0.5))
    for radius, tone in ((620, mix(AMBER, CREAM, 0.35)), (470, mix(AMBER, CREAM, 0.65)), (330, CREAM)):
        sheet.disc(800, 480, radius, tone)
    skin = mix(CLAY, SAND, 0.4)
    arm = smooth(
        [
            (1010, 1040),
            (1000, 880),
            (1075, 760),
            (1085, 600),
            (1040, 560),
            (980, 640),
            (900, 760),
            (640, 800),
            (600, 900),
            (610, 1040),
        ]
    )
    sheet.shape(arm, mix(skin, WINE, 0.1))
    sheet.veil([(640, 110), (1000, 110), (1000, 900), (640, 900)], WINE, 0.2)
    sheet.box(620, 70, 980, 860, INK, 44)
    sheet.box(638, 92, 962, 838, PAPER, 30)
    sheet.box(638, 92, 962, 230, RED, 30)
    sheet.box(638, 180, 962, 230, RED)
    sheet.disc(700, 162, 30, AMBER)
    sheet.box(752, 142, 920, 158, CREAM, 8)
    sheet.box(752, 172, 860, 184, mix(CREAM, RED, 0.3), 6)
    for row in range(6):
        y = 268 + row * 92
        sheet.box(660, y, 940, y + 74, mix(CREAM, PAPER, 0.3), 12)
        done = row != 4
        sheet.disc(700, y + 37, 21, SEA if done else mix(SAND, SLATE, 0.2))
        if done:
            sheet.line([(690, y + 37), (698, y + 46), (712, y + 28)], PAPER, 6)
        sheet.box(738, y + 20, 738 + chance.uniform(120, 180), y + 33, SLATE, 6)
        sheet.box(738, y + 44, 738 + chance.uniform(60, 150), y + 53, mix(SAND, SLATE, 0.3), 4)
    for y in (470, 570, 665, 750):
        sheet.box(560, y, 668, y + 78, skin, 38)
        sheet.box(640, y + 16, 664, y + 62, mix(skin, PAPER, 0.35), 12)
    thumb = smooth(
        [(1090, 800), (1096, 640), (1040, 520), (968, 470), (930, 500), (960, 570), (985, 680), (960, 830)]
    )
    sheet.shape(thumb, skin)
    sheet.shape(turn(ring(954, 506, 30, 20), (954, 506), 45), mix(skin, PAPER, 0.4))
    sheet.shape([(560, 940), (1060, 900), (1080, 1040), (560, 1040)], mix(SEA, PINE, 0.3))
    sheet.shape([(560, 940), (1060, 900), (1062, 928), (560, 968)], PAPER)


def year_wheel(sheet: Sheet, chance: Random) -> None:
    """Draw twelve months as a ring of fields: a flat sign for programmes of the year."""
    sheet.box(0, 0, 1200, 760, CREAM)
    tones = (RED, CLAY, OCHRE, AMBER, LEAF, OLIVE, PINE, SEA, TEAL, MIST, SLATE, WINE)
    for index, tone in enumerate(tones):
        start = index * 30 - 90
        reach = 270 + 26 * chance.random()
        sheet.shape([(600, 380), *ring(600, 380, reach, reach, start + 1, start + 29)], tone)
    sheet.disc(600, 380, 128, CREAM)
    for ray in range(0, 360, 30):
        tip = turn([(600, 276), (611, 306), (589, 306)], (600, 380), ray)
        sheet.shape(tip, OCHRE)
    sheet.disc(600, 380, 62, OCHRE)
    for side in (-1, 1):
        for row in range(5):
            wave = [
                (600 + side * (360 + step * 62), 250 + row * 65 + (13 if step % 2 else -13))
                for step in range(-1, 5)
            ]
            sheet.line(smooth(wave), (MIST, TEAL, SEA, TEAL, MIST)[row], 9)


def notice_mark(sheet: Sheet, chance: Random) -> None:
    """Draw a small sign: a loudspeaker on its post, as in every village."""
    sheet.box(0, 0, 420, 420, mix(CREAM, AMBER, 0.3))
    sheet.disc(210, 210, 176, RED)
    sheet.shape([(134, 172), (180, 172), (272, 112), (272, 300), (180, 240), (134, 240)], PAPER)
    sheet.oval(272, 206, 22, 94, SAND)
    sheet.box(116, 186, 140, 226, AMBER, 6)
    sheet.shape([(158, 240), (192, 248), (206, 308), (172, 308)], AMBER)
    for radius in (38, 64):
        sheet.line(ring(296, 206, radius, radius, -38, 38), AMBER, 11)
    chance.random()
