"""What became of the rulings: a public page, and the desk of the execution officer."""

from __future__ import annotations

from django.urls import path

from rulings.execution.views import bodies
from rulings.execution.views.asked import answer, body, measure_desk, reported_document
from rulings.execution.views.desk import confirm, execution_desk, report
from rulings.execution.views.public_list import execution_list
from rulings.execution.views.withdrawals import decide, entry, withdrawals

app_name = "execution"

urlpatterns = [
    path("execution/", execution_list, name="list"),
    path("measures/", bodies.mine, name="mine"),
    path("measures/table.xlsx", bodies.mine_table, name="mine_table"),
    path("measures/<uuid:public_id>/", bodies.mine_one, name="mine_one"),
    path("measures/<uuid:public_id>/tell/", bodies.tell, name="tell"),
    path("measures/<uuid:public_id>/ask/", bodies.ask, name="ask"),
    path("measures/<uuid:public_id>/documents/<int:step_id>/", bodies.document, name="document"),
    path("desk/execution/", execution_desk, name="desk"),
    path("desk/execution/withdrawals/", withdrawals, name="withdrawals"),
    path("desk/execution/withdrawals/<uuid:withdrawal_id>/", decide, name="decide_withdrawal"),
    path("desk/execution/<uuid:public_id>/entries/<int:step_id>/", entry, name="entry"),
    path("desk/execution/<uuid:public_id>/", measure_desk, name="measure"),
    path("desk/execution/<uuid:public_id>/bodies/", body, name="body"),
    path("desk/execution/<uuid:public_id>/asked/<uuid:asking_id>/", answer, name="answer"),
    path("desk/execution/<uuid:public_id>/documents/<int:step_id>/", reported_document, name="reported_document"),
    path("desk/execution/<uuid:public_id>/report/", report, name="report"),
    path("desk/execution/<uuid:public_id>/confirm/", confirm, name="confirm"),
]
