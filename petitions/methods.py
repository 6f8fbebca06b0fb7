"""Which methods a page knows: one that shows, and one that shows a form and takes it. Every other is answered 405."""

from __future__ import annotations

from django.views.decorators.http import require_http_methods, require_POST, require_safe

get_only = require_safe
get_or_post = require_http_methods(["GET", "HEAD", "POST"])
post_only = require_POST
