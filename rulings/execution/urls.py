"""What became of the rulings: a public page, and the desk of the execution officer."""

from __future__ import annotations

from django.urls import path

from rulings.execution.views.desk import confirm, execution_desk, report
from rulings.execution.views.public_list import execution_list

app_name = "execution"

urlpatterns = [
    path("execution/", execution_list, name="list"),
    path("desk/execution/", execution_desk, name="desk"),
    path("desk/execution/<uuid:public_id>/report/", report, name="report"),
    path("desk/execution/<uuid:public_id>/confirm/", confirm, name="confirm"),
]
