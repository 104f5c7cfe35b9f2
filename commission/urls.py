from django.urls import path, register_converter
from django.urls.converters import StringConverter

from commission.views.agenda import agenda, publish, take_back
from commission.views.attendance import attendance, end_proxy, enter_proxy
from commission.views.ballots import vote
from commission.views.convening import convening, move_sitting, reply
from commission.views.delegations import agree, board_delegations, delegation_end
from commission.views.envelopes import allotment, envelope, envelopes, envelopes_now
from commission.views.home import home
from commission.views.items import close_item, item, open_item, recuse
from commission.views.live import live
from commission.views.members import (
    board_members,
    invitation_revoke,
    member_elect,
    member_end,
    member_invite,
    member_renew,
    members,
)
from commission.views.minutes import (
    minutes_compare,
    minutes_paper,
    minutes_prepare,
    minutes_refuse,
    minutes_sign,
    minutes_take_back,
    minutes_view,
)
from commission.views.oversight import control, control_act, control_package, control_sending
from commission.views.packs import pack, pack_file
from commission.views.pages import page
from commission.views.proxies import proxy, take_proxy_back
from commission.views.receipts import check, receipt
from commission.views.reports import country_report, country_report_pdf, report, report_pdf
from commission.views.second_call import give_up, missed, second_call
from commission.views.sittings import (
    cancel_sitting,
    close_sitting,
    open_consultation,
    open_sitting,
    sitting,
    sitting_new,
)
from commission.views.year import series, year
from cpsti_portal.kernel.wall.gates import walled

app_name = "commission"


class Token(StringConverter):
    """The name of a file at a sitting; whatever looks otherwise is a missing page."""

    regex = "[A-Z2-7]{26}"


register_converter(Token, "token")

_SITTING = "seances/<uuid:sitting_id>/"
_BOARD = "membres/<str:board_code>/"
_MEMBER = "mandats/<str:key>/"
_ITEM = f"{_SITTING}dossiers/<token:token>/"
_MINUTES = f"{_SITTING}proces-verbal/"
_CONTROL = f"{_SITTING}controle/"

urlpatterns = [
    # Asked for by every member at once while a board sits: found first.
    path(f"{_SITTING}direct/", live, name="live"),
    path(_ITEM, item, name="item"),
    path(f"{_ITEM}pages/<int:number>/", page, name="page"),
    path(f"{_ITEM}voter/", vote, name="vote"),
    path(f"{_ITEM}accord/", agree, name="agree"),
    path(f"{_ITEM}recu/", receipt, name="receipt"),
    path(f"{_ITEM}verifier/", check, name="check"),
    path(f"{_ITEM}deport/", recuse, name="recuse"),
    path(f"{_ITEM}ouvrir/", open_item, name="open_item"),
    path(f"{_ITEM}clore/", close_item, name="close_item"),
    path("", home, name="home"),
    path("calendrier/<str:board_code>/", year, name="year"),
    path("calendrier/<str:board_code>/plusieurs/", series, name="series"),
    path("membres/", members, name="members"),
    path(_BOARD, board_members, name="board_members"),
    path(f"{_BOARD}inviter/", member_invite, name="member_invite"),
    path("invitations/<uuid:invitation_id>/retirer/", invitation_revoke, name="invitation_revoke"),
    path(f"{_MEMBER}arreter/", member_end, name="member_end"),
    path(f"{_MEMBER}renouveler/", member_renew, name="member_renew"),
    path(f"{_MEMBER}election/", member_elect, name="member_elect"),
    path("enveloppe/<int:year>/<str:board_code>/", envelope, name="envelope"),
    path("enveloppes/", envelopes_now, name="envelopes_now"),
    path("enveloppes/<int:year>/", envelopes, name="envelopes"),
    path("enveloppes/<int:year>/<str:board_code>/", allotment, name="allotment"),
    path("rapport/<int:year>/", country_report, name="country_report"),
    path("rapport/<int:year>/pdf/", country_report_pdf, name="country_report_pdf"),
    path("rapport/<int:year>/<str:board_code>/", report, name="report"),
    path("rapport/<int:year>/<str:board_code>/pdf/", report_pdf, name="report_pdf"),
    path("delegation/<str:board_code>/", board_delegations, name="delegations"),
    path("seances/nouvelle/", sitting_new, name="sitting_new"),
    path(_SITTING, sitting, name="sitting"),
    path(f"{_SITTING}ordre-du-jour/", agenda, name="agenda"),
    path(f"{_SITTING}ordre-du-jour/publier/", publish, name="publish"),
    path(f"{_SITTING}ordre-du-jour/reprendre/", take_back, name="take_back"),
    path(f"{_SITTING}presences/", attendance, name="attendance"),
    path(f"{_SITTING}presences/pouvoir/", enter_proxy, name="enter_proxy"),
    path(f"{_SITTING}presences/pouvoir/reprendre/", end_proxy, name="end_proxy"),
    path(f"{_SITTING}pouvoir/", proxy, name="proxy"),
    path(f"{_SITTING}pouvoir/reprendre/", take_proxy_back, name="take_proxy_back"),
    path(f"{_SITTING}sans-quorum/", missed, name="missed"),
    path(f"{_SITTING}seconde-convocation/", second_call, name="second_call"),
    path(f"{_SITTING}seconde-convocation/renoncer/", give_up, name="give_up"),
    path(f"{_SITTING}ouvrir/", open_sitting, name="open"),
    path(f"{_SITTING}consulter/", open_consultation, name="open_consultation"),
    path(f"{_SITTING}delegation/reprendre/", delegation_end, name="delegation_end"),
    path(f"{_SITTING}clore/", close_sitting, name="close"),
    path(f"{_SITTING}annuler/", cancel_sitting, name="cancel"),
    path(f"{_SITTING}deplacer/", move_sitting, name="move"),
    path(f"{_SITTING}convocation/", convening, name="convening"),
    path(f"{_SITTING}pdf/", pack, name="pack"),
    path(f"{_SITTING}pdf/<uuid:pack_id>/", pack_file, name="pack_file"),
    path(f"{_SITTING}reponse/", reply, name="reply"),
    path(_MINUTES, minutes_view, name="minutes"),
    path(f"{_MINUTES}etablir/", minutes_prepare, name="minutes_prepare"),
    path(f"{_MINUTES}signer/", minutes_sign, name="minutes_sign"),
    path(f"{_MINUTES}refuser/", minutes_refuse, name="minutes_refuse"),
    path(f"{_MINUTES}reprendre/", minutes_take_back, name="minutes_take_back"),
    path(f"{_MINUTES}comparer/", minutes_compare, name="minutes_compare"),
    path(f"{_MINUTES}fichiers/<slug:paper>/", minutes_paper, name="minutes_paper"),
    path(_CONTROL, control, name="control"),
    path(f"{_CONTROL}paquet/", control_package, name="control_package"),
    path(f"{_CONTROL}envoi/", control_sending, name="control_sending"),
    path(f"{_CONTROL}acte/", control_act, name="control_act"),
]

# Whatever a reader asks of the board is asked under a role that cannot read the identity side.
urlpatterns = walled(urlpatterns)
