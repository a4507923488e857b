"""Addresses of monitor."""

app_name = "monitor"
urlpatterns: list = []
