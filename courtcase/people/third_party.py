"""The actions of views that other projects wrote: each by its address's name, so that a new one opens nothing by itself."""

from __future__ import annotations

ACTION_BY_URL_NAME: dict[str, str] = {
    # django-allauth: accounts
    "account_login": "account.sign_in",
    "account_confirm_login_code": "account.sign_in",
    "account_inactive": "account.sign_in",
    "account_signup": "account.sign_up",
    "account_email_verification_sent": "account.sign_up",
    "account_reset_password": "account.recover",
    "account_confirm_password_reset_code": "account.recover",
    "account_complete_password_reset": "account.recover",
    "account_password_reset_completed": "account.recover",
    "account_logout": "account.sign_out",
    "account_reauthenticate": "account.settings",
    "account_email": "account.settings",
    "account_change_password": "account.settings",
    "account_set_password": "account.settings",
    # django-allauth: second factor
    "mfa_authenticate": "account.sign_in",
    "mfa_login_webauthn": "account.sign_in",
    "mfa_index": "account.second_factor",
    "mfa_reauthenticate": "account.second_factor",
    "mfa_activate_totp": "account.second_factor",
    "mfa_deactivate_totp": "account.second_factor",
    "mfa_view_recovery_codes": "account.second_factor",
    "mfa_generate_recovery_codes": "account.second_factor",
    "mfa_download_recovery_codes": "account.second_factor",
    "mfa_list_webauthn": "account.second_factor",
    "mfa_add_webauthn": "account.second_factor",
    "mfa_reauthenticate_webauthn": "account.second_factor",
    "mfa_remove_webauthn": "account.second_factor",
    "mfa_edit_webauthn": "account.second_factor",
    # django-allauth: sessions
    "usersessions_list": "account.sessions",
    # Django
    "set_language": "page.language",
    # drf-spectacular
    "schema": "api.schema",
    "api-schema": "api.schema",
    # django-prometheus
    "prometheus-django-metrics": "metrics",
}
# Only views of these modules may be named above: an address of our own must state its action itself.
MODULES = (
    "allauth.account.",
    "allauth.mfa.",
    "allauth.usersessions.",
    "django.views.i18n",
    "drf_spectacular.",
    "django_prometheus.",
)


def action_of(module: str, url_name: str | None) -> str | None:
    """Return the action of a third party's view in `module` at the address called `url_name`; None: it has none."""
    if url_name is None or not (module + ".").startswith(MODULES):
        return None
    return ACTION_BY_URL_NAME.get(url_name)
