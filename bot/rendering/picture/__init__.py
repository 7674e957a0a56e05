"""A timeline drawn for a phone: each event a row, its date a bar at the grain that was written.

    drawing = draw(found)              # found: bot.model.briefing.Timeline, with all of its entries
    png(drawing), drawing.svg

Pixels are those of the picture, 1080 across. Nothing can overlap: rows stand below each other, and a bar
stays within its own track.
"""

from bot.rendering.picture.drawing import Drawing, draw
from bot.rendering.picture.raster import png

__all__ = ["Drawing", "draw", "png"]
