"""Fonts: one that has Chinese characters, found among those installed."""

from __future__ import annotations

import logging
import warnings
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

FALLBACK = "DejaVu Sans"  # comes with matplotlib

# in order of preference; the Japanese and Korean faces of a collection hold the same characters
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
    """Return the font families to draw texts with; warns where they hold Chinese and no font installed has it."""
    chinese = next(_installed(), None)
    if chinese is not None:
        # a Chinese font draws the quotation marks of English as wide as its characters
        return [chinese, FALLBACK] if language == "zh" else [FALLBACK, chinese]
    if any(is_chinese(character) for text in texts for character in text):
        warn(f"no font with Chinese characters is installed, so that they show as boxes; {_HINT}")
    return [FALLBACK]


def is_chinese(character: str) -> bool:
    """Say whether a character is one that only a Chinese font has."""
    return "\u2e80" <= character <= "\u9fff" or "\uff00" <= character <= "\uffef"


def _installed() -> Iterator[str]:
    """Yield the Chinese families installed, the best first."""
    from matplotlib import font_manager  # noqa: PLC0415  -- only a chart needs it

    manager = font_manager.fontManager
    known = {font.name for font in manager.ttflist}
    found = [family for family in CHINESE if family in known]
    if not found:
        # matplotlib remembers the fonts of its first run: one installed since is not among them
        remembered = {font.fname for font in manager.ttflist}
        for path in sorted(set(font_manager.findSystemFonts()) - remembered):
            if Path(path).is_file():
                with suppress(Exception):  # a broken font file is none; FreeType raises what it likes
                    manager.addfont(path)
        known = {font.name for font in manager.ttflist}
        found = [family for family in CHINESE if family in known]
    yield from found


@contextmanager
def quiet() -> Iterator[None]:
    """Keep matplotlib from telling of its cache, which may be nowhere to write, and of characters without a font."""
    logger = logging.getLogger("matplotlib")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="Glyph .* missing from font", category=UserWarning)
            yield
    finally:
        logger.setLevel(level)
