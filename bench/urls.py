"""The addresses of the product, and the admin to compare with."""

from django.urls import path

from bench.admin import site
from config.urls import *  # noqa: F403
from config.urls import urlpatterns

urlpatterns = [path("bench-admin/", site.urls), *urlpatterns]
