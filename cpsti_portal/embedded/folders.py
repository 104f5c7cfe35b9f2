"""Private folders with a short path: a Unix socket's path may not exceed 107 bytes, a clone's may."""

import hashlib
import os
import stat
import tempfile
from pathlib import Path

TEMPORARY = Path("/tmp") if os.path.isdir("/tmp") else Path(tempfile.gettempdir())


def socket_folder(data_dir: Path, owner: int | None) -> Path:
    """The same private folder at each start for one data folder; lower case only (URLs lose the case of a host)."""
    digest = hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:12]
    folder = TEMPORARY / f"portail-{os.geteuid()}-{digest}"
    allowed = {os.geteuid(), owner}
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        found = folder.lstat()
        if (
            not stat.S_ISDIR(found.st_mode) or found.st_uid not in allowed
        ):  # laid by somebody else: take no notice
            folder = Path(tempfile.mkdtemp(prefix="portail-", dir=TEMPORARY))
    folder.chmod(0o700)
    if owner is not None:
        os.chown(folder, owner, -1)
    return folder


def private_folder(path: Path) -> Path:
    """Create ``path``, readable by its owner only."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.chmod(0o700)
    return path
