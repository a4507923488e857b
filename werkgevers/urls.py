"""Addresses of werkgevers."""

app_name = "werkgevers"
urlpatterns: list = []
