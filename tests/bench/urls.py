"""The application's addresses, and the floor's."""

from __future__ import annotations

from django.urls import path

from courtcase.urls import handler400, handler403, handler404, handler500
from courtcase.urls import urlpatterns as own
from tests.bench import floor

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [
    path("bench/row", floor.row, name="bench_row"),
    path("bench/page", floor.page, name="bench_page"),
    path("bench/framed", floor.framed, name="bench_framed"),
    path("bench/upload", floor.upload, name="bench_upload"),
    *own,
]
