"""Every address of the application. Rooms add theirs; public pages carry /kk/, /ru/ or /en/."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path
from drf_spectacular.views import SpectacularAPIView

from courtcase import health
from courtcase.frame import views as frame_views
from courtcase.notices.bounce_views import came_back
from courtcase.observability.metrics import metrics
from courtcase.people.permissions import public
from courtcase.register import urls as register_urls
from courtcase.single_sign_on import urls as single_sign_on_urls

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", public("metrics")(metrics), name="metrics"),
    path("robots.txt", frame_views.robots, name="robots"),
    path("favicon.ico", frame_views.favicon, name="favicon"),
    path("mail/came-back/", came_back, name="mail_came_back"),
    *register_urls.plain_urlpatterns,
    *single_sign_on_urls.plain_urlpatterns,
    path("egov-mobile/", include("petitions.filing.phone_urls")),
    path("api/schema/", SpectacularAPIView.as_view(), name="schema"),
    path("api/v1/", include("petitions.api.urls")),
    path("api/v1/", include("rulings.api.urls")),
    path("", include("rulings.publication.plain_urls")),
    *i18n_patterns(
        path("", include("courtcase.frame.urls")),
        path("", include("courtcase.notices.urls")),
        path("", include("courtcase.people.urls")),
        path("account/phone/", include("courtcase.telephone.urls")),
        path("account/single-sign-on/", include("courtcase.single_sign_on.urls")),
        path("", include("courtcase.register.urls")),
        path("", include("courtcase.doctor.urls")),
        path("", include("courtcase.feedback.urls")),
        path("institution/webhooks/", include("petitions.webhooks.urls")),
        path("petitions/", include("petitions.filing.urls")),
        path("intake/", include("petitions.intake.urls")),
        path("letters/", include("petitions.letters.urls")),
        path("audit/", include("petitions.audit.urls")),
        path("keeping/", include("petitions.keeping.urls")),
        path("privacy/", include("petitions.keeping.public_urls")),
        path("proceedings/", include("petitions.proceedings.urls")),
        path("", include("rulings.urls")),
        prefix_default_language=True,
    ),
]

handler400 = "courtcase.frame.errors.bad_request"
handler403 = "courtcase.frame.errors.forbidden"
handler404 = "courtcase.frame.errors.not_found"
# Where django-allauth leads whoever signs in, signs up or recovers too often.
handler429 = "courtcase.frame.errors.too_many_requests"
handler500 = "courtcase.frame.errors.server_error"
