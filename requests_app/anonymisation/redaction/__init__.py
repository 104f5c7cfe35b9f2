"""The redaction engine: proposes what to mask in a free text before a board reads it. A person decides."""

from requests_app.anonymisation.redaction.engine import propose
from requests_app.anonymisation.redaction.findings import WORDS, Cue, Finding, Label, Layer, Proposal, masked

__all__ = ["WORDS", "Cue", "Finding", "Label", "Layer", "Proposal", "masked", "propose"]
