"""Work that petitions owe to tasks. Each handler may be called any number of times."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from courtcase.law.keeping import over_before
from courtcase.law.time import court_day
from courtcase.notices.bounces import JOB as CAME_BACK
from courtcase.notices.models import Job, Notice
from courtcase.notices.operations import owe_job
from courtcase.notices.registry import job_handler
from courtcase.notices.schedule import add, add_daily
from courtcase.people.actors import Actor
from courtcase.people.operations import forget_requests
from petitions.filing.operations.erase_drafts import erase_left_drafts
from petitions.filing.operations.export_data import forget_exports, make_export
from petitions.filing.operations.remind_of_year import remind_of_year
from petitions.filing.operations.settle_attachment import SETTLE_JOB, settle_attachment
from petitions.filing.operations.sign_on_phone import forget_turns
from petitions.filing.operations.sweep_files import erase_taken_out, give_up_unsettled
from petitions.intake.operations.assign import route_owed
from petitions.intake.operations.bulk import BULK_JOB, OF_INTAKE, PRINT_JOB, do_row, forget_bulk
from petitions.intake.operations.escalate import JOB as ESCALATE_JOB
from petitions.intake.operations.escalate import escalate_terms
from petitions.intake.operations.export_list import JOB as LIST_JOB
from petitions.intake.operations.export_list import forget_list_exports, make_piece
from petitions.intake.operations.lapse_cures import LAPSE_JOB, lapse_if_passed, owe_lapses
from petitions.intake.operations.mark_petitions import WORK as MARKING
from petitions.intake.operations.mark_petitions import mark_new
from petitions.intake.operations.print_many import forget_prints, make_print
from petitions.intake.operations.remind import REMIND_JOB, owe_reminders, remind_of_term
from petitions.keeping.operations.close_unused import end_unused_accounts
from petitions.keeping.operations.decide_disposal import JOB as DISPOSE_JOB
from petitions.keeping.operations.dispose import dispose_of_line
from petitions.keeping.operations.keep import JOB as KEEP_JOB
from petitions.keeping.operations.keep import keep_by_table
from petitions.letters.operations.came_back import note_came_back
from petitions.letters.operations.follow import follow_letters
from petitions.letters.operations.leave import let_leave
from petitions.letters.operations.prepare_return import LEAVE_JOB
from petitions.letters.operations.return_many import return_one
from petitions.letters.operations.standing import LEAVE_JOB as STANDING_JOB
from petitions.letters.operations.standing import ONE_JOB, let_standing_leave, return_with_standing_reply
from petitions.models import Attachment, BulkKind, Delivery, LaidPetition, Petition, PreparedReturn, StandingReply
from petitions.proceedings.operations.alarm_petitions import alarm_petitions
from petitions.proceedings.operations.bind_case_file import FILE_JOB, make_case_file
from petitions.proceedings.operations.raise_alarms import JOB as NORM_JOB
from petitions.webhooks.operations import JOB, owe_deliveries
from petitions.webhooks.sending import deliver


@job_handler("petitions.route", quick=True)
def route_filed_petition(job: Job) -> None:
    """Send a filed petition to the clerk the rules choose."""
    route_owed(subject_id=job.subject_id, actor=Actor.system("petitions.route"), at=timezone.now())


@job_handler("petitions.remind")
def remind_of_terms_that_end(job: Job) -> None:
    """Owe what the day asks of terms, each for itself: those for corrections that have passed, those that end soon, the heads."""
    at = timezone.now()
    owe_lapses(at=at)
    owe_reminders(at=at)
    owe_job(kind=ESCALATE_JOB, subject=None, key=f"{ESCALATE_JOB}:{court_day(at)}")


@job_handler(LAPSE_JOB)
def lapse_one_cure(job: Job) -> None:
    """Close one term for corrections that has passed."""
    petition = Petition.objects.get(pk=job.body["petition"])
    lapse_if_passed(petition=petition, actor=Actor.system(LAPSE_JOB), at=timezone.now())


@job_handler(REMIND_JOB)
def remind_of_one_term(job: Job) -> None:
    """Remind whoever has to act of one term that ends soon."""
    clock, day = int(job.body["clock"]), date.fromisoformat(job.body["day"])
    remind_of_term(clock_id=clock, day=day, actor=Actor.system(REMIND_JOB), at=timezone.now())


@job_handler(ESCALATE_JOB)
def tell_heads_of_terms(job: Job) -> None:
    """Tell the heads of the work of the terms that are near their end or ran out."""
    escalate_terms(actor=Actor.system(ESCALATE_JOB), at=timezone.now())


@job_handler("petitions.remind_of_year")
def remind_of_years_that_end(job: Job) -> None:
    """Remind whoever writes a petition of the last day on which it can be filed."""
    remind_of_year(actor=Actor.system("petitions.remind_of_year"), at=timezone.now())


@job_handler("petitions.erase_drafts")
def erase_drafts_left_lying(job: Job) -> None:
    """Erase drafts nobody goes on with, long after their year, and tell of those whose time ends within a month."""
    erase_left_drafts(actor=Actor.system("petitions.erase_drafts"), at=timezone.now())


@job_handler("petitions.forget_turns")
def forget_turns_of_telephones(job: Job) -> None:
    """Delete turns of signing on a telephone that ran out."""
    forget_turns(actor=Actor.system("petitions.forget_turns"), at=timezone.now())


@job_handler("petitions.forget_requests")
def forget_requests_of_programs(job: Job) -> None:
    """Delete the keys of requests that programs made so long ago that none will be sent again."""
    before = over_before("program_request", timezone.now())
    if before is not None:
        forget_requests(before=before)


@job_handler(JOB)
def deliver_to_webhook(job: Job) -> None:
    """Tell a webhook what it is owed; whatever it does not take is owed on, with growing pauses."""
    related = Delivery.objects.select_related("webhook__data_key")
    deliver(delivery=related.get(job=job), at=timezone.now())


@job_handler("petitions.erase_taken_out")
def erase_files_taken_out(job: Job) -> None:
    """Erase files that were taken out of drafts, a day later."""
    erase_taken_out(actor=Actor.system("petitions.erase_taken_out"), at=timezone.now())


def give_up_on_files() -> None:
    """Take out the files whose check was given up, so that nobody waits for it for ever."""
    give_up_unsettled(actor=Actor.system(SETTLE_JOB), at=timezone.now())


def owe_what_was_sealed() -> None:
    """Owe webhooks what the register was given since the last time."""
    owe_deliveries(at=timezone.now())


@job_handler(SETTLE_JOB)
def settle_attached_file(job: Job) -> None:
    """Open a large file that was laid with a draft, and say whether it can be taken."""
    laid = Attachment.objects.select_related("document", "petition").filter(pk=job.body["attachment"]).first()
    if laid is not None:
        settle_attachment(attachment=laid, actor=Actor.system(SETTLE_JOB), at=timezone.now())


@job_handler(LEAVE_JOB)
def let_return_leave(job: Job) -> None:
    """Let a prepared return leave, if nothing holds it any more."""
    prepared = PreparedReturn.objects.select_related("petition").get(pk=job.body["prepared"])
    let_leave(prepared=prepared, actor=Actor.system(LEAVE_JOB), at=timezone.now())


@job_handler(STANDING_JOB)
def let_standing_reply_leave(job: Job) -> None:
    """Let a reply to a stack of petitions leave, if nothing holds it any more."""
    reply = StandingReply.objects.select_related("letter__petition").get(pk=job.body["reply"])
    let_standing_leave(reply=reply, actor=Actor.system(STANDING_JOB), at=timezone.now())


@job_handler(ONE_JOB)
def return_one_of_a_stack(job: Job) -> None:
    """Return one more petition that a reply which left names."""
    laid = LaidPetition.objects.select_related("petition").get(pk=job.body["laid"])
    return_with_standing_reply(laid=laid, actor=Actor.system(ONE_JOB), at=timezone.now())


def mark_new_petitions() -> None:
    """Mark the petitions filed or corrected lately, so that those that resemble them are found."""
    mark_new(actor=Actor.system(MARKING), at=timezone.now())


def follow_letters_sent() -> None:
    """Look after letters that were handed over or failed: what failed goes by post."""
    follow_letters(actor=Actor.system("letters.follow"), at=timezone.now())


@job_handler(CAME_BACK)
def note_message_came_back(job: Job) -> None:
    """Note on its petition that an e-mail came back; a letter that it carried goes by post."""
    notice = Notice.objects.get(pk=job.body["notice"])
    note_came_back(notice=notice, status=job.body["status"], actor=Actor.system(CAME_BACK), at=timezone.now())


@job_handler("petitions.export")
def make_owed_export(job: Job) -> None:
    """Make a copy of everything held about a petition or an account that somebody asked for."""
    make_export(export_id=int(job.body["export"]), actor=Actor.system("petitions.export"), at=timezone.now())


@job_handler(LIST_JOB)
def make_owed_list(job: Job) -> None:
    """Read the next piece of a list that somebody takes as a file, or make the file after the last one."""
    export, piece = int(job.body["export"]), int(job.body["piece"])
    make_piece(export_id=export, number=piece, actor=Actor.system(LIST_JOB), at=timezone.now())


@job_handler(BULK_JOB)
def do_one_of_many(job: Job) -> None:
    """Do with one petition of many what somebody began for all of them."""
    doers = {**OF_INTAKE, BulkKind.RETURN: return_one}
    do_row(row_id=int(job.body["row"]), doers=doers, at=timezone.now())


@job_handler(PRINT_JOB)
def print_many_papers(job: Job) -> None:
    """Make the papers of many petitions as one PDF, which somebody asked for."""
    make_print(work_id=int(job.body["work"]), at=timezone.now())


@job_handler(FILE_JOB)
def make_owed_case_file(job: Job) -> None:
    """Make the file of a case as one PDF, which somebody asked for."""
    file, language = int(job.body["file"]), str(job.body["language"])
    make_case_file(file_id=file, language=language, actor=Actor.system(FILE_JOB), at=timezone.now())


@job_handler(NORM_JOB)
def alarm_petitions_on_a_norm(job: Job) -> None:
    """Say of petitions that are in no case yet what became of a norm they contest."""
    alarm_petitions(body=job.body, actor=Actor.system(NORM_JOB), at=timezone.now())


@job_handler(DISPOSE_JOB)
def dispose_of_one(job: Job) -> None:
    """Destroy what one line of a confirmed list names, or spare it."""
    dispose_of_line(line_id=int(job.body["line"]), actor=Actor.system(DISPOSE_JOB), at=timezone.now())


@job_handler(KEEP_JOB)
def keep_by_the_table(job: Job) -> None:
    """Erase what has reached its end by the table of personal data and is swept nowhere else."""
    keep_by_table(actor=Actor.system(KEEP_JOB), at=timezone.now())
    end_unused_accounts(actor=Actor.system(KEEP_JOB), at=timezone.now())


@job_handler("petitions.forget_exports")
def forget_taken_exports(job: Job) -> None:
    """Delete the files of copies that were taken, or that nobody took, and those of lists."""
    forget_exports(actor=Actor.system("petitions.forget_exports"), at=timezone.now())
    forget_list_exports(actor=Actor.system("petitions.forget_exports"), at=timezone.now())
    forget_prints(actor=Actor.system("petitions.forget_exports"), at=timezone.now())
    forget_bulk(actor=Actor.system("petitions.forget_exports"), at=timezone.now())


add("Follow letters until they arrived", "petitions.jobs.follow_letters_sent", 60)
add("Owe webhooks what happened", "petitions.jobs.owe_what_was_sealed", 5)
add("Give up on files whose check was given up", "petitions.jobs.give_up_on_files", 600)
add("Mark new petitions, so that those that resemble them are found", "petitions.jobs.mark_new_petitions", 60)
add_daily("Delete copies of data that were downloaded or forgotten", "petitions.forget_exports")
add_daily("Erase codes, offers and addresses whose term of keeping is over", KEEP_JOB)
add_daily("Erase drafts left lying long after their year", "petitions.erase_drafts")
add_daily("Erase files that were taken out of drafts", "petitions.erase_taken_out")
add_daily("Forget turns of signing on a telephone that ran out", "petitions.forget_turns")
add_daily("Forget the keys of old requests of programs", "petitions.forget_requests")
add_daily("Remind of terms that end soon", "petitions.remind")
add_daily("Remind of years to file that end soon", "petitions.remind_of_year")
