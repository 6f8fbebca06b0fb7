"""Addresses of letters and returns."""

from __future__ import annotations

from django.urls import path

from petitions.letters.views import configure, letter, papers, register, return_petition, second_reading, sign

app_name = "letters"
urlpatterns = [
    path("", register.outgoing, name="outgoing"),
    path("incoming/", register.incoming, name="incoming"),
    path("outgoing.csv", register.outgoing_file, name="outgoing_file"),
    path("to-sign/", sign.to_sign, name="to_sign"),
    path("second-readings/", second_reading.waiting, name="second_readings"),
    path("second-readings/<uuid:public_id>/", second_reading.read, name="second_reading"),
    path("second-readings/<uuid:public_id>/agree/", second_reading.agree, name="agree"),
    path("second-readings/replies/<uuid:letter_id>/", second_reading.read_reply, name="second_reading_of_reply"),
    path("second-readings/replies/<uuid:letter_id>/agree/", second_reading.agree_reply, name="agree_to_reply"),
    path("overturned/", configure.overturned, name="overturned"),
    path("rule/", configure.rule, name="rule"),
    path("texts/<slug:kind>/<slug:language>/", configure.template, name="template"),
    path("returns/<uuid:public_id>/undo/", return_petition.undo, name="undo"),
    path("<uuid:letter_id>/", letter.letter, name="letter"),
    path("<uuid:letter_id>/letter.pdf", papers.letter, name="pdf"),
    path("<uuid:letter_id>/service.pdf", papers.certificate, name="certificate"),
]
