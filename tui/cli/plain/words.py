"""The words with which one can answer, and what an answer means: pure."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from store.ids import Kind, Ref
from store.moments import with_plain_digits
from store.syntax import REFERENCE
from store.text import clean
from tui.bindings import Bindings
from tui.intents import Action
from tui.keyboard import Keyboard, in_place

#: Of a word that is told back, so many characters.
LONGEST = 40
#: Prefixes of fewer letters are none: a letter alone is a key of the desk, or a slip.
LEAST = 2
#: Of somebody of whom nothing is known.
LATIN = Keyboard()


class Word(NamedTuple):
    """A word that can be answered."""

    name: str
    actions: tuple[Action, ...]
    """What the keys of the desk are for that mean the same."""
    takes: str
    """What may stand behind it, as it is told."""
    help: str
    also: tuple[str, ...] = ()
    group: str = ""


#: A family stands at the margin; its words below it, each with the actions of the desk that mean
#: the same, what may stand behind it, what it does, and other names.
_TABLE = """
Decide
  relevant | relevant | | The report is relevant. |
  not relevant | not-relevant not-relevant-because | REASON, or its digit | It is not relevant. | irrelevant
  later | later | WHEN | It comes back then: tomorrow, 2d, friday 15:30. |
  duplicate | duplicate | REF, or the digit of a likely one | It repeats another report. | copy
  into | into-event | REF, words, or new TITLE | It is relevant, and tells of that event. | event
  urgent | urgent | | It goes first, or no longer. |
  repeat | repeat | | Decide the same as last time. |
Go
  next | down | | Leave the report as it is and go on. | skip
  back | back up | | Go back to the report before. | previous
  go | | REF | Go to that report; its reference alone does so too. |
  search | search | QUERY | Go through the reports that it finds in place of the inbox. | find
  inbox | inbox refresh | | Read the inbox again. |
Read
  read | follow | | Read the text from the beginning. | text
  more | | | Read on; Enter alone does so too. |
  sentences | select-words | NUMBER | Read the text, each sentence numbered, from that one on. |
  where | | | Tell again which report this is. | this again
  show | | REF | Tell the fields of a record. | fields
  links | | REF | Tell what is linked to a record. |
  quotes | | REF | Tell the quotes. |
  claims | | REF | Tell the claims. |
  notes | | REF | Tell the notes. |
  likely | compare | | Tell what the report may repeat. | candidates
  toll | toll | REF | Tell the toll of an event. |
  reveal | reveal | REF | Show covered words, or cover them again. | uncover
Write
  note | note long-note | on REF TEXT | Write a note; without a text it has several lines. |
  drafts | drafts | | Tell which notes were begun and not written. |
  quote | quote-words | NUMBER of a sentence, or "WORDS" | Make a quote of them. |
  claim | claim-words | NUMBER, or "WORDS" | Make a claim of them. |
  place | place-words | "WORDS" | Make a place of them. |
Sort
  tags | tags | REF TAG -TAG | Add tags, take tags away. | tag
  status | status | REF STATUS | Say how far the work on an event is. |
  grade | grade | REF GRADE | Grade a source, claim, event or report. |
  take | take | REF | Take the work, or give it back. |
  edit | edit link | REF FIELD=VALUE | Give a field a value. | set
Mend
  undo | undo | | Take back what you did last. |
  redo | redo | | Do again what you undid last. |
  history | history | REF | Tell who changed a record, and when. |
  who | who-is-here | | Tell who else is here. |
  help | help | WORD | Tell the words; help all tells all of them. |
  quit | quit close | | Leave. | exit bye
