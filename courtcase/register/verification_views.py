"""The page on which anybody verifies a receipt, and the script with which they do it without us."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_http_methods, require_safe

from courtcase.people.permissions import public
from courtcase.register import verify_receipt
from courtcase.register.checking import Verdict, check_place, check_receipt
from courtcase.register.forms import PlaceForm, ReceiptForm

SCRIPT = Path(verify_receipt.__file__).read_bytes()
SCRIPT_DIGEST = sha256(SCRIPT).hexdigest()


@public("register.roots")
@require_http_methods(["GET", "HEAD", "POST"])
def verify_page(request: HttpRequest) -> HttpResponse:
    """Verify a receipt that is uploaded, or a place and digest typed in (they stand in the address and tell nothing).

    Needs no session and no script; nothing that is sent is kept.
    """
    sent = request.method == "POST"
    typed = not sent and "position" in request.GET
    receipt_form = ReceiptForm(request.POST, request.FILES) if sent else ReceiptForm()
    place_form = PlaceForm(request.GET) if typed else PlaceForm()
    verdict: Verdict | None = None
    if sent and receipt_form.is_valid():
        verdict = verdict_on(receipt_form)
    elif typed and place_form.is_valid():
        verdict = check_place(**place_form.cleaned_data, language=(get_language() or "kk")[:2])
    context = {
        "receipt_form": receipt_form,
        "place_form": place_form,
        "form": receipt_form if sent else place_form,
        "verdict": verdict,
        "script_digest": SCRIPT_DIGEST,
    }
    wrong = receipt_form.errors or place_form.errors
    return render(request, "register/verify.html", context, status=422 if wrong else 200)


def verdict_on(form: ReceiptForm) -> Verdict | None:
    """Return what is to be said of the uploaded receipt; None where it is none, which the form then says."""
    language = (get_language() or "kk")[:2]
    try:
        return check_receipt(verify_receipt.receipt_in(form.cleaned_data["receipt"].read()), language)
    except verify_receipt.NotAReceipt:
        form.add_error("receipt", verify_receipt.Finding("not_a_receipt").words(language))
        return None


def script_etag(request: HttpRequest, *args: Any, **keywords: Any) -> str:
    """Return what changes when the script does."""
    return f'"{SCRIPT_DIGEST[:32]}"'


@public("register.roots")
@require_safe
@cache_control(no_cache=True, public=True)
@condition(etag_func=script_etag)
def script(request: HttpRequest) -> HttpResponse:
    """Give out the script that verifies a receipt without us: the file this page itself runs."""
    response = HttpResponse(SCRIPT, content_type="text/x-python; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="verify_receipt.py"'
    return response
