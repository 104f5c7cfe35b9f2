from requests_app.models.aid_request import AidRequest, StateChange
from requests_app.models.answers import StepAnswers
from requests_app.models.board_link import BoardLink
from requests_app.models.campaign import Campaign
from requests_app.models.casework import Opinion, PaperRequest, Payment, StoredVerdict
from requests_app.models.document import Document
from requests_app.models.parameter import AidParameter

__all__ = [
    "AidParameter",
    "AidRequest",
    "BoardLink",
    "Campaign",
    "Document",
    "Opinion",
    "PaperRequest",
    "Payment",
    "StateChange",
    "StepAnswers",
    "StoredVerdict",
]
