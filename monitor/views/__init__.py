"""De pagina's van de monitor, per onderwerp."""
