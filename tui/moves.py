"""What each action does to the view: pure, given what the screen shows around it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from store.ids import Ref
from tui import marked, state
from tui.intents import ENTERS, Action, Point, Roll
from tui.list_state import scrolled
from tui.render.picture import DetailPicture
from tui.state import LISTS, Heights, Pane, RowsOf, View


@dataclass(frozen=True)
class Scene:
    """What a move may ask for besides the view."""

    rows_of: RowsOf
    heights: Heights
    """The rows that each pane on the screen has, without its title."""
    detail: DetailPicture

    @property
    def detail_height(self) -> int:
        """The lines that the detail has."""
        return self.heights.get(Pane.DETAIL, 1)

    def detail_top(self, view: View) -> int:
        """The first line of the detail that is drawn: after a resize there may be fewer lines."""
        return self.detail.clamped(view.detail_top, self.detail_height)


def begun(rows_of: RowsOf, focus: Ref | None) -> View:
    """The first view of a store, of what it has; a focus that it has is followed at once."""
    # A store without events opens on what it has.
    leading = next((pane for pane in LISTS if rows_of(pane.kind, None).total), Pane.EVENTS)
    view = state.opening(rows_of, leading)
    if focus is None or focus == view.focus:
        return view
    return replace(state.follow(view, focus, rows_of, {}), previous=None)


def act(action: Action, view: View, scene: Scene) -> View:
    """The view after an action; unchanged by an action that is not about the view."""
    if action in ENTERS:
        return state.enter(view, ENTERS[action])
    if action in _STEPS:
        return _STEPS[action](view, scene)
    if view.active is Pane.DETAIL:
        return _move_in_detail(action, view, scene)
    return _move_in_list(action, view, scene)


def point(intent: Point, view: View, scene: Scene) -> View:
    """The view after a click: the pane has the keyboard, its cursor stands on the line."""
    entered = state.enter(view, intent.pane)
    line = intent.line - 1
    if line < 0:
        return entered
    if intent.pane is Pane.DETAIL:
        top = scene.detail_top(view)
        entries = scene.detail.entries(top + scene.detail_height)
        for at, (entry, _) in enumerate(entries):
            if entry == top + line:
                return state.put_detail(entered, cursor=at)
        return entered
    shown = state.fitted(view, scene.heights).lists[intent.pane]
    is_below = line >= scene.heights.get(intent.pane, 0)
    if is_below or shown.top + line >= len(shown.rows.numbers):
        # Nothing is there; or it was pointed at before the screen was made smaller.
        return entered
    return _put(entered, intent.pane, shown.top + line, scene)


def roll(intent: Roll, view: View, scene: Scene) -> View:
    """The view after the wheel: the detail scrolls, a list's cursor moves."""
    if intent.pane is Pane.DETAIL:
        return _scroll(view, scene, intent.lines)
    return _put(view, intent.pane, view.lists[intent.pane].cursor + intent.lines, scene)


def followed(view: View, scene: Scene) -> Ref | None:
    """The record that is followed from where the cursor is; None for none."""
    if view.active is not Pane.DETAIL:
        return view.lists[view.active].ref
    entry = scene.detail.entry(view.detail_cursor, view.detail_top + scene.detail_height)
    return entry[1] if entry else None


def _follow(view: View, scene: Scene) -> View:
    ref = followed(view, scene)
    return state.follow(view, ref, scene.rows_of, scene.heights) if ref else view


def _move_in_list(action: Action, view: View, scene: Scene) -> View:
    pane = view.active
    shown = view.lists[pane]
    page = max(scene.heights.get(pane, 1) - 1, 1)
    last = len(shown.rows.numbers) - 1
    row = {
        Action.DOWN: shown.cursor + 1,
        Action.UP: shown.cursor - 1,
        Action.FIRST: 0,
        Action.LAST: last,
        Action.PAGE_DOWN: shown.cursor + page,
        Action.PAGE_UP: shown.cursor - page,
    }.get(action)
    return view if row is None else _put(view, pane, row, scene)


def _put(view: View, pane: Pane, row: int, scene: Scene) -> View:
    return state.put_cursor(view, pane, row, scene.rows_of, scene.heights.get(pane, 1))


def _move_in_detail(action: Action, view: View, scene: Scene) -> View:
    height = scene.detail_height
    match action:
        case Action.DOWN:
            return _step(view, scene, 1)
        case Action.UP:
            return _step(view, scene, -1)
        case Action.FIRST:
            return state.put_detail(view, cursor=0, top=0)
        case Action.LAST:
            made = scene.detail.upto(_ALL)
            entries = scene.detail.entries(_ALL)
            return state.put_detail(
                view, cursor=max(len(entries) - 1, 0), top=max(len(made) - height, 0)
            )
        case Action.PAGE_DOWN:
            return _scroll(view, scene, max(height - 2, 1))
        case Action.PAGE_UP:
            return _scroll(view, scene, -max(height - 2, 1))
    return view


