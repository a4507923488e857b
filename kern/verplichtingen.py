"""De soorten verplichtingen van de kalender, uit kern/gegevens/verplichtingen.toml (eisen §5.3). Geen database."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache

from kern.parameters import GEGEVENS, catalogus
from kern.permissions import Rol


@dataclass(frozen=True)
class Soort:
    """Eén regel van de kalender. `norm` is de parametercode met de dagen; leeg als het per geval gaat."""

    code: str
    naam: str
    cadans: str
    rol: Rol
    norm: str
    rij: tuple[str, ...]
    bron: str
    route: str = ""
    per_geval: str = ""


@lru_cache(maxsize=1)
def soorten() -> dict[str, Soort]:
    """Alle soorten, in de volgorde van het bestand. ValueError als het bestand zichzelf tegenspreekt."""
    inhoud = tomllib.loads((GEGEVENS / "verplichtingen.toml").read_text(encoding="utf-8"))
    gelezen = [
        Soort(**(regel | {"rol": Rol(regel["rol"]), "rij": tuple(regel["rij"])}))
        for regel in inhoud["verplichting"]
    ]
    gevonden = {soort.code: soort for soort in gelezen}
    if len(gevonden) != len(gelezen):
        raise ValueError("verplichtingen.toml noemt een code twee keer")
    for soort in gelezen:
        if bool(soort.norm) == bool(soort.per_geval):
            raise ValueError(f"{soort.code}: een norm of per_geval, een van beide")
        if soort.norm and soort.norm not in catalogus():
            raise ValueError(f"{soort.code}: {soort.norm} staat niet in parametercodes.toml")
    return gevonden


def met_norm() -> list[Soort]:
    """De soorten die uit een norm taken maken."""
    return [soort for soort in soorten().values() if soort.norm]
