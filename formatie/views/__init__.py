"""De pagina's van formatie, per onderwerp."""
