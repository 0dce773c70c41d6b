"""Notes that were typed and not written, told of when the desk opens."""

from __future__ import annotations

import time
from collections.abc import Callable

from textual.screen import Screen

from store.drafts import Draft, Drafts
from tui.bindings import Bindings
from tui.desk.link import Link
from tui.render.drafts import form_sentence, opening_sentence


def drafts_of(link: Link) -> Drafts:
    """This user's drafts of the store that is open."""
    from platformdirs import user_state_path  # noqa: PLC0415  not before the first screen

    repository = link.repository
    return Drafts(repository.folder, repository.author, user_state_path("incident-desk"))


def form_drafts_of(link: Link) -> Drafts:
    """What this user typed in forms of the store and did not save."""
    from platformdirs import user_state_path  # noqa: PLC0415  not before the first screen

    repository = link.repository
    return Drafts(repository.folder, repository.author, user_state_path("incident-desk"), "forms")


class DraftsLeft:
    """Looks once for what an earlier desk left behind."""

    def __init__(
        self, screen: Screen[None], link: Link, say: Callable[[str], None], bindings: Bindings
    ) -> None:
        self._screen = screen
        self._link = link
        self._say = say
        self._bindings = bindings
        self._is_stopped = False

    def stop(self) -> None:
        """Say nothing any more."""
        self._is_stopped = True

    def run(self) -> None:
        """Look, on a worker thread, and say what there is."""
        if self._link.is_bare:
            return
        found = drafts_of(self._link).all()
        if found and not self._is_stopped:
            with self._link.asking(lambda: self._is_stopped) as (reader, _):
                is_there = bool(reader.version(found[0].key))
            said = opening_sentence(found, time.time(), self._bindings, is_there=is_there)
            self._screen.app.call_from_thread(self._say, said)
        forms = form_drafts_of(self._link).all()
        if forms and not self._is_stopped:
            said = form_sentence(forms, time.time(), self._bindings)
            self._screen.app.call_from_thread(self._say, said)


def newest_on(drafts: list[Draft], key: str) -> Draft | None:
    """The newest draft that is offered on a record."""
    return next((draft for draft in drafts if draft.key == key), None)
