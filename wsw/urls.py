"""Addresses of wsw."""

app_name = "wsw"
urlpatterns: list = []
