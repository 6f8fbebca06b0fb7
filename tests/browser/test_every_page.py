"""Every page as whoever uses it sees it: in three languages, light and dark, at 1280 and 320 pixels, and twice as large.

Belongs to the second tier. The pictures it leaves under test-artefacts/screenshots/ are there to be looked at.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from courtcase.notices.models import Job
from courtcase.people.actors import Actor
from courtcase.register.sealing import seal
from petitions.filing.operations.consent_forwarding import agree_to_forwarding
from petitions.intake.operations.draft_routing import begin_draft
from petitions.intake.operations.screen_petition import forward_petition
from petitions.letters.operations.danger import forward_danger, raise_danger
from petitions.models import Petition
from petitions.webhooks.operations import add_webhook, owe_deliveries
from rulings.drafting.operations.edit_draft import edit_draft
from rulings.publication.operations.make_open_data import begin_open_data
from tests.browser.conftest import LANGUAGES, WIDE
from tests.browser.serving import Site
from tests.browser.visitor import Visitor
from tests.cast import Cast
from tests.feedback.reported import a_report
from tests.petitions.audited import audit_samples, reading_requests
from tests.petitions.disposing import acts as disposal_acts
from tests.petitions.disposing import data_requests
from tests.petitions.disposing import holds as standing_holds
from tests.petitions.exported import bulk_works, list_exports, returns_of_many
from tests.petitions.office import Office
from tests.petitions.proceedings.prepared import prepare_case
from tests.petitions.stacking import stacked
from tests.petitions.walk import WHY, Walk
from tests.rulings.desk import TEXTS, Desk, citing_draft, citing_texts
from tests.rulings.measured import carried_out
from tests.rulings.open_data import make_files
from tests.rulings.statistics.counted import brought_over
from tests.rulings.watched import a_watch

pytestmark = [pytest.mark.browser, pytest.mark.faults]
MakeVisitor = Callable[..., Visitor]
# By user: the name of each page and its address, whose {words} stand in the world below.
PAGES: dict[str, dict[str, str]] = {
    "nobody": {
        "home": "/", "start": "/petitions/new/", "track": "/petitions/track/", "rulings": "/rulings/",
        "nothing-found": "/rulings/?q=zzzz", "found": "/rulings/?q=норма&year=2026", "alert": "/alerts/?q=норма&year=2026",
        "alert-asked": "/alerts/asked/", "alert-link": "/alerts/{watch}/", "alert-ended": "/alerts/ended/",
        "ruling": "{ruling}", "norm": "{norm}", "act": "{act}",
        "constitution": "/constitution/", "open-data": "/open-data/",
        "ruling-citing": "{citing}", "cases": "/cases/", "case-alone": "{case_alone}",
        "sessions-to-come": "/cases/sessions/",
        "execution": "/execution/", "figures": "/statistics/{figures}/", "figures-defined": "/statistics/definitions/",
        "roots": "/register/roots/", "verify": "/register/verify/", "witness": "/register/witness/",
        "kept": "/privacy/kept/", "verified-not": "/register/verify/?position=999999&digest=" + "ab" * 32,
        "sign-in": "/account/login/", "sign-in-by-text-message": "/account/phone/sign-in/",
        "sign-up": "/account/signup/", "recover": "/account/password/reset/", "kept-mail": "/demo/mail/",
        "open-draft": "/petitions/open/", "advice": "/petitions/can-this-court-help/",
        "advice-not": "/petitions/can-this-court-help/?who=citizen&happened=official",
        "tell": "/page-report/?page=/rulings/29/", "told": "/page-report/sent/",
        "where-the-norm-stands": "/petitions/can-this-court-help/where-the-norm-stands/",
    },
    "petitioner": {
        "mine": "/petitions/mine/", "returned": "/petitions/{returned}/", "demand": "/petitions/{returned}/demand/",
        "withdraw": "/petitions/{returned}/withdraw/", "cure": "/petitions/{returned}/write/reasoning/",
        "unsigned": "/petitions/{unsigned}/sign/", "reopen": "/petitions/{unsigned}/reopen/",
        "registered": "/petitions/{registered}/", "receipt": "/petitions/{registered}/receipt/",
        "decided": "/petitions/{decided}/", "aloud": "/petitions/{registered}/aloud/",
        "versions": "/petitions/{corrected}/versions/", "correcting": "/petitions/{corrected}/",
        "data": "/petitions/{registered}/data/", "my-data": "/petitions/my-data/",
        "close-account": "/petitions/my-data/close/",
        "add-document": "/petitions/{registered}/documents/add/", "you": "/petitions/{draft}/write/you/",
        "norm-page": "/petitions/{draft}/write/norm/", "case": "/petitions/{draft}/write/case/",
        "reasoning": "/petitions/{draft}/write/reasoning/",
        "attachments": "/petitions/{draft}/write/attachments/", "photograph": "/petitions/{draft}/write/photograph/",
        "check": "/petitions/{draft}/write/check/", "help": "/petitions/{draft}/help/",
        "way-back": "/petitions/{draft}/come-back/",
        "consent": "/petitions/{registered}/forwarding/", "address": "/petitions/{registered}/address/",
        "settings": "/account/settings/", "devices": "/account/sessions/",
        "clients": "/petitions/clients/", "new-client": "/petitions/clients/new/", "terms": "/petitions/terms/",
    },
    "clerk": {
        "queue": "/intake/?view=all", "empty-queue": "/intake/?view=mine", "petition": "/intake/{screening}/",
        "versions-of-it": "/intake/{screening}/versions/", "sent": "/intake/{screening}/sent/",
        "notes": "/intake/{screening}/notes/", "saved-views": "/intake/views/",
        "save-view": "/intake/views/save/?view=all&due=overdue", "archive": "/intake/archive/",
        "list-as-a-file": "/intake/exports/new/queue/?view=all", "files-of-lists": "/intake/exports/",
        "file-of-a-list": "/intake/exports/{export}/", "many": "/intake/bulk/", "many-looked-at": "/intake/bulk/{many}/",
        "columns": "/intake/columns/queue/",
        "return-many": "/intake/bulk/{common}/", "letter-of-many": "/intake/bulk/{common}/letters/{screening}/",
        "terms-all": "/intake/clocks/?whose=all&when=later",
        "return": "/intake/{screening}/return/", "forward": "/intake/{screening}/forward/",
        "outgoing": "/letters/", "incoming": "/letters/incoming/", "attach-paper": "/intake/{screening}/paper/",
        "second-readings": "/letters/second-readings/", "take-off-a-stack": "/intake/{stacked}/stack/take-off/",
        "reissue-code": "/intake/{screening}/code/", "my-leave": "/intake/leave/",
        "pass": "/intake/{screening}/pass/", "hand-over": "/intake/{screening}/hand-over/",
        "give-back": "/intake/{screening}/give-back/", "paper": "/intake/paper/", "find": "/intake/find/",
        "texts": "/intake/texts/",
        "paper-came": "/intake/papers/{draft}/2/", "in-danger": "/intake/?view=danger",
        "point": "/intake/{screening}/points/competence/",
        "similar": "/intake/{screening}/similar/", "side-by-side": "/intake/{screening}/beside/{registered}/",
        "stack": "/intake/{stacked}/stack/", "reply-to-a-stack": "/intake/{stacked}/stack/reply/",
        "lay-on-a-stack": "/intake/{stacked}/stack/lay/", "answer-came": "/intake/{sent_on}/forward/answer/",
    },
    "head_of_intake": {"assign": "/intake/{screening}/assign/", "take-back": "/intake/{screening}/take-back/",
        "routing": "/intake/routing/",
        "leave": "/intake/leave/all/", "routing-draft": "/intake/routing/draft/", "new-rule": "/intake/routing/draft/rule/",
        "ladder": "/intake/routing/versions/1/", "rule": "/intake/routing/draft/rules/criminal/",
        "to-sign": "/letters/to-sign/", "letters-leave": "/letters/rule/", "letter-text": "/letters/texts/return/kk/",
        "requests-to-read": "/audit/requests/", "overturned": "/letters/overturned/", "alarm": "/intake/{in_danger}/",
        "forward-danger": "/intake/{in_danger}/danger/forward/", "end-danger": "/intake/{in_danger}/danger/end/"},
    "prosecutor_officer": {
        "sent-in-danger": "/intake/forwarded/{sent_in_danger}/", "inbox": "/petitions/institution/forwarded/",
        "forwarded-to-us": "/petitions/institution/forwarded/{sent_on}/", "measures": "/measures/",
        "measure": "/measures/{measure}/", "tell": "/measures/{measure}/tell/", "ask": "/measures/{measure}/ask/",
    },
    "execution_officer": {
        "execution-desk": "/desk/execution/?stage=waits", "measure": "/desk/execution/{measure}/",
        "report": "/desk/execution/{measure}/report/", "confirm": "/desk/execution/{measure}/confirm/",
        "answer": "/desk/execution/{measure}/asked/{asking}/", "withdrawals": "/desk/execution/withdrawals/",
    },
    "chair": {
        "studies": "/proceedings/studies/?state=awaiting", "name-judges": "/proceedings/studies/{passed}/judges/",
        "replace-judge": "/proceedings/studies/{study}/replace/", "cases": "/proceedings/cases/",
        "rapporteurs": "/proceedings/cases/{case}/rapporteurs/",
    },
    "judge1": {"report": "/proceedings/studies/{study}/report/", "studied": "/intake/{study}/",
        "desk": "/proceedings/desk/", "notes": "/proceedings/cases/{case}/notes/",
        "said": "/proceedings/cases/{case}/said-before/",
        "deliberation": "/proceedings/sessions/{sitting}/deliberation/",
    },
    "secretary": {
        "sessions": "/proceedings/sessions/", "session": "/proceedings/sessions/{sitting}/",
        "absences": "/proceedings/absences/", "recuse": "/proceedings/cases/{case}/recusals/new/",
        "norm-changed": "/proceedings/cases/{case}/norm-changed/", "file": "/proceedings/cases/{case}/file/",
        "norm-of-petition": "/proceedings/petitions/{study}/norm-changed/", "map": "/proceedings/cases/{case}/map/",
        "another-judge": "/proceedings/sessions/{sitting}/bench/", "call": "/proceedings/sessions/call/",
        "minutes": "/proceedings/sessions/{sitting}/minutes/", "adjourn": "/proceedings/sessions/{sitting}/adjourn/",
        "case": "/proceedings/cases/{case}/", "participants": "/proceedings/cases/{case}/participants/",
        "docket": "/proceedings/cases/{case}/docket/", "paper": "/proceedings/cases/{case}/docket/4/",
        "ask": "/proceedings/cases/{case}/requests/new/", "plan": "/proceedings/cases/{case}/plan/new/",
        "admit": "/proceedings/cases/{case}/participants/admit/", "call-on-case": "/proceedings/cases/{case}/session/",
        "drafts": "/desk/rulings/", "new-draft": "/desk/rulings/new/", "annual-message": "/desk/rulings/message/",
        "texts": "/desk/rulings/{draft_ruling}/texts/",
        "import-texts": "/desk/rulings/{draft_ruling}/texts/import/",
        "texts-beside": "/desk/rulings/{draft_ruling}/texts/beside/",
        "paragraph": "/desk/rulings/{draft_ruling}/texts/paragraphs/p1/",
        "links": "/desk/rulings/{draft_ruling}/links/?language=ru",
        "choose-link": "/desk/rulings/{draft_ruling}/links/{citation}/",
        "add-link": "/desk/rulings/{draft_ruling}/links/add/?paragraph=ru:p1&words=Вступление&q=482",
        "new-norm": "/desk/rulings/{draft_ruling}/links/norm/?q=пункт 7) части 3 статьи 501 УПК",
        "norms": "/desk/rulings/{draft_ruling}/norms/", "matter": "/desk/rulings/{draft_ruling}/matter/",
        "acts": "/desk/rulings/acts/", "new-act": "/desk/rulings/acts/new/?q=Закон",
        "bench": "/desk/rulings/{draft_ruling}/bench/", "measures": "/desk/rulings/{draft_ruling}/measures/",
        "sign": "/desk/rulings/{draft_ruling}/sign/", "agree": "/desk/rulings/{published_ruling}/plain/"},
    "stranger": {"my-cases": "/proceedings/my-cases/", "my-case": "/proceedings/my-cases/{case}/"},
    "publisher": {
        "signed": "/desk/rulings/?state=published", "publish": "/desk/rulings/{published_ruling}/publish/",
        "persons": "/desk/rulings/{naming_ruling}/persons/", "not-yet": "/desk/rulings/{naming_ruling}/publish/",
        "shown": "/desk/rulings/{published_ruling}/shown/",
        "official": "/desk/rulings/{published_ruling}/official/", "plain": "/desk/rulings/{naming_ruling}/plain/",
    },
    "consultant": {"consult": "/petitions/help/"},
    "administrator": {
        "roles": "/administration/roles/", "accounts": "/administration/accounts/", "system": "/administration/system/",
        "name-account": "/administration/accounts/name/",
        "page-reports": "/desk/page-reports/", "page-report": "/desk/page-reports/{report}/",
    },
    "auditor": {"reads": "/register/reads/", "samples": "/audit/samples/", "sample": "/audit/samples/{sample}/"},
    "data_protection": {
        "keeping": "/keeping/", "disposal": "/keeping/acts/{disposed}/", "periods": "/keeping/periods/",
        "holds": "/keeping/holds/", "lift": "/keeping/holds/{hold}/lift/", "data-requests": "/keeping/requests/",
        "blocks": "/keeping/blocks/", "period": "/keeping/periods/petition_ended/",
        "data-request": "/keeping/requests/{data_request}/", "paper-request": "/keeping/requests/new/"},
    "court_head": {
        "officers": "/institution/officers/", "programs": "/institution/programs/",
        "webhooks": "/institution/webhooks/", "messages": "/institution/webhooks/{webhook}/",
        "overview": "/petitions/institution/", "decide-approval": "/petitions/{asked}/approval/",
        "suspended": "/petitions/{asked}/write/suspended/",
    },
    "court_officer": {
        "overview": "/petitions/institution/?approval=waiting", "nothing-found": "/petitions/institution/?q=none",
        "approval-asked": "/petitions/{asked}/approval/", "ask-approval": "/petitions/{of_office}/approval/",
        "check": "/petitions/{of_office}/write/check/",
    },
}  # fmt: skip


# Whose pages are kept as a screen reader says them, and compared: see `tests.browser.spoken`.
SPOKEN = {"nobody", "petitioner"}
NAMED = "2. Гражданин Иванов Иван Иванович, ИИН 900101300017, ул. Абая, д. 12."
EACH_TIME_LONGER = "devices"  # a row for each sign-in of these tests
# Pages of petitioners and readers that a script helps, and that do all they do without it.
HELPED_BY_A_SCRIPT = {"photograph", "norm-page", "open-draft", "tell"}


def told_by_webhook(walk: Walk) -> str:
    """Have an address told of two steps, of which one message was given up and one waits; return the webhook's id."""
    office = Office(walk, "court")
    events = ["petition.approval_asked", "petition.filing_approved"]
    address = "https://courtcase.commissioner.example/programs/office/messages-of-the-court?name=2026"
    made = add_webhook(
        institution=office.institution, address=address, events=events, actor=office.head, at=timezone.now()
    )
    office.approved()
    while seal(at=timezone.now(), thorough=True):
        pass
    owe_deliveries(at=timezone.now())
    given_up, waiting = Job.objects.filter(delivery__webhook=made.webhook).order_by("pk")[:2]
    Job.objects.filter(pk=given_up.pk).update(state=Job.State.FAILED, attempts=20, last_error="NotTaken: answered_500")
    Job.objects.filter(pk=waiting.pk).update(attempts=3, last_error="NotReached: timed_out")
    return str(made.webhook.public_id)


