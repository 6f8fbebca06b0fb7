"""Files of everything published: begun each night and once a quarter, read part by part by jobs, put together, given out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta

from django.db.models import Q

from courtcase.documents import storage
from courtcase.documents.models import Document
from courtcase.documents.operations import Stored, note_stored, remove_document, store_bytes
from courtcase.law.time import court_day
from courtcase.notices.leases import NotNow
from courtcase.notices.operations import owe_job
from courtcase.operations import NotAllowed, operation
from courtcase.people.actors import Actor
from courtcase.people.permissions import may
from courtcase.register.operations import open_subject, record
from rulings.access import published
from rulings.models import OpenDataFile, OpenDataKind, OpenDataPart, OpenDataSet, OpenDataState, Ruling
from rulings.publication.open_data.archive import archive_name, snapshot_pieces
from rulings.publication.open_data.codebook import KINDS
from rulings.publication.open_data.parts import CHUNK, pieces_of, write_part
from rulings.publication.open_data.queries import MADE, RECORDED_LATER, WITHDRAWN

PART_JOB, FILE_JOB = "rulings.open_data_part", "rulings.open_data_file"
PART = 200
# So many parts are read beside each other, by as many workers.
AT_ONCE = 2
LARGEST = 64 * 1024**3
AGAIN = timedelta(seconds=1)


@operation
def begin_open_data(*, actor: Actor, at: datetime) -> list[OpenDataSet]:
    """Begin the files of the night, and the snapshot of the quarter where there is none yet; returns those begun.

    Nothing is begun where nothing is published. What was begun earlier and never finished is let go and begun anew.
    Raises NotAllowed.
    """
    if not may(actor, "ruling.publish", at):
        raise NotAllowed()
    ids = list(published().order_by("pk").values_list("pk", flat=True))
    if not ids:
        return []
    left = OpenDataSet.objects.filter(state=OpenDataState.MAKING).order_by("pk").select_for_update()
    begun = begin_anew(left, actor=actor, at=at)
    if not any(files.kind == OpenDataKind.NIGHTLY for files in begun):
        begun.append(begin(OpenDataSet(kind=OpenDataKind.NIGHTLY), ids, at=at))
    quarter = quarter_of(court_day(at))
    if not OpenDataSet.objects.filter(quarter=quarter).exists():
        begun.append(begin(OpenDataSet(kind=OpenDataKind.SNAPSHOT, quarter=quarter), ids, at=at))
    return begun


def quarter_of(day: date) -> str:
    """Return the quarter of a legal day: 2026-Q4."""
    return f"{day.year}-Q{(day.month + 2) // 3}"


def begin(files: OpenDataSet, ids: list[int], *, at: datetime) -> OpenDataSet:
    """Write down files that will hold these rulings, part by part, and owe the first parts."""
    files.day, files.begun_at = court_day(at), at
    files.save(force_insert=True)
    starts = enumerate(range(0, len(ids), PART), start=1)
    parts = [OpenDataPart(files=files, number=number, rulings=ids[start : start + PART]) for number, start in starts]
    OpenDataPart.objects.bulk_create(parts)
    for part in parts[:AT_ONCE]:
        owe_part(files, part.number)
    return files


def owe_part(files: OpenDataSet, number: int) -> None:
    """Owe the reading of a part."""
    body = {"files": files.pk, "number": number}
    owe_job(kind=PART_JOB, subject=None, key=f"{PART_JOB}:{files.public_id}:{number}", body=body)


def owe_file(files: OpenDataSet, name: str) -> None:
    """Owe the making of a file of the parts."""
    body = {"files": files.pk, "name": name}
    owe_job(kind=FILE_JOB, subject=None, key=f"{FILE_JOB}:{files.public_id}:{name}", body=body)


def owe_after_part(files: OpenDataSet, number: int) -> None:
    """Owe the next part in the row of this one; when the last part of all is read, the files. The files are locked."""
    if files.parts.filter(number=number + AT_ONCE).exists():
        owe_part(files, number + AT_ONCE)
    elif not files.parts.filter(document=None).exists():
        for name in KINDS:
            owe_file(files, name)


def owe_after_file(files: OpenDataSet, *, actor: Actor, at: datetime) -> None:
    """Give the files out when the last one is made; of a snapshot that is the archive of the others. They are locked."""
    made = set(files.made.values_list("name", flat=True))
    missing = [name for name in names_of(files) if name not in made]
    if not missing:
        give_out(files, actor=actor, at=at)
    elif made >= set(KINDS):
        owe_file(files, missing[0])


def names_of(files: OpenDataSet) -> list[str]:
    """Return which files there will be, in the order in which they are made."""
    return [*KINDS, *([archive_name(files)] if files.kind == OpenDataKind.SNAPSHOT else [])]


@operation
def make_open_data_part(*, files_id: int, number: int, actor: Actor, at: datetime) -> OpenDataPart | None:
    """Read some rulings into a part and owe what comes next; a part that was read already is let be.

    Each part is a transaction of its own: a worker that dies loses one. Nothing is locked while it is read and stored;
    then the rulings and the files are, and a part of which a passage was withdrawn meanwhile is thrown away.
    Returns the part; None where the files are made no more. Raises NotNow where it must be read again,
    NotAllowed for anyone but the system.
    """
    if not actor.is_system:
        raise NotAllowed()
    part = OpenDataPart.objects.filter(files=files_id, files__state=OpenDataState.MAKING, number=number).first()
    if part is None or part.document_id is not None:
        return part
    written = write_part(part.rulings)
    with stored(iter(lambda: written.file.read(CHUNK), b"")) as bytes_kept:
        shown = published().filter(pk__in=part.rulings).order_by("pk").select_for_update(no_key=True)
        versions = dict(shown.values_list("pk", "version"))
        files = locked(files_id)
        if files is None:
            return None
        if versions != written.versions:
            raise NotNow("ruling_changed", until=at + AGAIN)
        part.document = note_stored(
            stored=bytes_kept(),
            filename=f"part-{number}.zip",
            content_type="application/zip",
            subject=None,
            kind="open_data_part",
            actor=actor,
            at=at,
        )
        part.rows = dict(written.rows)
        part.save(update_fields=["document", "rows"])
        owe_after_part(files, number)
    return part


@operation
def make_open_data_file(*, files_id: int, name: str, actor: Actor, at: datetime) -> OpenDataFile | None:
    """Put a file together of the parts; with the last one the files are given out.

    Returns the file; None where the files are made no more. Raises OSError where the storage fails, NotAllowed
    for anyone but the system.
    """
    if not actor.is_system:
        raise NotAllowed()
    files = OpenDataSet.objects.filter(pk=files_id, state=OpenDataState.MAKING).first()
    if files is None or files.made.filter(name=name).exists():
        return None
    parts = files.parts.select_related("document").order_by("number")
    is_table = name in KINDS
    there = [one.document for one in parts if one.document is not None]
    with stored(pieces_of(name, there) if is_table else snapshot_pieces(files)) as bytes_kept:
        still = locked(files_id)
        if still is None:
            return None
        document = note_stored(
            stored=bytes_kept(),
            filename=name if name not in KINDS else f"{files.day.isoformat()}-{name}",
            content_type=KINDS[name].media_type if is_table else "application/zip",
            subject=None,
            kind="open_data",
            actor=actor,
            at=at,
        )
        rows = sum(one.rows.get(name, 0) for one in parts) if is_table else len(KINDS)
        made = OpenDataFile.objects.create(
            files=still, name=name, rows=rows, size=document.size, sha256=document.sha256, document=document
        )
        owe_after_file(still, actor=actor, at=at)
    return made


def locked(files_id: int) -> OpenDataSet | None:
    """Return files that are still being made, locked; None where they were withdrawn or let go."""
    # In one order with whoever withdraws: those of a night take the place of earlier ones.
    near = Q(pk=files_id) | Q(pk__lt=files_id, kind=OpenDataKind.NIGHTLY)
    found = {files.pk: files for files in OpenDataSet.objects.filter(near).order_by("pk").select_for_update()}
    files = found.get(files_id)
    return files if files is not None and files.state == OpenDataState.MAKING else None


@contextmanager
def stored(pieces: Iterable[bytes]) -> Iterator[Callable[[], Stored]]:
    """Put bytes into the storage; what was not asked for by the end, or failed, is removed from it again."""
    kept = store_bytes(pieces, limit=LARGEST)
    taken: list[Stored] = []

    def take() -> Stored:
        taken.append(kept)
        return kept

    try:
        yield take
    except BaseException:
        storage.delete_kept(kept.key)
        raise
    if not taken:
        storage.delete_kept(kept.key)


def give_out(files: OpenDataSet, *, actor: Actor, at: datetime) -> None:
    """Give out files whose last one was made: the parts go, and with those of a night all earlier ones.

    Of a snapshot the archive alone is kept: it holds the others.
    """
    files.state, files.ready_at = OpenDataState.READY, at
    files.save(update_fields=["state", "ready_at"])
    remove_bytes(OpenDataPart.objects.filter(files=files), actor=actor, at=at)
    if files.kind == OpenDataKind.SNAPSHOT:
        record_snapshot(files, MADE, actor=actor, at=at)
        remove_bytes(files.made.filter(name__in=KINDS), actor=actor, at=at)
        return
    for one in OpenDataSet.objects.filter(kind=OpenDataKind.NIGHTLY, pk__lt=files.pk):
        let_go(one, actor=actor, at=at)


def let_go(files: OpenDataSet, *, actor: Actor, at: datetime) -> None:
    """Remove files with their bytes and their rows."""
    remove_bytes(OpenDataPart.objects.filter(files=files), actor=actor, at=at)
    remove_bytes(OpenDataFile.objects.filter(files=files), actor=actor, at=at)
    files.delete()


def remove_bytes(rows: Iterable[OpenDataPart] | Iterable[OpenDataFile], *, actor: Actor, at: datetime) -> None:
    """Remove the bytes of parts or files; their rows stay. What was stored goes after the commit."""
    for row in rows:
        document: Document | None = row.document
        if document is not None:
            row.document = None
            row.save(update_fields=["document"])
            remove_document(document=document, actor=actor, at=at)


@operation
def withdraw_open_data(*, ruling: Ruling, actor: Actor, at: datetime) -> list[OpenDataSet]:
    """Remove the files that hold a ruling of which a passage was withdrawn, in the transaction of that, and begin them anew.

    The caller has locked the ruling, so no part with the passage is kept after this. The row of a snapshot stays with its
    checksums, as withdrawn; the new edition holds the same rulings as they are shown now. Returns the files begun.
    """
    holding = OpenDataPart.objects.filter(rulings__contains=[ruling.pk]).exclude(files__state=OpenDataState.WITHDRAWN)
    found = OpenDataSet.objects.filter(pk__in=holding.values("files")).order_by("pk")
    return begin_anew(found.select_for_update(), actor=actor, at=at)


@operation
def renew_open_data(*, actor: Actor, at: datetime) -> OpenDataSet | None:
    """Begin the files of the night anew, in the transaction of a correction: the last ones are given out until then.

    What was being made is let go, since it may have been read before. A snapshot stays as it was cited. Returns the files
    begun; None before the first night. The caller has locked the ruling.
    """
    of_nights = OpenDataSet.objects.filter(kind=OpenDataKind.NIGHTLY).order_by("pk").select_for_update()
    known = list(of_nights)
    if not known:
        return None
    for files in known:
        if files.state == OpenDataState.MAKING:
            let_go(files, actor=actor, at=at)
    ids = list(published().order_by("pk").values_list("pk", flat=True))
    return begin(OpenDataSet(kind=OpenDataKind.NIGHTLY), ids, at=at)


def begin_anew(found: Iterable[OpenDataSet], *, actor: Actor, at: datetime) -> list[OpenDataSet]:
    """Remove files and begin others in their place: one set for all those of a night; returns those begun."""
    begun: list[OpenDataSet] = []
    for files in sorted(found, key=lambda one: -one.pk):
        is_first = not any(one.kind == OpenDataKind.NIGHTLY for one in begun)
        anew = OpenDataSet(
            kind=files.kind,
            quarter=files.quarter,
            edition=files.edition,
            made_anew=files.made_anew or files.state == OpenDataState.READY,
        )
        ids = [pk for part in files.parts.order_by("number") for pk in part.rulings]
        if files.kind == OpenDataKind.SNAPSHOT and files.state == OpenDataState.READY:
            keep_as_withdrawn(files, actor=actor, at=at)
            anew.edition += 1
        else:
            let_go(files, actor=actor, at=at)
        if files.kind == OpenDataKind.NIGHTLY:
            ids = list(published().order_by("pk").values_list("pk", flat=True))
        if files.kind == OpenDataKind.SNAPSHOT or is_first:
            begun.append(begin(anew, ids, at=at))
    return begun


def keep_as_withdrawn(files: OpenDataSet, *, actor: Actor, at: datetime) -> None:
    """Remove the bytes of a snapshot; its row and its checksums stay, as withdrawn."""
    remove_bytes(files.made.all(), actor=actor, at=at)
    files.parts.all().delete()
    files.state, files.withdrawn_at = OpenDataState.WITHDRAWN, at
    files.save(update_fields=["state", "withdrawn_at"])
    record_snapshot(files, WITHDRAWN, actor=actor, at=at)


def record_snapshot(files: OpenDataSet, event: str, *, actor: Actor, at: datetime) -> None:
    """Record what became of a snapshot with the SHA-256 of its archive: whoever cites it can show that it is unchanged.

    An entry that was made later also says on which legal day the snapshot was made, and that it was withdrawn meanwhile.
    """
    archive = files.made.get(name=archive_name(files))
    if files.subject is None:
        files.subject = open_subject(kind="published_data", at=at)
        files.save(update_fields=["subject"])
    body = {"quarter": files.quarter, "edition": files.edition, "digest": archive.sha256, "size": archive.size}
    if event == RECORDED_LATER:
        body |= {"made_on": files.day.isoformat(), "state": str(files.state)}
    record(subject=files.subject, event=event, actor=actor, at=at, body=body)
