"""``python -m requests_app.anonymisation [--no-model]``: JSON lines {"id", "file", "text"} in, {"id", "text"} out."""

import argparse
import json
import sys
from collections.abc import Iterable, Mapping
from typing import Any

from requests_app.anonymisation.corpus import known_of_record
from requests_app.anonymisation.redaction.engine import propose
from requests_app.anonymisation.redaction.findings import WORDS, masked


def redacted(record: Mapping[str, Any], *, model: bool) -> str:
    """The text of the record with every finding masked."""
    proposal = propose(record["text"], known_of_record(record["file"]), model=model)
    return masked(proposal.text, ((one.start, one.end, WORDS[one.label]) for one in proposal.findings))


def main(arguments: list[str], lines: Iterable[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m requests_app.anonymisation", description=__doc__)
    parser.add_argument("--no-model", action="store_true", help="without the statistical model")
    options = parser.parse_args(arguments)
    for line in lines:
        if line.strip():
            record = json.loads(line)
            text = redacted(record, model=not options.no_model)
            sys.stdout.write(json.dumps({"id": record["id"], "text": text}, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:], sys.stdin)
