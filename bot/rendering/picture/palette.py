"""The colours of a picture, light and dark; text stands out from its ground by 4.5 to 1 at least."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours by what they are for."""

    ground: str
    words: str
    faint: str
    line: str
    track: str
    settled: str
    disputed: str
    planned: str


LIGHT = Palette("#ffffff", "#1b1f24", "#5c6570", "#d5dae0", "#eef1f4", "#1f6feb", "#c2410c", "#0f766e")
DARK = Palette("#15191e", "#eceff3", "#a3adb8", "#343c45", "#222930", "#6aa5ff", "#ff9a5c", "#4fd1c0")
