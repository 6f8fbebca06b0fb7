"""The desk on which rulings are drafted, signed and published. One act, one address."""

from __future__ import annotations

from django.urls import path

from rulings.drafting.views.acts import acts, correct, new_act
from rulings.drafting.views.edit import add_norm, bench, matter, measures, norms, texts
from rulings.drafting.views.finish import discard, keep_back, official, publish, sign
from rulings.drafting.views.import_texts import beside, import_texts, paragraph
from rulings.drafting.views.links import add_link, choose_link, confirm_links, links
from rulings.drafting.views.mending import decide, persons, shown
from rulings.drafting.views.message import new_message
from rulings.drafting.views.new_norm import new_norm
from rulings.drafting.views.plain_words import agree_plain, plain
from rulings.drafting.views.relations import add_relation, remove_relation
from rulings.drafting.views.ruling_desk import new_draft, ruling_desk
from rulings.drafting.views.sections import move, remove, section, sections

app_name = "drafting"

urlpatterns = [
    path("", ruling_desk, name="list"),
    path("new/", new_draft, name="new"),
    path("message/", new_message, name="new_message"),
    path("acts/", acts, name="acts"),
    path("acts/new/", new_act, name="new_act"),
    path("acts/<slug:code>/correct/", correct, name="correct_act"),
    path("<uuid:public_id>/texts/", texts, name="texts"),
    path("<uuid:public_id>/texts/import/", import_texts, name="import_texts"),
    path("<uuid:public_id>/texts/beside/", beside, name="beside"),
    path("<uuid:public_id>/texts/paragraphs/<slug:block>/", paragraph, name="paragraph"),
    path("<uuid:public_id>/sections/", sections, name="sections"),
    path("<uuid:public_id>/sections/<int:place>/", section, name="section"),
    path("<uuid:public_id>/sections/<int:place>/to/<int:to>/", move, name="move_section"),
    path("<uuid:public_id>/sections/<int:place>/remove/", remove, name="remove_section"),
    path("<uuid:public_id>/links/", links, name="links"),
    path("<uuid:public_id>/links/confirm/", confirm_links, name="confirm_links"),
    path("<uuid:public_id>/links/norm/", new_norm, name="new_norm"),
    path("<uuid:public_id>/links/add/", add_link, name="add_link"),
    path("<uuid:public_id>/links/<int:citation>/", choose_link, name="choose_link"),
    path("<uuid:public_id>/links/relations/", add_relation, name="add_relation"),
    path("<uuid:public_id>/links/relations/<int:relation>/remove/", remove_relation, name="remove_relation"),
    path("<uuid:public_id>/norms/", norms, name="norms"),
    path("<uuid:public_id>/norms/add/", add_norm, name="add_norm"),
    path("<uuid:public_id>/matter/", matter, name="matter"),
    path("<uuid:public_id>/bench/", bench, name="bench"),
    path("<uuid:public_id>/measures/", measures, name="measures"),
    path("<uuid:public_id>/sign/", sign, name="sign"),
    path("<uuid:public_id>/discard/", discard, name="discard"),
    path("<uuid:public_id>/plain/", plain, name="plain"),
    path("<uuid:public_id>/plain/agree/", agree_plain, name="agree_plain"),
    path("<uuid:public_id>/persons/", persons, name="persons"),
    path("<uuid:public_id>/publish/", publish, name="publish"),
    path("<uuid:public_id>/publish/keep-back/", keep_back, name="keep_back"),
    path("<uuid:public_id>/official/", official, name="official"),
    path("<uuid:public_id>/shown/", shown, name="shown"),
    path("<uuid:public_id>/shown/<uuid:mending_id>/", decide, name="decide_mending"),
]