"""  # noqa: E501  a row is one line


def _words() -> Iterator[Word]:
    group = ""
    for line in _TABLE.strip().splitlines():
        if not line.startswith(" "):
            group = line
            continue
        name, actions, takes, told, also = (part.strip() for part in line.split("|"))
        does = tuple(map(Action, actions.split()))
        yield Word(name, does, takes, told, tuple(also.split()), group)


WORDS = tuple(_words())
BY_NAME = {name: word for word in WORDS for name in (word.name, *word.also)}
#: The word of each action, to be put into sentences of ours in place of its key.
NAMES = {action.value: word.name for word in WORDS for action in word.actions}
#: Without anything typed.
NOTHING = Word("", (), "", "")


class Answer(NamedTuple):
    """What somebody means."""

    word: Word
    text: str = ""
    """What stands behind the word."""
    action: Action | None = None
    """What the key is for, where a key of the desk was typed."""


class NotUnderstood(Exception):
    """An answer means nothing, or several things; `str` is one sentence."""


Letters = Mapping[str, Action]


def letters_of(bindings: Bindings) -> Letters:
    """The keys of the desk that can be typed here, each with its action."""
    actions = [action for word in WORDS for action in word.actions]
    return {
        key: action
        for action in actions
        for key in bindings.of_action[action].keys
        if len(key) == 1
    }


def understood(line: str, letters: Letters, keyboard: Keyboard = LATIN) -> Answer:
    """What a line means; NotUnderstood tells what may have been meant.

    A word or key typed on another script's layout of the `keyboard` is the one in the same places.
    """
    typed = line.strip()
    if not typed:
        return Answer(NOTHING)
    head, _, rest = typed.partition(" ")
    latin = in_place(head, keyboard)
    found = _in_full(typed, letters) or (_in_full(f"{latin} {rest}", letters) if latin else None)
    found = found or _begun(head, latin or head, rest.strip())
    if found.text.isdecimal():
        # The keyboards of Arabic and Persian have other digits.
        found = found._replace(text=with_plain_digits(found.text))
    if found.text and not found.word.takes:
        # `relevant R5` may be meant for R5, and would decide on the report in hand.
        raise NotUnderstood(f"{found.word.name} takes nothing behind it. Nothing was done.")
    return found


def _in_full(typed: str, letters: Letters) -> Answer | None:
    """A word in full, a key, or a reference alone."""
    head, _, rest = typed.strip().partition(" ")
    found = _named(typed) or _keyed(typed, head, rest.strip(), letters)
    if found is None and REFERENCE.fullmatch(head.upper()) and not rest:
        ref = Ref(head.upper())
        found = Answer(BY_NAME["go" if ref.kind is Kind.REPORT else "show"], str(ref))
    return found


def _named(typed: str) -> Answer | None:
    """A word in full: that of two words before others."""
    for count in (2, 1):
        parts = typed.split(None, count)
        name = " ".join(parts[:count]).lower()
        if name in BY_NAME and len(parts) >= count:
            return Answer(BY_NAME[name], "".join(parts[count:]).strip())
    return None


def _keyed(typed: str, head: str, rest: str, letters: Letters) -> Answer | None:
    """A key of the desk, and what stands behind it: `X 2` or `X2`, `/dead`, `"these words"`."""
    if len(head) == 1:
        return _of_key(head, rest, letters)
    key, behind = typed[0], typed[1:]
    if not key.isalnum():
        # A quotation mark that opens words belongs to them.
        return _of_key(key, typed if key == '"' and behind.endswith('"') else behind, letters)
    # Capitals before digits are references.
    is_ref = key.isupper() and bool(REFERENCE.fullmatch(head))
    if head[1:].isdecimal() and not rest and not is_ref:
        answer = _of_key(key, head[1:], letters)
        return answer if answer and answer.word.name in _WITH_DIGITS else None
    return None


#: What a digit may stand behind without a blank.
_WITH_DIGITS = frozenset(
    {"not relevant", "later", "duplicate", "into", "quote", "claim", "status", "grade"}
)


def _of_key(key: str, text: str, letters: Letters) -> Answer | None:
    action = letters.get(key)
    if action is None:
        return None
    return Answer(BY_NAME[NAMES[action.value]], text.strip(), action)


def _begun(shown: str, head: str, rest: str) -> Answer:
    """A word by its first letters, where no other begins so; `shown` is how they were typed."""
    typed = clean(shown[:LONGEST])
    begun = head.lower()
    if len(head) < LEAST:
        raise NotUnderstood(f"{typed} is no word here. help tells the words.")
    found = {word.name: word for name, word in BY_NAME.items() if name.startswith(begun)}
    if len(found) == 1:
        return Answer(next(iter(found.values())), rest)
    if found:
        raise NotUnderstood(f"{typed} may be {either(found)}. Which?")
    near = difflib.get_close_matches(begun[:LONGEST], BY_NAME, 1, 0.6)
    meant = f" Did you mean {near[0]}?" if near else " help tells the words."
    raise NotUnderstood(f"There is no word {typed}.{meant}")


def either(names: Iterable[str]) -> str:
    """As `note, notes or not relevant`."""
    *firsts, last = names
    return f"{', '.join(firsts)} or {last}" if firsts else last


def reference_first(text: str) -> tuple[Ref | None, str]:
    """The reference with which a text begins, and what stands behind it."""
    head, _, rest = text.partition(" ")
    if REFERENCE.fullmatch(head.upper()):
        return Ref(head.upper()), rest.strip()
    return None, text


def completions(before: str, begun: str, refs: Iterable[Ref]) -> list[str]:
    """What the word that is being typed may become: a word of ours, else a reference."""
    if not before.strip():
        names = sorted(word.name for word in WORDS)
        return [f"{name} " for name in names if name.startswith(begun.lower())]
    return [f"{ref} " for ref in dict.fromkeys(refs) if ref.startswith(begun.upper())]


def help_lines(asked: str, letters: Letters) -> list[str]:
    """The words by what they are for; of one word, or of `all`, what it does."""
    if not asked:
        groups = dict.fromkeys(word.group for word in WORDS)
        lines = [
            f"{group}: {', '.join(word.name for word in WORDS if word.group == group)}."
            for group in groups
        ]
        return [
            *lines,
            "help WORD tells more of one, help all of each. Keys of the desk do too.",
            "Where something is asked, nothing typed leaves all as it is.",
        ]
    if asked == "all":
        return [_told(word, letters) for word in WORDS]
    return [_told(understood(asked, letters).word, letters)]


def _told(word: Word, letters: Letters) -> str:
    keys = [_said(key) for key, action in letters.items() if action in word.actions]
    also = [*word.also, *keys]
    behind = f" {word.takes}" if word.takes else ""
    return f"{word.name}{behind}: {word.help}{f' Also {either(also)}.' if also else ''}"


def _said(key: str) -> str:
    """A key as it is read aloud: a letter, or the name of a sign."""
    return key if key.isalnum() else unicodedata.name(key, key).lower()
