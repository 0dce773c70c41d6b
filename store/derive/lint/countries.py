"""Where each country lies, in whole degrees: rough boxes that are never too small.

Facts of geography, each box rounded outwards.  A country with land far apart has several.  A box
whose west is more than its east goes over the 180th meridian.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

#: Degrees that a point may lie outside: the sea off a coast, a border that is drawn otherwise.
MARGIN = 1.0

#: Code, then west, south, east, north; only of countries whose bounds are known well.
_BOXES = """
AD 1 42 2 43;AE 51 22 57 27;AF 60 29 75 39;AG -62 16 -61 18;AL 19 39 22 43;AM 43 38 47 42
AO 11 -19 25 -4;AR -74 -56 -53 -21;AT 9 46 18 50;AU 112 -44 154 -9;AU 158 -55 160 -31
AZ 44 38 51 42;BA 15 42 20 46;BB -60 13 -59 14;BD 88 20 93 27;BE 2 49 7 52;BF -6 9 3 16
BG 22 41 29 45;BH 50 25 51 27;BI 28 -5 31 -2;BJ 0 6 4 13;BN 114 4 116 6;BO -70 -23 -57 -9
BR -74 -34 -34 6;BR -33 -21 -28 4;BS -80 20 -72 28;BT 88 26 93 29;BW 19 -27 30 -17;BY 23 51 33 57
BZ -90 15 -87 19;CA -142 41 -52 84;CD 12 -14 32 6;CF 14 2 28 12;CG 11 -6 19 4;CH 5 45 11 48
CI -9 4 -2 11;CL -76 -56 -66 -17;CL -110 -28 -78 -26;CM 8 1 17 14;CN 73 15 136 54;CO -80 -5 -66 14
CR -88 5 -82 12;CU -85 19 -74 24;CV -26 14 -22 18;CY 32 34 35 36;CZ 12 48 19 52;DE 5 47 16 56
DJ 41 10 44 13;DK 8 54 16 58;DM -62 15 -61 16;DO -73 17 -68 20;DZ -9 18 12 38;EC -82 -6 -75 2
EC -93 -2 -89 2;EE 21 57 29 60;EG 24 21 37 32;EH -18 20 -8 28;ER 36 12 44 19;ES -10 35 5 44
ES -19 27 -13 30;ET 32 3 48 15;FI 19 59 32 71;FJ 176 -22 -178 -12;FM 137 0 164 11;FR -6 41 10 52
FR -62 14 -60 19;FR -55 2 -51 6;FR 45 -22 56 -12;GA 8 -4 15 3;GB -14 49 3 61;GD -62 11 -61 13
GE 39 41 47 44;GF -55 2 -51 6;GH -4 4 2 12;GL -74 59 -10 84;GM -17 13 -13 14;GN -16 7 -7 13
GQ 5 -2 12 4;GR 19 34 30 42;GT -93 13 -88 18;GW -17 10 -13 13;GY -62 1 -56 9;HK 113 22 115 23
HN -90 12 -82 18;HR 13 42 20 47;HT -75 17 -71 21;HU 16 45 23 49;ID 95 -11 142 6;IE -11 51 -5 56
IL 34 29 36 34;IN 68 6 98 37;IQ 38 29 49 38;IR 44 25 64 40;IS -25 63 -13 67;IT 6 35 19 48
JM -79 17 -75 19;JO 34 29 40 34;JP 122 20 154 46;KE 33 -5 42 6;KG 69 39 81 44;KH 102 9 108 15
KI 172 -12 -149 5;KM 43 -13 45 -11;KN -63 17 -62 18;KP 124 37 131 44;KR 124 33 132 39
KW 46 28 49 31;KZ 46 40 88 56;LA 100 13 108 23;LB 35 33 37 35;LC -62 13 -60 15;LI 9 47 10 48
LK 79 5 82 10;LR -12 4 -7 9;LS 27 -31 30 -28;LT 20 53 27 57;LU 5 49 7 51;LV 20 55 29 59
LY 9 19 26 34;MA -18 20 0 36;MC 7 43 8 44;MD 26 45 31 49;ME 18 41 21 44;MG 43 -26 51 -11
MH 160 4 173 15;MK 20 40 24 43;ML -13 10 5 25;MM 92 9 102 29;MN 87 41 120 53;MO 113 22 114 23
MR -18 14 -4 28;MT 14 35 15 37;MU 56 -21 64 -10;MV 72 -1 74 8;MW 32 -18 36 -9;MX -119 14 -86 33
MY 99 0 120 8;MZ 30 -27 41 -10;NA 11 -29 26 -16;NC 158 -23 173 -17;NE 0 11 16 24;NG 2 4 15 14
NI -88 10 -82 16;NL 3 50 8 54;NO 4 57 32 72;NL -69 12 -62 19;NO 10 74 35 81;NO -10 70 -7 72
NP 80 26 89 31;NR 166 -1 167 0;NZ 166 -53 -175 -29;NZ -173 -10 -171 -8;OM 51 16 60 27
PA -84 7 -77 10;PE -82 -19 -68 0;PF -155 -28 -134 -7;PG 140 -12 160 0;PH 116 4 127 22
PK 60 23 78 38;PL 14 48 25 55;PR -68 17 -65 19;PS 34 31 36 33;PT -10 36 -6 43;PT -32 32 -16 40
PW 131 2 135 9;PY -63 -28 -54 -19;QA 50 24 52 27;RE 55 -22 56 -20;RO 20 43 30 49;RS 18 41 24 47
RU 19 41 -168 82;RW 28 -3 31 -1;SA 34 16 56 33;SB 155 -13 171 -5;SC 46 -11 57 -3;SD 21 8 40 24
SE 10 55 25 70;SG 103 1 105 2;SI 13 45 17 47;SK 16 47 23 50;SL -14 6 -10 10;SM 12 43 13 44
SN -18 12 -11 17;SO 40 -2 52 12;SR -59 1 -53 7;SS 23 3 36 13;ST 6 -1 8 2;SV -91 13 -87 15
SY 35 32 43 38;SZ 30 -28 33 -25;TD 13 7 25 24;TG -1 6 2 12;TH 97 5 106 21;TJ 67 36 76 42
TL 124 -10 128 -8;TM 52 35 67 43;TN 7 30 12 38;TO -177 -23 -173 -15;TR 25 35 45 43
TT -62 10 -60 12;TV 176 -11 180 -5;TW 116 20 123 27;TZ 29 -12 41 0;UA 22 44 41 53;UG 29 -2 36 5
US -125 24 -66 50;US -180 51 -129 72;US 172 51 180 54;US -179 18 -154 29;US -68 17 -64 19
UY -59 -36 -53 -30;UZ 55 37 74 46;VC -62 12 -61 14;VE -74 0 -59 16;VN 102 7 115 24
VU 166 -21 171 -13;WS -173 -15 -171 -13;XK 20 41 22 44;YE 41 12 55 19;ZA 16 -35 33 -22
ZA 37 -48 39 -46;ZM 21 -19 34 -8;ZW 25 -23 34 -15
"""


class Box(NamedTuple):
    """Degrees that bound a piece of land."""

    west: float
    south: float
    east: float
    north: float

    def has(self, lat: float, lon: float) -> bool:
        """Whether a point lies in it, or not far outside."""
        if not self.south - MARGIN <= lat <= self.north + MARGIN:
            return False
        west, east = self.west - MARGIN, self.east + MARGIN
        if self.west <= self.east:
            return any(west <= lon + turn <= east for turn in (-360, 0, 360))
        return lon >= west or lon <= east


@cache
def boxes() -> dict[str, tuple[Box, ...]]:
    """The boxes of each country, by its code."""
    found: dict[str, tuple[Box, ...]] = {}
    for line in _BOXES.replace("\n", ";").split(";"):
        if line:
            code, *bounds = line.split()
            west, south, east, north = map(float, bounds)
            found[code] = (*found.get(code, ()), Box(west, south, east, north))
    return found


def lies_in(country: str, lat: float, lon: float) -> bool | None:
    """Whether a point may lie in a country; None where it is not known where that is."""
    known = boxes().get(country.upper())
    return any(box.has(lat, lon) for box in known) if known else None
