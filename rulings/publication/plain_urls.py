"""Public addresses without a language: files that hold all three, and what programs look for at the root of a site."""

from __future__ import annotations

from django.urls import path

from rulings.publication.views.open_data import open_data_file
from rulings.publication.views.sitemap import sitemap_index, sitemap_pages, sitemap_part

urlpatterns = [
    path("open-data/<str:name>", open_data_file, name="open_data_file"),
    path("sitemap.xml", sitemap_index, name="sitemap"),
    path("sitemap-pages.xml", sitemap_pages, name="sitemap_pages"),
    path("sitemap-<slug:kind>-<int:number>.xml", sitemap_part, name="sitemap_part"),
]
