"""States as letters: what a list shows before any colour."""

from __future__ import annotations

from store.vocabulary import Reliability, Stance, Status, TriageState, Verdict

STATUS = {
    Status.TO_DO: "T",
    Status.IN_PROGRESS: "P",
    Status.HELP_NEEDED: "H",
    Status.READY_FOR_REVIEW: "R",
    Status.COMPLETED: "C",
    Status.CANCELLED: "X",
}
TRIAGE = {
    TriageState.NEW: "N",
    TriageState.RELEVANT: "R",
    TriageState.NOT_RELEVANT: "X",
    TriageState.LATER: "L",
    TriageState.DUPLICATE: "D",
}
VERDICT = {
    Verdict.UNVERIFIED: "?",
    Verdict.VERIFIED: "V",
    Verdict.FALSE: "F",
    Verdict.MISLEADING: "M",
}

#: The style of a letter, by the state's value; a state that is not here is plain.
STYLES = {
    **{
        str(state): f"state-{name}"
        for state, name in (
            (Status.TO_DO, "open"),
            (Status.IN_PROGRESS, "busy"),
            (Status.HELP_NEEDED, "bad"),
            (Status.READY_FOR_REVIEW, "busy"),
            (Status.COMPLETED, "good"),
            (Status.CANCELLED, "off"),
            (TriageState.NEW, "open"),
            (TriageState.RELEVANT, "good"),
            (TriageState.NOT_RELEVANT, "off"),
            (TriageState.LATER, "busy"),
            (TriageState.DUPLICATE, "off"),
            (Stance.DENIES, "bad"),
        )
    },
}


def style_of(state: str) -> str:
    """The style in which a state is drawn."""
    return STYLES.get(str(state), "")


#: What each list's letters mean, for the help screen: heading, then letter and meaning.
#: `{refresh}` stands for the key of that action.
LEGEND: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    ("Events: status", tuple((letter, str(state)) for state, letter in STATUS.items())),
    ("Reports: triage", tuple((letter, str(state)) for state, letter in TRIAGE.items())),
    ("Reports: verdict", tuple((letter, str(state)) for state, letter in VERDICT.items())),
    (
        "Claims in the detail",
        (("D", "denies"), ("R", "replaced by a later one"), ("└", "part of the claim above")),
    ),
    (
        "Lists",
        (
            ("leads", "its row is the focus"),
            ("@", "open at somebody else's desk"),
            ("*", "marked: what is done next is done to all of these"),
            ("(kim)", "kim works on it"),
            ("▒▒", "graphic or personal, covered; {reveal} shows it"),
            ("+12 new, {refresh}", "{refresh} lists them"),
            ("!", "urgent"),
            ("~", "about"),
            ("+", "at least"),
        ),
    ),
    ("History", (("U", "undone"), ("…", "still being written"))),
    (
        "Sources: reliability",
        tuple(
            (str(grade), meaning)
            for grade, meaning in zip(
                Reliability,
                ("reliable", "usually", "fairly", "not usually", "unreliable", "cannot be judged"),
                strict=True,
            )
        ),
    ),
)
