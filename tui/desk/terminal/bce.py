"""Which terminals erase with the colour of the ground that is set (terminfo's bce)."""

from __future__ import annotations

from tui.terminal import Around, Terminal

#: Their names begin like this.  Of others, nobody knows: nothing coloured is erased there, which
#: costs some bytes and is right everywhere.  tmux and screen draw on terminals of any sort.
_ERASING = (
    *("xterm", "linux", "rxvt", "alacritty", "foot", "kitty", "konsole", "gnome", "vte", "putty"),
    *("st-", "wezterm", "ghostty", "contour", "iterm", "mintty", "nsterm", "ms-terminal"),
)
#: What screen is called where it has been told to do so (defbce).
_SCREENS_ERASING = ("screen-bce", "screen-256color-bce", "screen.xterm")


def erases(terminal: Terminal) -> bool:
    """Whether the terminal does so; inside screen, one that is called by another name does not."""
    if terminal.around is Around.SCREEN:
        return terminal.name.startswith(_SCREENS_ERASING)
    return terminal.name == "st" or terminal.name.startswith((*_ERASING, *_SCREENS_ERASING))
