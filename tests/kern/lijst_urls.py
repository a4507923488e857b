"""Addresses of the tests of the list component: everything of Trede, and one list of people."""

from django.urls import include, path

from tests.kern.lijst_voorbeeld import mensen

urlpatterns = [path("proef/mensen/", mensen, name="proef-mensen"), path("", include("config.urls"))]
handler404 = "kern.views.fouten.niet_gevonden"
