"""Which letters bytes are read as that say nothing of it."""

from __future__ import annotations

import pytest

from store.ingest.documents.encodings import decoded


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Café à Genève, naïve façade, 12 mai 2011", "cp1252"),
        ("Explosión en la ciudad: niños heridos, señaló el portavoz", "cp1252"),
        ("¿Qué pasó? El niño salió ileso, según su madre", "cp1252"),
        ("Zginęło trzech żołnierzy w Łodzi, podała agencja", "cp1250"),
        ("Příliš žluťoučký kůň úpěl ďábelské ódy", "cp1250"),
        ("Взрыв в городе произошёл утром, погибли трое.", "cp1251"),
        ("قتل ثلاثة اشخاص في المدينة", "cp1256"),
    ],
)
def test_a_short_text_is_guessed_in_the_common_encoding(text: str, encoding: str) -> None:
    """No accent becomes a sign of an old DOS page, and that it is a guess is said."""
    found = decoded(text.encode(encoding))
    assert found.text == text
    assert "a guess" in found.remarks[-1]
