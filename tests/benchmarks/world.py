"""An invented country: the names and phrases that generated records are made of."""

from __future__ import annotations

#: First and second parts of place names: 24 x 96 different ones.
PLACES = (
    *("Ain", "Beit", "Burj", "Deir", "Jisr", "Kafr", "Khirbet", "Marj", "Nahr", "Qasr", "Ras"),
    *("Tell", "Umm", "Wadi", "Hawsh", "Jabal", "Maarat", "Qalat", "Rabia", "Sahl", "Shaab"),
    *("Bab", "Bir", "Dahr"),
)
PLACE_NAMES = (
    *("Arnun", "Atma", "Barada", "Basira", "Bayda", "Dara", "Dibs", "Dumer", "Fadil", "Farah"),
    *("Fursan", "Gharb", "Habit", "Hadid", "Hajar", "Halba", "Hamra", "Harim", "Hasan", "Hilal"),
    *("Hisn", "Ibla", "Idris", "Jadid", "Jamal", "Jawz", "Jinan", "Kamal", "Karam", "Karim"),
    *("Lawz", "Limun", "Luban", "Maha", "Majd", "Malik", "Manara", "Marwan", "Masri", "Mina"),
    *("Nabi", "Nada", "Najm", "Nasr", "Nawa", "Nimr", "Nuran", "Qamar", "Qibli", "Qusur"),
    *("Rabi", "Rafid", "Raml", "Rayan", "Rihan", "Rumman", "Saad", "Sabil", "Safira", "Sahel"),
    *("Sakhr", "Salam", "Salih", "Samad", "Sanawbar", "Saqr", "Sawda", "Shahba", "Shams", "Sharq"),
    *("Shuhada", "Sinan", "Sitt", "Sufi", "Suran", "Tamr", "Tawil", "Thawra", "Tin", "Turab"),
    *("Ubayd", "Wafa", "Ward", "Warda", "Yaqub", "Yasmin", "Yunus", "Zahra", "Zayn", "Zaytun"),
    *("Zebid", "Zilal", "Zita", "Ziyad", "Zubayr", "Zuhur"),
)
DIVISIONS = ("North", "South", "East", "West", "Coast", "Desert", "Rivers", "Capital")

#: What happened, in a title; its ACLED event type; and in a sentence.
HAPPENINGS = (
    ("Shelling", "Explosions/Remote violence", "Shells fell on a residential quarter of"),
    ("Air strike", "Explosions/Remote violence", "Aircraft struck several houses in"),
    ("Car bomb", "Explosions/Remote violence", "A car bomb went off at the market of"),
    ("Clashes", "Battles", "Fighting broke out between armed men in"),
    ("Ambush", "Battles", "A convoy was ambushed on the road to"),
    ("Killing", "Violence against civilians", "Armed men shot at residents of"),
    ("Abduction", "Violence against civilians", "Men in uniform took people from their homes in"),
    ("Raid", "Violence against civilians", "Security forces searched house after house in"),
    ("Protest", "Protests", "Crowds gathered in the main square of"),
    ("Riot", "Riots", "Shops were set on fire in"),
)
MEASURES = ("killed", "killed", "killed", "injured", "injured", "missing", "detained", "displaced")
SAID = (
    "We heard the blast and ran to the fields.",
    "There was no warning at all.",
    "They took my brother and nobody tells us where he is.",
    "We are still looking for people under the rubble.",
    "Our forces acted against armed groups only.",
    "The hospital has no beds left.",
    "Nobody has come to help us.",
    "سمعنا الانفجار وركضنا إلى الحقول.",
)
FILLING = (
    "The reports could not be independently verified.",
    "Residents said that electricity and telephone lines were cut for hours.",
    "Ambulances were seen on the road to the regional hospital.",
    "A second explosion was heard in the evening.",
    "Officials did not answer requests for comment.",
    "Similar incidents were reported in neighbouring villages during the week.",
)
OUTLETS = ("Herald", "Post", "Observer", "Tribune", "Radio", "Wire", "Monitor", "Network", "Media")
PEOPLE = ("Amal", "Basil", "Dima", "Fadi", "Hala", "Iyad", "Lina", "Munir", "Nadia", "Rami", "Suad")
SPEAKER_ROLES = ("resident", "witness", "spokesman", "doctor", "mayor", "relative")
ANALYSTS = ("ada", "noor", "sami", "vera")
