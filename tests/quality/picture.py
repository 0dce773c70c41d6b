"""`make picture`: the README's picture, drawn by the program itself on the demonstration store."""

from __future__ import annotations

import asyncio
import re
import shutil
import tempfile
from pathlib import Path

from store.repository import Repository
from tui.desk.app import Desk
from tui.desk.link import Link

ROOT = Path(__file__).resolve().parents[2]
PICTURE = ROOT / "docs" / "desk.svg"
SIZE = (160, 45)
#: To the event as a whole, which has all the tolls.
KEYS = ("G",)
FONT_FACE = re.compile(r"\s*@font-face \{.*?\}", re.DOTALL)


async def draw(folder: Path) -> str:
    """The desk's screen as SVG."""
    repository = Repository.open(folder)
    desk = Desk(Link(repository))
    async with desk.run_test(size=SIZE) as pilot:
        await pilot.press(*KEYS)
        await pilot.pause()
        picture = desk.export_screenshot(title="Incident Desk")
    repository.close()
    return picture


def main() -> None:
    """Write the picture."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "demo"
        shutil.copytree(ROOT / "seeds" / "demo", folder)
        picture = asyncio.run(draw(folder))
    # Whoever looks at the README should fetch nothing from elsewhere: any monospaced font will do.
    PICTURE.write_text(FONT_FACE.sub("", picture), encoding="utf-8")
    print(f"{PICTURE.relative_to(ROOT)} is drawn.")


if __name__ == "__main__":
    main()
