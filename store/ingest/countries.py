"""Countries: ISO 3166-1 codes by name, by ISO number, and by the number of Gleditsch and Ward."""

from __future__ import annotations

from functools import lru_cache

from store.text import fold

#: Alpha-2, number, Gleditsch and Ward's number, and names that data sets use.
_TABLE = """
AD 20 232 Andorra
AE 784 696 United Arab Emirates
AF 4 700 Afghanistan
AG 28 58 Antigua and Barbuda
AI 660 - Anguilla
AL 8 339 Albania
AM 51 371 Armenia
AO 24 540 Angola
AQ 10 - Antarctica
AR 32 160 Argentina
AS 16 - American Samoa
AT 40 305 Austria
AU 36 900 Australia
AW 533 - Aruba
AX 248 - Åland Islands; Aland Islands
AZ 31 373 Azerbaijan
BA 70 346 Bosnia and Herzegovina; Bosnia-Herzegovina; Bosnia
BB 52 53 Barbados
BD 50 771 Bangladesh
BE 56 211 Belgium
BF 854 439 Burkina Faso; Upper Volta
BG 100 355 Bulgaria
BH 48 692 Bahrain
BI 108 516 Burundi
BJ 204 434 Benin
BL 652 - St. Barths; Saint-Barthelemy; Saint Barthelemy
BM 60 - Bermuda
BN 96 835 Brunei Darussalam; Brunei
BO 68 145 Bolivia
BQ 535 - Bonaire, Saint Eustatius and Saba; Caribbean Netherlands
BR 76 140 Brazil
BS 44 31 Bahamas; The Bahamas
BT 64 760 Bhutan
BV 74 - Bouvet Island
BW 72 571 Botswana
BY 112 370 Belarus; Byelorussia
BZ 84 80 Belize
CA 124 20 Canada
CC 166 - Cocos (Keeling) Islands; Cocos Islands
CD 180 490 DR Congo; Democratic Republic of Congo; Democratic Republic of the Congo; Zaire
CF 140 482 Central African Republic
CG 178 484 Congo Republic; Republic of Congo; Congo
CH 756 225 Switzerland
CI 384 437 Côte d'Ivoire; Ivory Coast
CK 184 - Cook Islands
CL 152 155 Chile
CM 120 471 Cameroon
CN 156 710 China
CO 170 100 Colombia
CR 188 94 Costa Rica
CU 192 40 Cuba
CV 132 402 Cabo Verde; Cape Verde
CW 531 - Curaçao
CX 162 - Christmas Island
CY 196 352 Cyprus
CZ 203 315 Czechia; Czech Republic
DE 276 260 Germany
DJ 262 522 Djibouti
DK 208 390 Denmark
DM 212 54 Dominica
DO 214 42 Dominican Republic
DZ 12 615 Algeria
EC 218 130 Ecuador
EE 233 366 Estonia
EG 818 651 Egypt
EH 732 - Western Sahara
ER 232 531 Eritrea
ES 724 230 Spain
ET 231 530 Ethiopia
FI 246 375 Finland
FJ 242 950 Fiji
FK 238 - Falkland Islands; Falkland Islands (Malvinas)
FM 583 987 Micronesia, Fed. Sts.; Micronesia
FO 234 - Faroe Islands
FR 250 220 France
GA 266 481 Gabon
GB 826 200 United Kingdom; Great Britain
GD 308 55 Grenada
GE 268 372 Georgia
GF 254 - French Guiana
GG 831 - Guernsey; Bailiwick of Guernsey
GH 288 452 Ghana
GI 292 - Gibraltar
GL 304 - Greenland
GM 270 420 Gambia; The Gambia
GN 324 438 Guinea
GP 312 - Guadeloupe
GQ 226 411 Equatorial Guinea
GR 300 350 Greece
GS 239 - South Georgia and South Sandwich Is.; South Georgia and the South Sandwich Islands
GT 320 90 Guatemala
GU 316 - Guam
GW 624 404 Guinea-Bissau
GY 328 110 Guyana
HK 344 - Hong Kong
HM 334 - Heard and McDonald Islands; Heard Island and McDonald Islands
HN 340 91 Honduras
HR 191 344 Croatia
HT 332 41 Haiti
HU 348 310 Hungary
ID 360 850 Indonesia
IE 372 205 Ireland
IL 376 666 Israel
IM 833 - Isle of Man
IN 356 750 India
IO 86 - British Indian Ocean Territory
IQ 368 645 Iraq
IR 364 630 Iran; Iran, Islamic Republic of
IS 352 395 Iceland
IT 380 325 Italy
JE 832 - Jersey; Bailiwick of Jersey
JM 388 51 Jamaica
JO 400 663 Jordan
JP 392 740 Japan
KE 404 501 Kenya
KG 417 703 Kyrgyzstan; Kyrgyz Republic
KH 116 811 Cambodia; Kampuchea
KI 296 970 Kiribati
KM 174 581 Comoros
KN 659 60 St. Kitts and Nevis; Saint Kitts and Nevis
KP 408 731 North Korea; Democratic People's Republic of Korea
KR 410 732 South Korea; Republic of Korea
KW 414 690 Kuwait
KY 136 - Cayman Islands
KZ 398 705 Kazakhstan
LA 418 812 Laos; Lao People's Democratic Republic
LB 422 660 Lebanon
LC 662 56 St. Lucia; Saint Lucia
LI 438 223 Liechtenstein
LK 144 780 Sri Lanka; Ceylon
LR 430 450 Liberia
LS 426 570 Lesotho
LT 440 368 Lithuania
LU 442 212 Luxembourg
LV 428 367 Latvia
LY 434 620 Libya
MA 504 600 Morocco
MC 492 221 Monaco
MD 498 359 Moldova; Republic of Moldova
ME 499 341 Montenegro
MF 663 - Saint-Martin; Saint Martin
MG 450 580 Madagascar; Malagasy
MH 584 983 Marshall Islands
MK 807 343 North Macedonia; Macedonia; Macedonia, FYR
ML 466 432 Mali
MM 104 775 Myanmar; Burma
MN 496 712 Mongolia
MO 446 - Macau; Macao
MP 580 - Northern Mariana Islands
MQ 474 - Martinique
MR 478 435 Mauritania
MS 500 - Montserrat
MT 470 338 Malta
MU 480 590 Mauritius
MV 462 781 Maldives
MW 454 553 Malawi
MX 484 70 Mexico
MY 458 820 Malaysia
MZ 508 541 Mozambique
NA 516 565 Namibia
NC 540 - New Caledonia
NE 562 436 Niger
NF 574 - Norfolk Island
NG 566 475 Nigeria
NI 558 93 Nicaragua
NL 528 210 Netherlands; The Netherlands
NO 578 385 Norway
NP 524 790 Nepal
NR 520 971 Nauru
NU 570 - Niue
NZ 554 920 New Zealand
OM 512 698 Oman
PA 591 95 Panama
PE 604 135 Peru
PF 258 - French Polynesia
PG 598 910 Papua New Guinea
PH 608 840 Philippines
PK 586 770 Pakistan
PL 616 290 Poland
PM 666 - St. Pierre and Miquelon; Saint Pierre and Miquelon
PN 612 - Pitcairn
PR 630 - Puerto Rico
PS 275 - Palestine; State of Palestine; Palestinian Territories
PT 620 235 Portugal
PW 585 986 Palau
PY 600 150 Paraguay
QA 634 694 Qatar
RE 638 - Réunion
RO 642 360 Romania; Rumania
RS 688 340 Serbia; Yugoslavia
RU 643 365 Russia; Russian Federation; Soviet Union
RW 646 517 Rwanda
SA 682 670 Saudi Arabia
SB 90 940 Solomon Islands
SC 690 591 Seychelles
SD 729 625 Sudan
SE 752 380 Sweden
SG 702 830 Singapore
SH 654 - St. Helena; Saint Helena, Ascension and Tristan da Cunha
SI 705 349 Slovenia
SJ 744 - Svalbard and Jan Mayen Islands; Svalbard and Jan Mayen
SK 703 317 Slovakia
SL 694 451 Sierra Leone
SM 674 331 San Marino
SN 686 433 Senegal
SO 706 520 Somalia
SR 740 115 Suriname
SS 728 626 South Sudan
ST 678 403 Sao Tome and Principe
SV 222 92 El Salvador
SX 534 - Sint Maarten
SY 760 652 Syria; Syrian Arab Republic
SZ 748 572 Eswatini; Swaziland; Kingdom of eSwatini
TC 796 - Turks and Caicos Islands
TD 148 483 Chad
TF 260 - French Southern Territories; French Southern and Antarctic Lands
TG 768 461 Togo
TH 764 800 Thailand
TJ 762 702 Tajikistan
TK 772 - Tokelau
TL 626 860 Timor-Leste; East Timor
TM 795 701 Turkmenistan
TN 788 616 Tunisia
TO 776 972 Tonga
TR 792 640 Türkiye; Turkey
TT 780 52 Trinidad and Tobago; Trinidad
TV 798 973 Tuvalu
TW 158 713 Taiwan
TZ 834 510 Tanzania; United Republic of Tanzania
UA 804 369 Ukraine
UG 800 500 Uganda
UM 581 - United States Minor Outlying Islands
US 840 2 United States; United States of America
UY 858 165 Uruguay
UZ 860 704 Uzbekistan
VA 336 - Vatican; Vatican City
VC 670 57 St. Vincent and the Grenadines; Saint Vincent and the Grenadines
VE 862 101 Venezuela
VG 92 - British Virgin Islands; Virgin Islands, British
VI 850 - United States Virgin Islands; Virgin Islands, U.S.
VN 704 816 Vietnam; North Vietnam; South Vietnam
VU 548 935 Vanuatu
WF 876 - Wallis and Futuna Islands; Wallis and Futuna
WS 882 990 Samoa; Western Samoa
XK 383 347 Kosovo
YE 887 678 Yemen; North Yemen; South Yemen
YT 175 - Mayotte
ZA 710 560 South Africa
ZM 894 551 Zambia
ZW 716 552 Zimbabwe; Rhodesia
"""
#: Numbers of states that have gone, and those that UCDP gives to the ones that came after.
_ALSO = {340: "RS", 345: "RS", 680: "YE", 255: "DE", 265: "DE", 315: "CZ", 817: "VN"}