def in_danger(walk: Walk) -> dict[str, Any]:
    """Return a petition with an open alarm of danger, and one that was forwarded to the prosecutor's people."""
    _ = walk.cast.prosecutor_officer
    alarmed, sent = walk.screening(), walk.screening()
    head = Actor.of(walk.cast.head_of_intake)
    for petition in (alarmed, sent):
        raise_danger(petition=petition, actor=head, at=walk.tick())
    forward_danger(petition=sent, words="In a colony; beaten, as he writes.", actor=head, at=walk.tick())
    return {"in_danger": alarmed.public_id, "sent_in_danger": sent.public_id}


def sent_on(walk: Walk) -> dict[str, Any]:
    """Return a petition that was forwarded to the prosecutor's people with the petitioner's consent."""
    petition = walk.screening()
    agree_to_forwarding(petition=petition, actor=Actor.of(walk.cast.petitioner), at=walk.tick())
    to, clerk = Office(walk, "prosecutor").institution, Actor.of(walk.cast.clerk)
    forward_petition(petition=petition, body=to.name_ru, reason=WHY, institution=to, actor=clerk, at=walk.tick())
    return {"sent_on": petition.public_id}


@pytest.fixture(scope="module")
def world(site: Site) -> dict[str, str]:
    """Fill the site with petitions in many states, a case, a session, a draft and a published ruling with a measure."""
    walk = Walk(Cast())
    desk = Desk(walk)
    words = {
        "draft": walk.drafted().public_id,
        "unsigned": walk.submitted().public_id,
        "returned": walk.returned().public_id,
        "corrected": walk.changed(walk.returned(), reasoning="Another reasoning, word by word. " * 6).public_id,
        "registered": walk.registered().public_id,
        "screening": walk.screening().public_id,
        "passed": walk.passed().public_id,
        "study": walk.in_study().public_id,
        "stacked": stacked(walk)[1][0].public_id,
        **in_danger(walk),
        **sent_on(walk),
    }
    reading_requests(walk)
    words["sample"] = audit_samples(walk)[0]["sample_id"]
    words["disposed"], words["hold"] = disposal_acts(walk)[0]["act_id"], standing_holds(walk)[0]["hold_id"]
    words["data_request"] = data_requests(walk)[0]["request_id"]
    words["export"] = list_exports(Cast().clerk)[0]["export_id"]
    words["many"] = bulk_works(Cast().clerk)[0]["work_id"]
    words["common"] = returns_of_many(Cast().clerk, Petition.objects.get(public_id=words["screening"]))[0]["work_id"]
    office = Office(walk, "court")
    numbers: Any = {
        "letter": {"number": "6-1/412", "day": "2026-11-02", "signer": "Үлгі Мысал", "position": "Судья"},
        "suspended_case": {"number": "7199-26-00-2/77", "suspended_on": "2026-11-01", "application": "In the claim."},
    }
    office.registered(**numbers)
    begin_draft(actor=Actor.system("tests"), at=walk.tick())
    words |= {"of_office": office.drafted().public_id, "asked": office.asked(**numbers).public_id}
    # Hours behind the clock: the minutes the steps take must not carry a ruling into a day that is not begun.
    walk.now = max(walk.now, timezone.now() - timedelta(hours=3))
    ruling = desk.final_signed()
    desk.measure(ruling)
    ruling = desk.publish(ruling)
    desk.explained(ruling)
    desk.explained(ruling, agreed=False)
    desk.mending(ruling, agreed=True)
    desk.mending(ruling)
    measure, asking = carried_out(desk, ruling)
    naming = desk.sign(desk.complete(desk.final_draft(), texts=TEXTS | {"ru": f"{TEXTS['ru']}\n{NAMED}"}))
    norm = ruling.provisions.select_related("provision__act").get().provision
    drafted = desk.final_draft()
    edit_draft(ruling=drafted, titles={}, texts=citing_texts(ruling), actor=desk.secretary, at=walk.tick())
    citing = desk.publish(desk.sign(citing_draft(desk, ruling)))
    assert ruling.case is not None
    assert drafted.case is not None
    assert drafted.sitting is not None
    prepare_case(walk, drafted.case)
    begin_open_data(actor=desk.publisher, at=walk.tick())
    make_files()
    return {name: str(word) for name, word in words.items()} | {
        "ruling": ruling.public_path,
        "watch": str(a_watch().public_id),
        "report": str(a_report().public_id),
        "citing": citing.public_path,
        "case_alone": f"/cases/{citing.case.number if citing.case else ''}/",
        "citation": str(drafted.citations.order_by("pk")[0].pk),
        "measure": str(measure.public_id),
        "asking": str(asking.public_id),
        "norm": f"/norms/{norm.act.code}/{norm.path}",
        "act": f"/norms/{norm.act.code}",
        "decided": str(ruling.case.petitions.get().public_id),
        "case": str(drafted.case.public_id),
        "sitting": str(drafted.sitting.public_id),
        "draft_ruling": str(drafted.public_id),
        "published_ruling": str(ruling.public_id),
        "naming_ruling": str(naming.public_id),
        "webhook": told_by_webhook(walk),
        "figures": str(brought_over()),
    }


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", PAGES)
def test_every_page_is_open_to_everyone(key: str, language: str, world: dict[str, str], visitor: MakeVisitor) -> None:
    """Look at each page, and in one language dark too, since words change no colours; what is wrong is told at the end.

    A picture is kept of each size in Kazakh, of the narrow one in Russian, whose words are longest, and of the wide in English.
    """
    script = f"pages-{key}" if key in SPOKEN else ""
    one = visitor(language, name=f"every-{key.rstrip('0123456789')}", script=script, color_scheme="light")
    if key != "nobody":
        one.sign_in(key)
    for name, address in PAGES[key].items():
        one.go(address.format(**world))
        one.looks(
            name,
            scripts=key not in {"nobody", "petitioner"} or "sign" in name or name in HELPED_BY_A_SCRIPT,
            also_narrow=language != "en",
            also_dark=language == "kk",
            spoken=name != EACH_TIME_LONGER,
            pictured=language != "ru",
        )


@pytest.mark.parametrize("key", ["nobody", "petitioner"])
def test_letters_twice_as_large_still_fit(key: str, world: dict[str, str], visitor: MakeVisitor) -> None:
    one = visitor("kk", name=f"zoom-{key}", viewport=WIDE)
    if key != "nobody":
        one.sign_in(key)
    too_wide = []
    for address in PAGES[key].values():
        one.go(address.format(**world))
        one.page.evaluate("document.documentElement.style.fontSize = '200%'")
        if one.page.evaluate("document.documentElement.scrollWidth") > WIDE["width"]:
            too_wide.append(address)
    assert too_wide == []
