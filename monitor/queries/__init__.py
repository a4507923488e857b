"""De cijfers van de monitor, per onderwerp."""