@lru_cache(maxsize=1)
def _known() -> tuple[dict[str, str], dict[int, str], dict[int, str]]:
    names: dict[str, str] = {}
    numbers: dict[int, str] = {}
    states: dict[int, str] = dict(_ALSO)
    for line in _TABLE.split("\n"):
        if not line:
            continue
        code, number, state, called = line.split(" ", 3)
        numbers[int(number)] = code
        if state != "-":
            states[int(state)] = code
        for name in called.split("; "):
            names[fold(name)] = code
    return names, numbers, states


def of_name(name: str) -> str:
    """The alpha-2 code of a country, with what stands in brackets left out; "" where unknown."""
    names = _known()[0]
    name = fold(" ".join(name.replace("’", "'").split()))
    return names.get(name) or names.get(name.partition(" (")[0], "")


def is_code(code: str) -> bool:
    """Whether it is an alpha-2 code."""
    return len(code) == 2 and code in _known()[1].values()


def code_of(written: str) -> str:
    """The alpha-2 code of what is one, in capitals, or of a country's name; "" where unknown."""
    code = written.upper()
    return code if is_code(code) else of_name(written)


def of_number(number: str) -> str:
    """The alpha-2 code of ISO's own number; "" where unknown."""
    return _known()[1].get(_whole(number), "")


def of_state(number: str) -> str:
    """The alpha-2 code of a state's number after Gleditsch and Ward; "" where unknown."""
    return _known()[2].get(_whole(number), "")


def _whole(number: str) -> int:
    return int(number) if number.isascii() and number.isdigit() and len(number) < 5 else -1


@lru_cache(maxsize=1)
def _called() -> dict[str, tuple[str, str, str]]:
    """By alpha-2 code: the name, ISO's number, Gleditsch and Ward's."""
    found = {}
    for line in _TABLE.split("\n"):
        if line:
            code, number, state, called = line.split(" ", 3)
            found[code] = (called.partition("; ")[0], number, state if state != "-" else "")
    return found


def name_of(code: str) -> str:
    """What a country of an alpha-2 code is called; "" where unknown."""
    return _called().get(code, ("", "", ""))[0]


def number_of(code: str) -> str:
    """ISO's own number of a country; "" where unknown."""
    return _called().get(code, ("", "", ""))[1]


def state_of(code: str) -> str:
    """The number of Gleditsch and Ward; "" where unknown."""
    return _called().get(code, ("", "", ""))[2]
