"""Makes small pictures of pages: what the browser shows, put into a palette, so that a document may carry ten."""

import base64
import struct
import zlib
from collections import Counter
from pathlib import Path

from playwright.sync_api import Page

COLOURS = 256
_DECODE = """async encoded => {
  const image = new Image();
  image.src = "data:image/png;base64," + encoded;
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [image.width, image.height];
  const context = canvas.getContext("2d");
  context.drawImage(image, 0, 0);
  const bytes = context.getImageData(0, 0, image.width, image.height).data;
  let text = "";
  for (let i = 0; i < bytes.length; i += 32768) text += String.fromCharCode(...bytes.subarray(i, i + 32768));
  return [image.width, image.height, btoa(text)];
}"""


def take(page: Page, path: Path) -> None:
    """Write what the window shows now as a PNG of at most 256 colours."""
    shot = page.screenshot(animations="disabled", caret="hide")
    plain = page.context.new_page()  # a page of ours forbids pictures from elsewhere
    plain.goto("about:blank")
    width, height, raw = plain.evaluate(_DECODE, base64.b64encode(shot).decode())
    plain.close()
    pixels = memoryview(base64.b64decode(raw)).cast("I").tolist()  # one number a pixel
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_png(width, height, *_in_palette(pixels)))


def _in_palette(pixels: list[int]) -> tuple[bytes, bytes]:
    """The most frequent colours, and for each pixel the place of the nearest of them."""
    counted = Counter(pixels)
    palette = [_parts(colour) for colour, _ in counted.most_common(COLOURS)]
    nearest = {colour: _nearest(_parts(colour), palette) for colour in counted}
    return b"".join(bytes(colour) for colour in palette), bytes(nearest[colour] for colour in pixels)


def _parts(colour: int) -> tuple[int, int, int]:
    return colour & 255, colour >> 8 & 255, colour >> 16 & 255


def _nearest(colour: tuple[int, int, int], palette: list[tuple[int, int, int]]) -> int:
    red, green, blue = colour
    return min(
        range(len(palette)),
        key=lambda i: (palette[i][0] - red) ** 2 + (palette[i][1] - green) ** 2 + (palette[i][2] - blue) ** 2,
    )


def _png(width: int, height: int, palette: bytes, places: bytes) -> bytes:
    # each row begins with its filter: none
    rows = b"".join(b"\0" + places[row * width : (row + 1) * width] for row in range(height))
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
        (b"PLTE", palette),
        (b"IDAT", zlib.compress(rows, 9)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, content) for kind, content in parts)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
