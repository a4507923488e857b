"""Wat de monitor op papier en als bestand geeft, per onderwerp."""
