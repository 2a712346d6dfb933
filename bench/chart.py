"""Draw the results as bars, with seconds on a logarithmic scale.

The drawing has colours for light and dark mode.
"""

from html import escape
from math import ceil, floor, log10

from bench.results import BenchResults, get_elapsed_seconds
from bench.scenarios import SCENARIOS

_WIDTH, _LEFT, _RIGHT = 760, 20, 70
_BAR, _GAP, _HEADING, _TOP, _BOTTOM = 14, 3, 24, 46, 34
_COLOURS = {
    "bulletin": ("#b3121d", "#ff6b6b"),
    "hugo": ("#1f5fbf", "#7fb2ff"),
    "pelican": ("#0f766e", "#5ecfc0"),
}
"""Colours by generator key, on a light and on a dark background."""


def draw_chart(results: BenchResults) -> str:
    """Return the drawing as SVG. Peers whose pages differ are left out."""
    compared = [key for key in results.generators if not results.differences.get(key)]
    groups = [(SCENARIOS[key].title, _list_bars(results, compared, key)) for key in SCENARIOS]
    groups = [(title, bars) for title, bars in groups if bars]
    scale = _Scale([time for _, bars in groups for _, time in bars])
    parts, top = [], _TOP
    for title, bars in groups:
        parts.append(f'<text x="{_LEFT}" y="{top + 14}" class="title">{escape(title)}</text>')
        top += _HEADING
        for key, time in bars:
            parts.append(_draw_bar(key, time, top, scale))
            top += _BAR + _GAP
        top += _GAP * 3
    height = top + _BOTTOM
    caption = f"Seconds to build {results.articles:,} articles, logarithmic"
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" height="{height}"'
            f' role="img" aria-label="{escape(caption)}">',
            f"<style>{_make_style()}</style>",
            f'<rect class="ground" width="{_WIDTH}" height="{height}"/>',
            *_draw_legend(results, compared),
            *(_draw_grid_line(tick, scale, top) for tick in scale.ticks),
            *parts,
            f'<text x="{_LEFT}" y="{height - 4}" class="note">{escape(caption)}</text>',
            "</svg>\n",
        )
    )


class _Scale:
    """Logarithmic scale from seconds to horizontal positions."""

    def __init__(self, times: list[float]) -> None:
        self._low = floor(log10(min(times, default=0.1)))
        self._high = max(ceil(log10(max(times, default=1))), self._low + 1)
        self.ticks = [10.0**power for power in range(self._low, self._high + 1)]

    def place(self, time: float) -> float:
        share = (log10(time) - self._low) / (self._high - self._low)
        return _LEFT + share * (_WIDTH - _LEFT - _RIGHT)


def _list_bars(results: BenchResults, generators: list[str], scenario: str) -> list[tuple[str, float]]:
    found = (
        (
            key,
            results.summarize_runs(key, results.choose_compared_scenario(key, scenario), get_elapsed_seconds),
        )
        for key in generators
    )
    return [(key, time.median) for key, time in found if time]


def _draw_bar(key: str, time: float, top: int, scale: _Scale) -> str:
    end = scale.place(time)
    return (
        f'<rect class="{key}" x="{_LEFT}" y="{top}" width="{end - _LEFT:.1f}" height="{_BAR}"/>'
        f'<text x="{end + 5:.1f}" y="{top + _BAR - 3}">{time:.{2 if time < 10 else 1}f} s</text>'
    )


def _draw_grid_line(tick: float, scale: _Scale, bottom: int) -> str:
    place = scale.place(tick)
    return (
        f'<path class="line" d="M{place:.1f} {_TOP}V{bottom}"/>'
        f'<text x="{place:.1f}" y="{bottom + 12}" text-anchor="middle" class="note">{tick:g} s</text>'
    )


def _draw_legend(results: BenchResults, generators: list[str]) -> list[str]:
    parts, left = [], _LEFT
    for key in generators:
        name = results.generators[key]
        parts.append(f'<rect class="{key}" x="{left}" y="14" width="{_BAR}" height="{_BAR}"/>')
        parts.append(f'<text x="{left + _BAR + 6}" y="26">{escape(name)}</text>')
        left += _BAR + 30 + 8 * len(name)
    return parts


def _make_style() -> str:
    light = "".join(f".{key}{{fill:{pair[0]}}}" for key, pair in _COLOURS.items())
    dark = "".join(f".{key}{{fill:{pair[1]}}}" for key, pair in _COLOURS.items())
    return (
        "text{font:13px system-ui,sans-serif;fill:#1f2328}.title{font-weight:600}.note{font-size:11px;fill:#59636e}"
        f".line{{stroke:#d1d9e0}}.ground{{fill:#fff}}{light}"
        "@media (prefers-color-scheme:dark){text{fill:#f0f6fc}.note{fill:#9198a1}"
        f".line{{stroke:#3d444d}}.ground{{fill:#0d1117}}{dark}}}"
    )
