"""PostgreSQL refuses to run as root: find a way to run it as somebody else, without opening anybody's folders.

The mode of no existing folder is ever changed: a clone under ``/root`` (0700) stays closed.
"""

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .errors import EmbeddedError

NOBODY = 65534


@dataclass(frozen=True)
class Identity:
    """``prefix`` goes before a command; ``owner`` is the user its files must belong to (None: leave them)."""

    prefix: tuple[str, ...] = ()
    owner: int | None = None

    def give(self, path: Path) -> None:
        """Hand over a file or a whole tree."""
        if self.owner is None or path.lstat().st_uid == self.owner:
            return
        for folder, _, files in os.walk(path):
            for target in (folder, *(os.path.join(folder, name) for name in files)):
                os.chown(target, self.owner, -1, follow_symlinks=False)


def identity_for(data_dir: Path, program: Path) -> Identity:
    """Who runs ``program`` on ``data_dir`` (which exists and becomes theirs). Raises EmbeddedError if nobody can."""
    if os.geteuid() != 0:
        return Identity()
    for identity in _candidates(data_dir):
        if shutil.which(identity.prefix[0]) and _works(identity, data_dir, program):
            return identity
    raise EmbeddedError(
        "PostgreSQL refuse de tourner en root et cette machine ne permet pas de changer d’utilisateur\u00a0: "
        "lancez la commande avec un compte ordinaire, ou donnez DATABASE_URL."
    )


def _candidates(data_dir: Path) -> Iterator[Identity]:
    owner = data_dir.stat().st_uid or NOBODY
    drop = ("setpriv", f"--reuid={owner}", f"--regid={_group(owner)}", "--clear-groups")
    yield Identity((*drop, "--"), owner)
    # A parent folder closed to others: keep one right, reading and writing through it, and make access(2) agree.
    through = ("--inh-caps=+dac_override", "--ambient-caps=+dac_override", "--securebits=+no_setuid_fixup")
    yield Identity((*drop, *through, "--"), owner)
    # No other user at all (some containers): stay root outside, be an ordinary user inside.
    yield Identity(("unshare", "--user", "--map-user=1000", "--map-group=1000", "--"), 0)


def _group(uid: int) -> int:
    try:
        return pwd.getpwuid(uid).pw_gid
    except KeyError:
        return uid


def _works(identity: Identity, data_dir: Path, program: Path) -> bool:
    trial = 'test -x "$1" && test -w "$2" && test -x "$2" && exec "$1" --version'
    try:
        identity.give(data_dir)
        command = [*identity.prefix, "/bin/sh", "-c", trial, "sh", str(program), str(data_dir)]
        answer = subprocess.run(command, capture_output=True, timeout=20, check=False, cwd="/")
    except (OSError, subprocess.SubprocessError):
        return False
    return answer.returncode == 0 and not answer.stderr
