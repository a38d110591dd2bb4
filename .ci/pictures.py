"""Make the pictures of the docs from what the browser tests saw: cut, put side by side, and kept small."""

import sys
from pathlib import Path

from PIL import Image

CUT = 240  # the empty margins of a wide window
HEIGHT = 800  # of the window, at whose foot the buttons stand
CHOSEN = {
    "webapp-check-in": ["en-1280-light/10-screen"],
    "webapp-results": ["en-1280-light/11-results"],
    "webapp-together": ["en-1280-light/14-side-by-side"],
    "webapp-phone": ["en-360-dark/10-screen", "es-360-light/11-results", "en-360-dark/14-side-by-side"],
    "page-for-two": [f"page-en-360-light/{name}" for name in ("two-3-sharing", "two-4-between", "two-7-side-by-side")],
}

taken, made = map(Path, sys.argv[1:])
made.mkdir(exist_ok=True)
for name, sources in CHOSEN.items():
    parts = [Image.open(taken / f"{source}.png").convert("RGB") for source in sources]
    margin = CUT if parts[0].width > 1000 else 0
    parts = [part.crop((margin, 0, part.width - margin, min(part.height, HEIGHT))) for part in parts]
    height = max(part.height for part in parts)
    whole = Image.new("RGB", (sum(part.width + 16 for part in parts) - 16, height), "#c9c5bd")
    left = 0
    for part in parts:
        whole.paste(part, (left, 0))
        left += part.width + 16
    whole.quantize(128, dither=Image.Dither.NONE).save(made / f"{name}.png", optimize=True)
    size = (made / f"{name}.png").stat().st_size
    print(f"{name}.png {size / 1000:.0f} kB")
    if size > 80_000:
        sys.exit("a picture of the docs is kept below 80 kB")
