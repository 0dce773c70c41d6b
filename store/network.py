"""Whether a folder lies on a network file system, where SQLite cannot keep a store whole.

SQLite's log needs memory shared by all who have the database open, and locks that hold: two
computers share no memory, and many network file systems only pretend to lock
(https://sqlite.org/wal.html, https://sqlite.org/howtocorrupt.html 2.1).  Folders that a virtual
machine shares with its host have the same faults.

Where the system does not list what is mounted (macOS, BSD), every folder is taken for a local one.
"""

from __future__ import annotations

import re
from pathlib import Path

#: What is mounted in this process's sight; see proc(5).
MOUNTS = Path("/proc/self/mountinfo")

#: File system types, as the kernel names them: of servers, of clusters, of a machine's host.
TYPES = frozenset(
    """
    nfs nfs4 cifs smb smb2 smb3 smbfs ncpfs afs kafs coda davfs 9p
    ceph glusterfs lustre beegfs gpfs gfs gfs2 ocfs2 pvfs2 orangefs panfs acfs
    virtiofs vboxsf vmhgfs prl_fs drvfs fakeowner
    """.split()  # noqa: SIM905  a line says of what
)
#: The same through FUSE, where the program's name stands behind a dot.
FUSE_TYPES = frozenset(
    """
    sshfs smbnetfs gvfsd-fuse nfs davfs davfs2 curlftpfs httpfs afs
    rclone s3fs goofys gcsfuse blobfuse blobfuse2 mount-s3 onedriver
    ceph glusterfs beegfs gpfs mfs moosefs lizardfs saunafs juicefs seaweedfs quobyte cvmfs cvmfs2
    vmhgfs-fuse grpcfuse osxfs portal
    """.split()  # noqa: SIM905
)
#: proc(5) writes a blank, a tab, a line feed and a backslash so.
_ESCAPE = re.compile(r"\\([0-7]{3})")


def refusal(path: Path) -> str:
    """Why nothing may be written at a path; "" where it can, also where nothing can be known."""
    try:
        listed = MOUNTS.read_text("utf-8", errors="surrogateescape")
    except OSError:
        return ""
    found = file_system(listed, path.resolve())
    if not is_network(found):
        return ""
    return (
        f"it lies on a network file system ({found}), where changes from two computers would"
        " destroy it; work on the computer that has the disk, over SSH, or on a copy on a disk of"
        " this one"
    )


def file_system(listed: str, path: Path) -> str:
    """The type of the file system that holds an absolute path, by the text of mountinfo."""
    longest, found = -1, ""
    for line in listed.splitlines():
        # 36 35 98:0 /root /mnt/point rw,noatime master:1 - ext3 /dev/root rw,errors=continue
        mount, _, source = line.partition(" - ")
        fields = mount.split(" ")
        if len(fields) < 6 or not source:
            continue
        point = Path(_ESCAPE.sub(lambda escape: chr(int(escape[1], 8)), fields[4]))
        # Of two at one place, the later one covers the earlier.
        if path.is_relative_to(point) and len(point.parts) >= longest:
            longest, found = len(point.parts), source.split(" ")[0]
    return found


def is_network(type_name: str) -> bool:
    """Whether a file system of the type may be written by another computer."""
    kind, _, program = type_name.lower().partition(".")
    return kind in TYPES or (kind in {"fuse", "fuseblk"} and program in FUSE_TYPES)
