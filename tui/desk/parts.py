"""Which part of the desk carries out which action that changes records."""

from __future__ import annotations

from tui.intents import Action

#: The part of each action, as `module:class` below `tui.desk.workbench`.
PARTS: dict[Action, str] = {
    **dict.fromkeys(
        (
            Action.INBOX,
            Action.RELEVANT,
            Action.NOT_RELEVANT,
            Action.WITH_REASON,
            Action.LATER,
            Action.DUPLICATE,
            Action.URGENT,
            Action.REPEAT,
        ),
        "deciding:Deciding",
    ),
    Action.INTO_EVENT: "gathering:Gathering",
    Action.COMPARE: "comparing:Comparing",
    Action.INVERT_MARKS: "marking:Marking",
    **dict.fromkeys((Action.EDIT, Action.NEW), "editing:Editing"),
    Action.ADD: "arriving:Arriving",
    Action.LINK: "linking:Linking",
    Action.TAGS: "tagging:Tagging",
    **dict.fromkeys((Action.STATUS, Action.TAKE), "assigning:Assigning"),
    Action.GRADE: "grading:Grading",
    Action.TOLL: "reckoning:Reckoning",
    Action.CHECK: "checking:Checking",
    **dict.fromkeys((Action.NOTE, Action.LONG_NOTE, Action.DRAFTS), "writing:Writing"),
    **dict.fromkeys(
        (Action.SELECT_WORDS, Action.CITE_QUOTE, Action.CITE_CLAIM, Action.CITE_PLACE),
        "citing:Citing",
    ),
    **dict.fromkeys((Action.REVEAL, Action.SENSITIVITY), "covering:Covering"),
    **dict.fromkeys((Action.COPY, Action.COPY_ADDRESS), "copying:Copying"),
    Action.EXPORT: "exporting:Exporting",
    Action.DIGEST: "digest:Digest",
    **dict.fromkeys((Action.CALLS, Action.PRESENT), "company:Company"),
}
