"""Textual's private names that the desk relies on are there: a new minor version may move them."""

from __future__ import annotations

import inspect
from typing import Any

import pytest
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.drivers.linux_driver import LinuxDriver
from textual.widgets import TextArea

#: What we put in the place of Textual's own: what is not called any more does nothing.
OVERRIDDEN = {
    LinuxDriver: (
        "_run_input_thread",
        "run_input_thread",
        "_sigcont_application",
        "_enable_mouse_support",
        "_disable_mouse_support",
        "_enable_mouse_pixels",
        "start_application_mode",
        "stop_application_mode",
        "process_message",
        "close",
    ),
    App: ("_fatal_error", "panic", "copy_to_clipboard", "get_driver_class", "get_default_screen"),
    TextArea: ("_on_key", "_on_paste", "get_line"),
}
#: What we read, set or call.
USED = {
    LinuxDriver: (
        "_app",
        "_auto_restart",
        "_debug",
        "_get_terminal_size",
        "_key_thread",
        "_loop",
        "_mouse",
        "_must_signal_resume",
        "_writer_thread",
        "attrs_before",
        "exit_event",
        "fileno",
        "resume_application_mode",
        "suspend_application_mode",
    ),
    App: (
        "_clipboard",
        "_close_messages_no_wait",
        "_driver",
        "_exception",
        "_exit_renderables",
        "_handle_exception",
        "_loop",
        "_return_code",
        "no_color",
    ),
    TextArea: ("_bindings", "_replace_via_keyboard"),
    XTermParser: (
        "feed",
        "last_x",
        "last_y",
        "mouse_pixels",
        "terminal_pixel_size",
        "terminal_size",
    ),
}


def _each(names: dict[type, tuple[str, ...]]) -> list[Any]:
    return [
        pytest.param(owner, name, id=f"{owner.__name__}.{name}")
        for owner, all_names in names.items()
        for name in all_names
    ]


def _source(owner: type) -> str:
    """The source of a class and of what it is made of, as far as that is Textual's."""
    parts = [one for one in owner.__mro__ if one.__module__.startswith("textual")]
    return "\n".join(map(inspect.getsource, parts))


@pytest.mark.parametrize(("owner", "name"), _each(OVERRIDDEN))
def test_what_is_overridden_is_still_there(owner: type, name: str) -> None:
    """Textual has a method of that name, in whose place ours is called."""
    assert callable(getattr(owner, name, None)), f"{owner.__name__} has no {name} any more"


@pytest.mark.parametrize(("owner", "name"), _each(USED))
def test_what_is_used_is_still_there(owner: type, name: str) -> None:
    """Textual's class has an attribute of that name, or sets one."""
    is_there = hasattr(owner, name) or f"self.{name}" in _source(owner)
    assert is_there, f"{owner.__name__} has no {name} any more"


def test_the_other_screen_is_entered_as_the_driver_expects() -> None:
    """In one write of its own: the driver leaves it out where the first rows stand already."""
    assert r'self.write("\x1b[?1049h")' in inspect.getsource(LinuxDriver.start_application_mode)
