"""From SVG to PNG, by resvg, which shapes every script and turns what runs from right to left."""

from importlib.resources import as_file

from bot.rendering.picture.drawing import Drawing
from bot.rendering.picture.fonts import FOLDER, MAIN


def png(drawing: Drawing) -> bytes:
    """The picture as PNG. It takes some tenths of a second: not for the event loop."""
    from resvg_py import svg_to_bytes

    with as_file(FOLDER) as folder:
        return bytes(
            svg_to_bytes(
                svg_string=drawing.svg, skip_system_fonts=True, font_dirs=[str(folder)], font_family=MAIN
            )
        )
