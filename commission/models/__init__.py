from commission.models.agenda import AgendaItem
from commission.models.attendance import Attendance, Proxy
from commission.models.ballot import Ballot, Receipt, Recusal, Turnout
from commission.models.board_file import BoardFile
from commission.models.board_page import BoardPage
from commission.models.board_rules import BoardRules
from commission.models.convening import Convening, ConveningMail, Reply
from commission.models.envelope import ChargeSplit, Envelope, EnvelopeEntry, EnvelopeRule
from commission.models.minutes import Minutes
from commission.models.oversight import ControlAct, Sending
from commission.models.pack import Pack
from commission.models.public_count import AnonymityThreshold, PublicCount
from commission.models.ruling import Ruling
from commission.models.sitting import Sitting

__all__ = [
    "AgendaItem",
    "AnonymityThreshold",
    "Attendance",
    "Ballot",
    "BoardFile",
    "BoardPage",
    "BoardRules",
    "ChargeSplit",
    "ControlAct",
    "Convening",
    "ConveningMail",
    "Envelope",
    "EnvelopeEntry",
    "EnvelopeRule",
    "Minutes",
    "Pack",
    "Proxy",
    "PublicCount",
    "Receipt",
    "Recusal",
    "Reply",
    "Ruling",
    "Sending",
    "Sitting",
    "Turnout",
]
