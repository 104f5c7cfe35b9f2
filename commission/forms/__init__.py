"""What the board types, one file for each thing that is asked. Rules are in the services; here is the reading."""

from commission.forms.ballots import BallotForm
from commission.forms.fields import typed_euros

__all__ = ["BallotForm", "typed_euros"]
