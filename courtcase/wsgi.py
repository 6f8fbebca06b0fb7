"""The WSGI entry point of the web server."""

from __future__ import annotations

import os

from django.core.signals import request_finished
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "courtcase.settings")

application = get_wsgi_application()

from courtcase.collecting import between, leave_out_what_stays, load_what_stays  # noqa: E402 - once Django stands

load_what_stays()
leave_out_what_stays()
request_finished.connect(between)
