"""What a watch waits for, in words; and what an address of the form wants."""

from __future__ import annotations

from django.http import QueryDict
from django.utils.translation import get_language, gettext

from courtcase.law.models import Act, AreaOfLaw, Provision
from courtcase.law.queries import cite
from rulings.access import published
from rulings.models import Ruling, Watch
from rulings.publication.filters import FilterForm, in_active, name_of
from rulings.watching.content import Wanted, filters_kept
from rulings.wording import heading_of


def words_of_watch(watch: Watch, filters: dict[str, str]) -> str:
    """Return what a watch waits for, in the active language."""
    return words_of_wanted(Wanted(filters, watch.ruling, watch.provision))


def words_of_wanted(wanted: Wanted) -> str:
    """Return what is waited for, in the active language."""
    language = get_language() or "kk"
    if wanted.ruling is not None:
        return gettext("“%(what)s” is cited") % {"what": heading_of(wanted.ruling, language)}
    if wanted.provision is not None:
        return gettext("“%(what)s” is examined or cited") % {"what": cite(wanted.provision, language)}
    opened, closed = "“”" if language == "en" else "«»"
    said = []
    for name, value in wanted.filters.items():
        said.append(f"{opened}{value}{closed}" if name == "q" else words_of_filter(name, value))
    if not said:
        return gettext("any new decision is published")
    return gettext("a new decision answers the search: %(what)s") % {"what": "; ".join(said)}


def words_of_filter(name: str, value: str) -> str:
    """Return a filter of the list in the active language."""
    if name == "act":
        act = Act.objects.filter(code=value).first()
        return name_of(act) if act is not None else value
    if name == "area":
        area = AreaOfLaw.objects.filter(code=value).first()
        return in_active(area, "name") if area is not None else value
    choices = getattr(FilterForm().fields[name], "choices", ())
    return {str(code): str(words) for code, words in choices}.get(value, value)


def wanted_by(query: QueryDict) -> Wanted | None:
    """Return what an address of the form wants: `ruling`, `norm` (act/path), or a search; None where there is no such thing."""
    if "ruling" in query:
        ruling: Ruling | None = published().filter(slug=str(query["ruling"])).first()
        return Wanted(ruling=ruling) if ruling is not None else None
    if "norm" in query:
        act, _slash, path = str(query["norm"]).partition("/")
        norm = Provision.objects.filter(act__code=act, path=path)
        provision = norm.select_related("act", "parent__parent__parent__parent").first()
        return Wanted(provision=provision) if provision is not None else None
    filters = filters_kept(query.dict())
    form = FilterForm(filters)
    return Wanted(filters) if form.is_valid() else None
