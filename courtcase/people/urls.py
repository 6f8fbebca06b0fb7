"""Addresses of people; all stand under /<language>/."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from courtcase.people.views import account_settings, administration, carried_words, officers, programs

urlpatterns: list[URLPattern | URLResolver] = [
    path("account/settings/", account_settings.settings, name="account_settings"),
    path("account/settings/details/", account_settings.details, name="account_details"),
    path("account/settings/language/", account_settings.language, name="account_language"),
    path("account/settings/shortcuts/", account_settings.shortcuts, name="account_shortcuts"),
    path("account/what-you-wrote/", carried_words.carried_words, name="account_carried_words"),
    path("account/sessions/end-others/", account_settings.end_other_sessions, name="account_end_other_sessions"),
    path("account/sessions/<int:session_id>/end/", account_settings.end_session, name="account_end_session"),
    path("account/sessions/", include("allauth.usersessions.urls")),
    path("account/second-factor/", include("allauth.mfa.urls")),
    path("account/", include("allauth.account.urls")),
    path("institution/officers/", officers.officers, name="institution_officers"),
    path("institution/officers/invite/", officers.invite, name="institution_invite"),
    path("institution/offers/<int:offer_id>/withdraw/", officers.withdraw, name="institution_withdraw"),
    path("account/offers/<int:offer_id>/answer/", officers.answer, name="account_answer_offer"),
    path("institution/officers/<int:grant_id>/revoke/", officers.revoke, name="institution_revoke"),
    path("institution/programs/", programs.programs, name="institution_programs"),
    path("institution/programs/admit/", programs.admit, name="institution_admit_program"),
    path("institution/programs/<int:token_id>/renew/", programs.renew, name="institution_renew_token"),
    path("institution/programs/<int:token_id>/end/", programs.end, name="institution_end_token"),
    path("administration/roles/", administration.roles, name="administration_roles"),
    path("administration/roles/<int:grant_id>/revoke/", administration.revoke, name="administration_revoke"),
    path("administration/accounts/", administration.accounts, name="administration_accounts"),
    path("administration/accounts/name/", administration.name, name="administration_name"),
    path("administration/accounts/<uuid:public_id>/unlink/", administration.unlink, name="administration_unlink"),
    path(
        "administration/accounts/<uuid:public_id>/end-sessions/",
        administration.end_sessions,
        name="administration_end_sessions",
    ),
    path("administration/accounts/<uuid:public_id>/", administration.account, name="administration_account"),
    path("administration/accounts/<uuid:public_id>/grant/", administration.grant, name="administration_grant"),
    path("administration/accounts/<uuid:public_id>/close/", administration.close, name="administration_close"),
]
