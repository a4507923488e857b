"""Views of personen, one module per dossier page."""
