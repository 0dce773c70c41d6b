"""A store's own files, as a sentence names them."""

from __future__ import annotations

import re
from pathlib import Path


def without_folder(place: Path, sentence: str) -> str:
    """The sentence, in which files of the folder are called without its path."""
    for prefix in (f"{place}/", f"{place.resolve()}/"):
        # Not in the middle of another path.
        sentence = re.sub(rf"(?<![\w./~-]){re.escape(prefix)}", "", sentence)
    return sentence
