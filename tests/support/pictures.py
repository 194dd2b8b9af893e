"""Pictures of pages, painted by hand."""

from __future__ import annotations

from pipeline.pdf.geometry import Box
from pipeline.pdf.rendering import CHANNELS, Picture


def painted(*boxes: Box, width: int = 200, height: int = 100) -> Picture:
    """Give the picture of a page, a pixel a point, that is white but for some black boxes."""
    pixels = bytearray(b"\xff") * (width * height * CHANNELS)
    for box in boxes:
        for y in range(round(height - box.top), round(height - box.bottom)):
            start, end = (y * width + round(x) for x in (box.left, box.right))
            pixels[start * CHANNELS : end * CHANNELS] = b"\0\0\0\xff" * (end - start)
    return Picture(pixels, width, height, 0, 0, (1.0, 1.0))
