"""A store on a network file system: known as such, and never written."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from store import network
from store.commands.records import WriteRecords
from store.errors import StoreReadOnly, UnwritableStore
from store.ids import Kind
from store.repository import Repository
from tests.builders import a_store, event
from tests.store.folders import lying_in

LISTED = r"""
22 27 0:21 / /proc rw,relatime - proc proc rw
27 1 254:0 / / rw,relatime - ext4 /dev/vda rw,discard
40 27 0:44 / /home rw,relatime shared:1 - nfs4 server:/home rw,vers=4.2,addr=10.0.0.1
41 40 8:1 / /home/ada/local rw,relatime shared:2 master:3 - xfs /dev/sda1 rw
42 27 0:45 / /mnt/case\040files rw - cifs //server/cases rw,vers=3.1.1
43 27 0:46 / /mnt/tab\011and\134back rw - fuse.sshfs ada@host: rw
44 27 0:47 / /srv rw - btrfs /dev/sdb rw
45 44 0:48 / /srv rw - ceph 10.0.0.2:/ rw
46 27 0:49 / /media/stick rw - fuseblk /dev/sdc1 rw
47 27 0:50 / /vault rw - fuse.gocryptfs /home/ada/vault rw
a line that nobody understands
48 27 0:51 / /mnt/öffentlich rw - 9p share rw
"""


@pytest.mark.parametrize(
    ("path", "type_name", "is_network"),
    [
        ("/opt/cases", "ext4", False),
        ("/", "ext4", False),
        ("/home", "nfs4", True),
        ("/home/ada/store", "nfs4", True),
        ("/homework/store", "ext4", False),
        ("/home/ada/local/store", "xfs", False),
        ("/mnt/case files/store", "cifs", True),
        ("/mnt/tab\tand\\back/store", "fuse.sshfs", True),
        ("/srv/store", "ceph", True),
        ("/media/stick/store", "fuseblk", False),
        ("/vault/store", "fuse.gocryptfs", False),
        ("/mnt/öffentlich/store", "9p", True),
    ],
)
def test_the_mount_that_holds_a_folder_says_what_it_lies_on(
    path: str, type_name: str, is_network: bool
) -> None:
    """The longest mount point counts, and of two at one place the later one."""
    assert network.file_system(LISTED, Path(path)) == type_name
    assert network.is_network(type_name) is is_network


def test_a_list_without_the_folder_s_mount_tells_nothing() -> None:
    """An empty or foreign list is no reason to refuse a store."""
    assert network.file_system("", Path("/opt")) == ""
    assert network.file_system("22 27 0:21 / /proc rw - proc proc rw", Path("/opt")) == ""
    assert not network.is_network("")


@pytest.fixture
def shared(place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A list of mounts by which the test's folder lies on a server."""
    listed = tmp_path / "mountinfo"
    listed.write_text(f"{LISTED}60 27 0:60 / {tmp_path} rw - nfs4 server:/x rw\n")

    monkeypatch.setattr(network, "MOUNTS", listed)
    return place


SENTENCE = (
    "it lies on a network file system (nfs4), where changes from two computers would destroy it;"
    " work on the computer that has the disk, over SSH, or on a copy on a disk of this one"
)


@pytest.mark.parametrize("given", ["a closed store", "an open one", "incidents.json alone"])
def test_a_store_on_a_network_is_read_from_a_copy_and_never_written(
    place: Path, request: pytest.FixtureRequest, home: Path, given: str
) -> None:
    """It opens, lists its records, refuses a change in a sentence; not a byte of it changes."""
    with a_store(place, event(1)) as repository:
        repository.run(WriteRecords([event(2)]))
        if given == "incidents.json alone":
            repository.checkpoint()
        if given != "an open one":
            repository.close()
        if given == "incidents.json alone":
            (place / "desk.sqlite").unlink()
        request.getfixturevalue("shared")
        before = lying_in(place)
        read = Repository.open(place)
        assert read.only_reads == SENTENCE
        with read.read() as reader:
            assert list(reader.numbers(Kind.EVENT)) == [2, 1]
        said = f"{place} is open for reading only: {SENTENCE}."
        with pytest.raises(StoreReadOnly, match=re.escape(said)):
            read.run(WriteRecords([event(3)]))
        read.be_present()
        read.close()
        assert lying_in(place) == before
        assert list(home.glob(".cache/incident-desk/scratch/*")) == []


def test_no_store_is_made_on_a_network(shared: Path) -> None:
    """Who asks for one is told why, and no folder is left behind."""
    with pytest.raises(UnwritableStore, match=re.escape(f"cannot be written: {SENTENCE}. Noth")):
        Repository.create(shared / "deep" / "er")
    assert not shared.exists()


def test_where_the_system_lists_no_mounts_a_folder_is_local(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """macOS and BSD have no such list: nothing can be known, so nothing is refused."""
    monkeypatch.setattr(network, "MOUNTS", place / "none")
    assert network.refusal(place) == ""
