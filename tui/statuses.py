"""How far the work on an event can be, by digits, and what each of it means."""

from __future__ import annotations

from store.vocabulary import Status

STATUSES = {str(at): status for at, status in enumerate(Status, start=1)}
#: What a status is for, as Atlos has it.
MEANINGS = {
    Status.TO_DO: "nobody has begun",
    Status.IN_PROGRESS: "somebody works on it",
    Status.HELP_NEEDED: "stuck: somebody else should look",
    Status.READY_FOR_REVIEW: "done, and a second person has to look",
    Status.COMPLETED: "reviewed and closed",
    Status.CANCELLED: "not to be worked on",
}
