"""Addresses of the register: `urlpatterns` under the language, `plain_urlpatterns` without one."""

from __future__ import annotations

from django.urls import path

from courtcase.register import verification_views, views, witness_views

urlpatterns = [
    path("register/roots/", views.roots_page, name="register_roots"),
    path("register/verify/", verification_views.verify_page, name="register_verify"),
    path("register/witness/", witness_views.witness_page, name="register_witness"),
    path("register/reads/", views.reads_page, name="register_reads"),
]

plain_urlpatterns = [
    path("register/roots.json", views.roots_json, name="register_roots_json"),
    path("register/roots/<slug:day>.txt", witness_views.root_text, name="register_root_text"),
    path("register/roots/<slug:day>.tsr", witness_views.root_stamp, name="register_root_stamp"),
    path("register/verify_receipt.py", verification_views.script, name="register_verify_script"),
    path(
        "register/consistency/<int:old_size>/<int:new_size>.json",
        views.consistency_json,
        name="register_consistency_json",
    ),
]
