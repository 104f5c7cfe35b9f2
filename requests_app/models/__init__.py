from requests_app.models.aid_request import AidRequest, StateChange
from requests_app.models.answers import StepAnswers
from requests_app.models.board_link import BoardLink
from requests_app.models.board_version import BoardVersion
from requests_app.models.campaign import Campaign
from requests_app.models.casework import Opinion, PaperRequest, Payment, StoredVerdict
from requests_app.models.cleared_page import ClearedPage
from requests_app.models.decision import Decision, DecisionKind
from requests_app.models.document import Document
from requests_app.models.interest import Interest
from requests_app.models.letter import Letter
from requests_app.models.mail import Mail, MailStatus
from requests_app.models.parameter import AidParameter
from requests_app.models.redaction import MaskingChoice, Redaction
from requests_app.models.remedies import RemediesText

__all__ = [
    "AidParameter",
    "AidRequest",
    "BoardLink",
    "BoardVersion",
    "Campaign",
    "ClearedPage",
    "Decision",
    "DecisionKind",
    "Document",
    "Interest",
    "Letter",
    "Mail",
    "MailStatus",
    "MaskingChoice",
    "Opinion",
    "PaperRequest",
    "Payment",
    "Redaction",
    "RemediesText",
    "StateChange",
    "StepAnswers",
    "StoredVerdict",
]
