"""Addresses of personen."""

app_name = "personen"
urlpatterns: list = []
