"""Lezen in dossiers: tijdlijn, zoeken en inzage."""
