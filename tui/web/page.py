"""The page that shows the desk; all that it needs comes from the server itself."""

from __future__ import annotations

from html import escape

_PAGE = """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{title} · Incident Desk</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="static/css/xterm.css">
<style>
@font-face {{
  font-family: "Roboto Mono";
  src: url("static/fonts/RobotoMono-VariableFont_wght.ttf");
  font-weight: 100 700;
}}
html, body {{ height: 100%; margin: 0; background: #1c1c1c; color: #dadada; }}
body {{ font: 16px/1.5 "Roboto Mono", monospace; overflow: hidden; }}
#terminal {{ height: 100%; width: 100%; }}
#closed {{ display: none; position: absolute; inset: 0; background: #1c1c1c; padding: 2em; }}
body.-closed #closed {{ display: block; }}
body.-closed #terminal {{ visibility: hidden; }}
</style>
<script src="static/js/textual.js"></script>
<script src="page.js"></script>
</head>
<body>
<div id="terminal" class="textual-terminal"
  data-session-websocket-url="{socket}" data-font-size="{size}"></div>
<p id="closed" role="status">The desk is closed. Load the page again to open it.</p>
<p id="start" hidden></p>
</body>
</html>
"""
#: Has the keys go to the desk without a click before, once there is somebody to send them to.
SCRIPT = """\
"use strict";
const looking = setInterval(() => {
  const keys = document.querySelector(".-connected .xterm-helper-textarea");
  if (keys) {
    clearInterval(looking);
    keys.focus();
  }
}, 50);
"""
#: Sizes of letters, in pixels, that can be read and leave room.
SIZES = range(8, 33)
USUAL_SIZE = 15


def page(title: str, place: str, size: str | None) -> str:
    """The page of a store, to whoever asked for it at that host and folder."""
    pixels = int(size) if size and size.isascii() and size.isdecimal() and len(size) < 4 else 0
    return _PAGE.format(
        title=escape(title),
        socket=escape(f"ws://{place}ws"),
        size=pixels if pixels in SIZES else USUAL_SIZE,
    )
