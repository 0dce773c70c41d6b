"""What lies on a disk after a loss of power, computed from the steps that were taken on it.

The disk may do what POSIX lets it do, and does so at its worst.  What was written to a file since
its last sync survives sector by sector or not at all, in any choice.  So does each new name, each
rename, link and removal in a folder since that folder was last synced.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from tests.store.faults.disk import Step

#: A disk writes so many bytes whole, or not.
SECTOR = 512

#: Which of the steps, and which sector of it.
Place = tuple[int, int]
#: Decides whether something not yet synced has survived.
Take = Callable[[Place], bool]


class _File:
    """A file's bytes: those that are safe, and what was done to it since."""

    def __init__(self, content: bytes = b"") -> None:
        self._safe = content
        self._since: list[tuple[int, Step]] = []

    def do(self, number: int, step: Step) -> None:
        self._since.append((number, step))

    def sync(self) -> None:
        self._safe = self.after(lambda _: True)
        self._since.clear()

    def unsafe(self) -> Iterator[Place]:
        """All that a loss may take, in the order in which it was done."""
        for number, step in self._since:
            sectors = len(list(_sectors(step))) if step.act == "write" else 1
            yield from ((number, sector) for sector in range(sectors))

    def after(self, take: Take) -> bytes:
        content = bytearray(self._safe)
        for number, step in self._since:
            if step.act == "write":
                for at, (start, sector) in enumerate(_sectors(step)):
                    if take((number, at)):
                        content.extend(bytes(max(0, start - len(content))))
                        content[start : start + len(sector)] = sector
            elif take((number, 0)):
                content.extend(bytes(max(0, step.offset - len(content))))
                del content[step.offset :]
        return bytes(content)


