"""Finds an installed font that has Chinese characters."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from matplotlib import font_manager

from kg.results.charts.chart_text import is_chinese

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

FALLBACK = "DejaVu Sans"  # comes with matplotlib

# in order of preference; the Japanese and Korean fonts of a collection have the same characters
CHINESE = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "PingFang SC",
    "Hiragino Sans GB",
    "Microsoft YaHei",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "Heiti SC",
    "STHeiti",
    "SimHei",
    "Droid Sans Fallback",
    "Noto Serif CJK SC",
    "Noto Serif SC",
    "Source Han Serif SC",
    "Songti SC",
    "SimSun",
    "AR PL UMing CN",
    "Noto Sans CJK JP",
    "Noto Serif CJK JP",
    "Arial Unicode MS",
)
_HINT = "install one, such as Noto Sans CJK (Debian, Ubuntu: apt install fonts-noto-cjk; macOS has PingFang)"


def families(texts: Iterable[str], language: str, warn: Callable[[str], None]) -> list[str]:
    """Return the font families for texts; calls `warn` if they are Chinese and no installed font is."""
    chinese = next(_installed(), None)
    if chinese is not None:
        # a Chinese font draws English quotation marks too wide
        return [chinese, FALLBACK] if language == "zh" else [FALLBACK, chinese]
    if any(is_chinese(character) for text in texts for character in text):
        warn(f"no font with Chinese characters is installed, so that they show as boxes; {_HINT}")
    return [FALLBACK]


def _installed() -> Iterator[str]:
    """Yield the installed Chinese families in order of preference."""
    manager = font_manager.fontManager
    known = {font.name for font in manager.ttflist}
    families = [family for family in CHINESE if family in known]
    if not families:
        # matplotlib caches the fonts of its first run, without those installed later
        remembered = {font.fname for font in manager.ttflist}
        for path in sorted(set(font_manager.findSystemFonts()) - remembered):
            if Path(path).is_file():
                with suppress(Exception):  # a broken font file is skipped; FreeType raises errors of any type
                    manager.addfont(path)
        known = {font.name for font in manager.ttflist}
        families = [family for family in CHINESE if family in known]
    yield from families
