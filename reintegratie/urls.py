"""Addresses of reintegratie."""

app_name = "reintegratie"
urlpatterns: list = []