#: More lines than any record has on a screen.
_ALL = 1 << 40


def _step(view: View, scene: Scene, step: int) -> View:
    """To the next entry when it is near; what lies between is scrolled through, not skipped."""
    height, top = scene.detail_height, scene.detail_top(view)
    entries = scene.detail.entries(top + 2 * height)
    cursor = view.detail_cursor + step
    if 0 <= cursor < len(entries):
        line = entries[cursor][0]
        if top - height // 2 <= line < top + height + height // 2:
            total = len(scene.detail.upto(top + 2 * height))
            return state.put_detail(view, cursor=cursor, top=scrolled(top, line, height, total))
    return _scroll(view, scene, step)


def _scroll(view: View, scene: Scene, lines: int) -> View:
    """The detail scrolled; its cursor comes along, so that it stays in sight."""
    height = scene.detail_height
    top = scene.detail.clamped(max(scene.detail_top(view) + lines, 0), height)
    entries = scene.detail.entries(top + height)
    cursor = view.detail_cursor
    seen = [at for at, (line, _) in enumerate(entries) if top <= line < top + height]
    if seen and cursor not in seen:
        cursor = seen[0] if lines > 0 else seen[-1]
    return state.put_detail(view, cursor=cursor, top=top)


def _to_match(view: View, scene: Scene, step: int) -> View:
    """The next match below in sight, or the one above; from what is in sight at first."""
    height, top = scene.detail_height, scene.detail_top(view)
    at = view.lists[view.listed].match
    if not top <= at < top + height:
        at = top - 1 if step > 0 else top + height
    line = scene.detail.match_after(at) if step > 0 else scene.detail.match_before(at)
    if line is None:
        return view
    if not top <= line < top + height:
        top = scene.detail.clamped(max(line - height // 3, 0), height)
    scrolled = _scroll(view, scene, top - scene.detail_top(view))
    return state.put_detail(scrolled, top=top, match=line)


def nothing_done(action: Action, view: View, scene: Scene) -> str:
    """Why an action changed nothing, where that needs to be said; keys by their actions' names."""
    match action:
        case Action.FOLLOW:
            return "No row of this record can be followed. {next-pane} goes to another pane."
        case Action.MARK | Action.MARK_RANGE:
            return "There is no row here to mark. {next-pane} goes to another pane."
        case Action.NEXT_MATCH | Action.PREVIOUS_MATCH if view.shown is None:
            return "Nothing is shown in which a match could stand. {search} changes the query."
        case Action.NEXT_MATCH | Action.PREVIOUS_MATCH if scene.detail.match_after(-1) is None:
            return f"No words of the query stand in {view.shown}: it was found by something else."
        case Action.NEXT_MATCH:
            return "This was the last match. {previous-match} goes back up."
        case Action.PREVIOUS_MATCH:
            return "This was the first match. {next-match} goes on down."
    return ""


def _mark(view: View, scene: Scene) -> View:
    """The row marked, or no longer, and the cursor on the next one."""
    pane = view.active
    if pane is Pane.DETAIL:
        return view
    return _put(marked.toggled(view, pane), pane, view.lists[pane].cursor + 1, scene)


def _mark_range(view: View, scene: Scene) -> View:
    """A range begun, or the open one ended."""
    del scene
    pane = view.active
    if pane is Pane.DETAIL:
        return view
    is_open = view.lists[pane].range_from is not None
    return marked.range_ended(view, pane) if is_open else marked.range_begun(view, pane)


_STEPS: dict[Action, Callable[[View, Scene], View]] = {
    Action.NEXT_PANE: lambda view, _: state.tab(view, 1),
    Action.PREVIOUS_PANE: lambda view, _: state.tab(view, -1),
    Action.FOLLOW: _follow,
    Action.BACK: lambda view, _: state.back(view),
    Action.ALL: lambda view, scene: state.all_of(view, view.listed, scene.rows_of),
    Action.MARK: _mark,
    Action.MARK_RANGE: _mark_range,
    Action.PIN: lambda view, scene: state.pin(view, scene.rows_of),
    Action.ZOOM: lambda view, _: state.zoom(view),
    Action.SCROLL_DOWN: lambda view, scene: _scroll(view, scene, 1),
    Action.SCROLL_UP: lambda view, scene: _scroll(view, scene, -1),
    Action.NEXT_MATCH: lambda view, scene: _to_match(view, scene, 1),
    Action.PREVIOUS_MATCH: lambda view, scene: _to_match(view, scene, -1),
    Action.PAGE_DETAIL: lambda view, scene: _scroll(view, scene, max(scene.detail_height - 2, 1)),
}
