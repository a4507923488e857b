"""De cijfers van de formatie, per onderwerp."""
