"""Addresses of the petitioner's room."""

from __future__ import annotations

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from petitions.filing.views import (
    add_document,
    address,
    advice,
    approval,
    attachments,
    check,
    consult,
    data,
    decide,
    desk,
    find_provision,
    follow,
    forwarding,
    help,
    later_notices,
    overview,
    papers,
    people,
    photograph,
    previews,
    prove,
    quote,
    sign,
    sign_phone,
    start,
    step,
    telling,
    versions,
    way_back,
)
from petitions.keeping.views import own_requests
from petitions.letters.views import papers as letters


class PeopleConverter(StringConverter):
    """Whom a page is about: those who petition too, or those who represent."""

    regex = "others|representatives"


register_converter(PeopleConverter, "people")
app_name = "filing"
urlpatterns = [
    path("new/", start.start, name="start"),
    path("can-this-court-help/", advice.advice, name="advice"),
    path("can-this-court-help/where-the-norm-stands/", advice.where_the_norm_stands, name="where_the_norm_stands"),
    path("terms/", desk.terms, name="terms"),
    path("terms.ics", desk.calendar, name="calendar"),
    path("clients/", desk.desk, name="desk"),
    path("clients/new/", desk.new_client, name="new_client"),
    path("clients/<uuid:public_id>/", desk.client, name="client"),
    path("clients/<uuid:public_id>/remove/", desk.remove_client, name="remove_client"),
    path("clients/<uuid:public_id>/start/", desk.start_for, name="start_for"),
    path("clients/<uuid:public_id>/proof/", desk.keep_proof, name="keep_proof"),
    path("clients/<uuid:public_id>/proof/<int:proof_id>/remove/", desk.remove_proof, name="remove_proof"),
    path("mine/", follow.mine, name="mine"),
    path("institution/", overview.overview, name="overview"),
    path("institution/petitions.csv", overview.overview_file, name="overview_file"),
    path("institution/forwarded/", forwarding.forwarded, name="forwarded"),
    path("institution/forwarded/<uuid:public_id>/", forwarding.forwarded_to_us, name="forwarded_to_us"),
    path(
        "institution/forwarded/<uuid:public_id>/documents/<int:attachment_id>/",
        forwarding.forwarded_file,
        name="forwarded_file",
    ),
    path("help/", consult.consult, name="consult"),
    path("help/<int:help_id>/", consult.draft, name="consult_draft"),
    path("help/<int:help_id>/propose/", consult.propose, name="consult_propose"),
    path("help/<int:help_id>/end/", consult.end, name="consult_end"),
    path("open/", way_back.open_draft, name="open_draft"),
    path("track/", follow.track, name="track"),
    path("<uuid:public_id>/", follow.follow, name="follow"),
    path("<uuid:public_id>/write/attachments/", attachments.attachments, name="attachments"),
    path("<uuid:public_id>/write/attachments/checked/", attachments.checked, name="attachments_checked"),
    path(
        "<uuid:public_id>/write/attachments/<int:attachment_id>/remove/", attachments.remove, name="remove_attachment"
    ),
    path("<uuid:public_id>/write/attachments/<int:attachment_id>/purpose/", attachments.name, name="name_attachment"),
    path(
        "<uuid:public_id>/write/attachments/<int:attachment_id>/up/",
        attachments.move,
        {"up": True},
        name="raise_attachment",
    ),
    path(
        "<uuid:public_id>/write/attachments/<int:attachment_id>/down/",
        attachments.move,
        {"up": False},
        name="lower_attachment",
    ),
    path("<uuid:public_id>/write/photograph/", photograph.photograph, name="photograph"),
    path("<uuid:public_id>/write/photograph/join/", photograph.join, name="join_pages"),
    path("<uuid:public_id>/write/check/", check.check, name="check"),
    path("<uuid:public_id>/write/norm/find/", find_provision.find_provision, name="find_provision"),
    *(
        path(f"<uuid:public_id>/write/{group}/", people.people, {"group": group}, name=group)
        for group in ("others", "representatives")
    ),
    path("<uuid:public_id>/write/<people:group>/<slug:key>/", people.person, name="person"),
    path("<uuid:public_id>/write/<people:group>/<slug:key>/remove/", people.remove, name="remove_person"),
    path("<uuid:public_id>/write/reasoning/quote/<int:decision_id>/", quote.quote, name="quote"),
    path("<uuid:public_id>/write/<slug:name>/", step.step, name="step"),
    path("<uuid:public_id>/address/", address.address, name="address"),
    path("<uuid:public_id>/forwarding/", forwarding.forwarding, name="forwarding"),
    path("<uuid:public_id>/forwarding/agree/", forwarding.agree, name="forwarding_agree"),
    path("<uuid:public_id>/forwarding/end/", forwarding.end, name="forwarding_end"),
    path("<uuid:public_id>/later-letters/", later_notices.later_notices, name="later_notices"),
    path("<uuid:public_id>/come-back/", way_back.way_back, name="way_back"),
    path("<uuid:public_id>/help/", help.asked, name="help"),
    path("<uuid:public_id>/help/code/", help.code, name="help_code"),
    path("<uuid:public_id>/help/end/", help.end, name="help_end"),
    path("<uuid:public_id>/help/<int:proposal_id>/accept/", help.accept, name="help_accept"),
    path("<uuid:public_id>/help/<int:proposal_id>/refuse/", help.refuse, name="help_refuse"),
    path("<uuid:public_id>/prove/", prove.prove, name="prove"),
    path("<uuid:public_id>/prove/send/", prove.send, name="prove_send"),
    path("<uuid:public_id>/prove/code/", prove.code, name="prove_code"),
    path("<uuid:public_id>/prove/words.txt", prove.challenge, name="prove_challenge"),
    path("<uuid:public_id>/prove/signature/", prove.signature, name="prove_signature"),
    path("<uuid:public_id>/files.csv", overview.manifest, name="manifest"),
    path("<uuid:public_id>/approval/", approval.approval, name="approval"),
    path("<uuid:public_id>/approval/ask/", approval.ask, name="ask_approval"),
    path("<uuid:public_id>/approval/approve/", approval.approve, name="approve_filing"),
    path("<uuid:public_id>/approval/send-back/", approval.back, name="send_back"),
    path("<uuid:public_id>/sign/", sign.sign, name="sign"),
    path("<uuid:public_id>/sign/file/", sign.sign_with_file, name="sign_with_file"),
    path("<uuid:public_id>/sign/ncalayer/", sign.sign_with_ncalayer, name="sign_with_ncalayer"),
    path("<uuid:public_id>/sign/phone/", sign_phone.sign_on_phone, name="sign_on_phone"),
    path("<uuid:public_id>/sign/phone/code.png", sign_phone.code, name="phone_code"),
    path("<uuid:public_id>/sign/phone/state/", sign_phone.state, name="phone_state"),
    path("<uuid:public_id>/document.pdf", sign.document, name="document_to_sign"),
    path("<uuid:public_id>/reopen/", decide.reopen, name="reopen"),
    path("my-data/", data.my_data, name="my_data"),
    path("my-data/ask/", data.ask_mine, name="ask_my_data"),
    path("my-data/requests/", own_requests.my_requests, name="my_requests"),
    path("my-data/close/", data.close, name="close_account"),
    path("my-data/<uuid:export_id>/download/", data.take_mine, name="take_my_data"),
    path("<uuid:public_id>/data/", data.data, name="data"),
    path("<uuid:public_id>/data/requests/", own_requests.of_petition, name="data_requests"),
    path("<uuid:public_id>/data/ask/", data.ask, name="ask_data"),
    path("<uuid:public_id>/data/<uuid:export_id>/download/", data.take, name="take_data"),
    path("<uuid:public_id>/versions/", versions.versions, name="versions"),
    path("<uuid:public_id>/aloud/", telling.aloud, name="aloud"),
    path("<uuid:public_id>/terms.ics", telling.dates, name="dates"),
    path("<uuid:public_id>/use-again/", desk.use_again, name="use_again"),
    path("<uuid:public_id>/withdraw/", decide.withdraw, name="withdraw"),
    path("<uuid:public_id>/withdraw/one/", decide.withdraw_one, name="withdraw_one"),
    path("<uuid:public_id>/demand/", decide.demand, name="demand_decision"),
    path("<uuid:public_id>/documents/add/", add_document.add_document, name="add_document"),
    path("<uuid:public_id>/documents/<int:attachment_id>/", attachments.download, name="document"),
    path("<uuid:public_id>/documents/<int:attachment_id>/preview/", previews.preview, name="preview"),
    path(
        "<uuid:public_id>/documents/<int:attachment_id>/preview/<int:page>/", previews.picture, name="preview_picture"
    ),
    path("<uuid:public_id>/letters/<uuid:letter_id>/letter.pdf", letters.own, name="letter"),
    path("<uuid:public_id>/paper.pdf", papers.paper, name="paper"),
    path("<uuid:public_id>/petition.json", papers.signed_words, name="signed_words"),
    path("<uuid:public_id>/receipt/", papers.receipt_page, name="receipt_page"),
    path("<uuid:public_id>/receipt.pdf", papers.receipt, name="receipt"),
    path("<uuid:public_id>/receipt.json", papers.proof, name="proof"),
]
