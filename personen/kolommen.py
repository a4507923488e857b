"""De naam van een inwoner als kolom van een lijst, overal op dezelfde manier."""

from kern.lists import LinkKolom


class NaamKolom(LinkKolom):
    """Achternaam eerst, zoals de lijst is gesorteerd; `pad` is de weg van de rij naar de persoon."""

    def __init__(self, *args, route, pad="persoon__", argumenten=None, **kwargs):
        roepnaam, voorletters, tussenvoegsel, achternaam = (
            f"{pad}{veld}" for veld in ("roepnaam", "voorletters", "tussenvoegsel", "achternaam")
        )

        def tekst(rij) -> str:
            delen = (rij[roepnaam] or rij[voorletters], rij[tussenvoegsel])
            achter = " ".join(deel for deel in delen if deel)
            return f"{rij[achternaam]}, {achter}" if achter else rij[achternaam]

        super().__init__(
            *args,
            route=route,
            argumenten=argumenten or (f"{pad}nummer",),
            accessor=achternaam,
            velden=(roepnaam, voorletters, tussenvoegsel),
            order_by=(f"{pad}sorteernaam",),
            tekst=tekst,
            **kwargs,
        )