def _sectors(step: Step) -> Iterable[tuple[int, bytes]]:
    at, end = step.offset, step.offset + len(step.content)
    while at < end:
        until = min(end, (at // SECTOR + 1) * SECTOR)
        yield at, step.content[at - step.offset : until - step.offset]
        at = until


class _Folder:
    """A folder's names: those that are safe, and those that it has."""

    def __init__(self) -> None:
        self.safe: dict[str, _Node] = {}
        self.names: dict[str, _Node] = {}


_Node = _File | _Folder


class _Entry(NamedTuple):
    """A name that a folder gets, or loses."""

    folder: _Folder
    name: str
    node: _Node | None

    def enter(self, names: dict[str, _Node]) -> None:
        if self.node is None:
            names.pop(self.name, None)
        else:
            names[self.name] = self.node


#: What is done to names in one step: all of it survives, or nothing.
_Change = list[_Entry]

#: The bytes of each file, and None for a folder, by their paths.
Lying = dict[str, bytes | None]


class Power:
    """A disk that takes step after step, until the power is lost."""

    def __init__(self, root: Path, base: Path, name: str) -> None:
        """`base` lies safe on it as `root / name`."""
        self._path = root
        self._root = _Folder()
        self._taken = 0
        self._since: list[tuple[int, _Change]] = []
        if base.exists():
            self._root.names[name] = self._root.safe[name] = _copied(base)

    def do(self, step: Step) -> None:
        """Take the next step."""
        self._taken += 1
        match step.act:
            case "create" | "mkdir":
                self._change((step.path, _File() if step.act == "create" else _Folder()))
            case "write" | "truncate":
                file = self._find(step.path)
                assert isinstance(file, _File)
                file.do(self._taken, step)
            case "sync":
                self._sync(self._find(step.path))
            case "rename":
                self._change((step.to, self._find(step.path)), (step.path, None))
            case "swap":
                one, other = self._find(step.path), self._find(step.to)
                self._change((step.to, one), (step.path, other))
            case "link":
                self._change((step.to, self._find(step.path)))
            case "unlink" | "rmdir":
                self._change((step.path, None))
            case _:
                assert step.act == "touch", step.act

    def lost(self, choose: random.Random, share: float | None) -> Lying:
        """What lies there when the power is lost now.

        `share` of what is not safe survives: 0 for nothing, 1 for all; None is another share for
        each file and folder.
        """
        takes: dict[int, Take] = {}

        def take_of(node: _Node) -> Take:
            return takes.setdefault(id(node), _taking(choose, share))

        return self._lying(take_of)

    def prefixes(self, *, torn: bool) -> Iterator[Lying]:
        """What lies there when all that is not safe reached the disk in order, up to each step.

        `torn`: up to each sector of each write.
        """
        unsafe = {at for file in self._files() for at in file.unsafe()}
        unsafe |= {(number, 0) for number, _ in self._since}
        if not torn:
            unsafe = {max(at for at in unsafe if at[0] == number) for number, _ in unsafe}
        for last in [(0, 0), *sorted(unsafe)]:
            yield self._lying(lambda _, last=last: lambda at: at <= last)  # type: ignore[misc]

    def _files(self) -> Iterator[_File]:
        """Every file that has a name, or would have one after a loss."""
        seen: set[int] = set()
        found: list[_Node] = [self._root, *(e.node for _, c in self._since for e in c if e.node)]
        while found:
            node = found.pop()
            if id(node) in seen:
                continue
            seen.add(id(node))
            if isinstance(node, _File):
                yield node
            else:
                found += [*node.safe.values(), *node.names.values()]

    def _lying(self, take_of: Callable[[_Node], Take]) -> Lying:
        entered: dict[int, dict[str, _Node]] = {}
        for number, change in self._since:
            if take_of(change[0].folder)((number, 0)):
                for entry in change:
                    folder = entry.folder
                    entry.enter(entered.setdefault(id(folder), dict(folder.safe)))

        def walk(folder: _Folder, path: PurePosixPath) -> Iterator[tuple[str, bytes | None]]:
            for name, node in entered.get(id(folder), folder.safe).items():
                if isinstance(node, _File):
                    yield str(path / name), node.after(take_of(node))
                else:
                    yield str(path / name), None
                    yield from walk(node, path / name)

        return dict(walk(self._root, PurePosixPath()))

    def _find(self, path: str) -> _Node:
        node: _Node = self._root
        for name in PurePosixPath(path).relative_to(self._path).parts:
            assert isinstance(node, _Folder)
            node = node.names[name]
        return node

    def _change(self, *named: tuple[str, _Node | None]) -> None:
        change = []
        for path, node in named:
            at = PurePosixPath(path)
            folder = self._find(str(at.parent))
            assert isinstance(folder, _Folder)
            change.append(_Entry(folder, at.name, node))
            change[-1].enter(folder.names)
        self._since.append((self._taken, change))

    def _sync(self, node: _Node) -> None:
        if isinstance(node, _File):
            node.sync()
            return
        mine = [one for one in self._since if any(e.folder is node for e in one[1])]
        self._since = [one for one in self._since if one not in mine]
        for _, change in mine:
            for entry in change:
                entry.enter(entry.folder.safe)


def _copied(path: Path) -> _Node:
    """A file or a folder with all that is in it, safe."""
    if not path.is_dir():
        return _File(path.read_bytes())
    folder = _Folder()
    for inside in path.iterdir():
        folder.names[inside.name] = folder.safe[inside.name] = _copied(inside)
    return folder


def _taking(choose: random.Random, share: float | None) -> Take:
    part = choose.choice((0.0, 0.1, 0.5, 0.9, 1.0)) if share is None else share
    return lambda _: choose.random() < part


def lay(lying: Lying, to: Path) -> None:
    """Put what lies there in place of a store's folder, the first one of all paths."""
    for name, content in sorted(lying.items()):
        path = to.joinpath(*PurePosixPath(name).parts[1:])
        if content is None:
            path.mkdir(mode=0o700)
        else:
            path.write_bytes(content)
            path.chmod(0o600)
