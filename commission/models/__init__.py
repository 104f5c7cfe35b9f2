from commission.models.ballot import Ballot, Recusal
from commission.models.board_file import BoardFile
from commission.models.ruling import Ruling
from commission.models.sitting import AgendaItem, Attendance, Sitting

__all__ = ["AgendaItem", "Attendance", "Ballot", "BoardFile", "Recusal", "Ruling", "Sitting"]
