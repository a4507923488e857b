"""De formatie op papier en in bestanden: uit dezelfde tabellen als de pagina."""
