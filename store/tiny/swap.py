"""Two files that change places in one step of the file system.

A rename overwrites what another program has put under the name a moment before, and nobody would
ever know.  Where the two change places instead, what was there lies under our other name, and can
be looked at.  Linux alone can do so (renameat2, RENAME_EXCHANGE), and Python has no word for it.
"""

from __future__ import annotations

import ctypes
import errno
import os
from functools import cache
from pathlib import Path
from typing import Any

# linux/fcntl.h and linux/fs.h.
_AT_FDCWD = -100
_RENAME_EXCHANGE = 2

#: No such call, not on this file system, forbidden to this process; or one of the two is not there.
#: A rename says more of the last two, or goes well.
_CANNOT = {errno.ENOSYS, errno.EINVAL, errno.EOPNOTSUPP, errno.EPERM, errno.ENOENT}


def swap(one: Path, other: Path) -> bool:
    """Have two files of a file system change places; False, and nothing is done, where none can."""
    renameat2 = _renameat2()
    if renameat2 is None:
        return False
    paths = os.fsencode(one), os.fsencode(other)
    if renameat2(_AT_FDCWD, paths[0], _AT_FDCWD, paths[1], _RENAME_EXCHANGE) == 0:
        return True
    number = ctypes.get_errno()
    if number in _CANNOT:
        return False
    raise OSError(number, os.strerror(number), str(one), None, str(other))


@cache
def _renameat2() -> Any:
    """The C library's function; None in one that has none."""
    # None: what is loaded already.
    call = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if call is not None:
        text = ctypes.c_char_p
        call.argtypes = (ctypes.c_int, text, ctypes.c_int, text, ctypes.c_uint)
        call.restype = ctypes.c_int
    return call
