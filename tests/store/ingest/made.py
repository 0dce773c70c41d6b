"""Documents that tests are made of."""

from __future__ import annotations

from collections.abc import Sequence


def pdf_of(objects: Sequence[bytes], more: bytes = b"") -> bytes:
    """A PDF of objects, of which the first one is the catalogue."""
    out, starts = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        starts.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    size = len(objects) + 1
    return (
        out
        + b"xref\n0 %d\n0000000000 65535 f \n" % size
        + table
        + b"trailer << /Root 1 0 R /Size %d %s >>\nstartxref\n%d\n%%%%EOF\n"
        % (size, more, len(out))
    )


def pdf_of_pages(*texts: str, about: str = "") -> bytes:
    """A PDF with a page for each text, and what its metadata say."""
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(texts)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(texts)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for n, text in enumerate(texts):
        drawn = f"BT /F1 12 Tf 10 100 Td ({text}) Tj ET".encode() if text else b""
        font = "/Resources << /Font << /F1 3 0 R >> >>"
        box = f"/MediaBox [0 0 200 200] /Contents {5 + 2 * n} 0 R"
        objects += [
            f"<< /Type /Page /Parent 2 0 R {box} {font} >>".encode(),
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn),
        ]
    objects.append(f"<< {about} >>".encode())
    return pdf_of(objects, b"/Info %d 0 R" % len(objects))
