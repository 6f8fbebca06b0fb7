"""The public figures: pages under the language of the address, and the same rows as a file."""

from __future__ import annotations

from django.urls import path

from rulings.statistics.views.page import definitions_page, page
from rulings.statistics.views.table import message_file, table_file, table_proof

app_name = "statistics"

urlpatterns = [
    path("", page, name="page"),
    path("definitions/", definitions_page, name="definitions"),
    path("<int:year>/", page, name="year"),
    path("<int:year>.csv", table_file, name="csv"),
    path("<int:year>.json", table_proof, name="proof"),
    path("messages/<int:number>.csv", message_file, name="message_csv"),
]
