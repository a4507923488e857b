"""All models of kern, by subject."""

from kern.models.beleid import Beleidskader, Beleidsstatus, Parameter, Parametersoort, Zekerheid
from kern.models.bestand import Bestand
from kern.models.gebruiker import Gebruiker, Rolvervulling, Teamlid, Vervanging
from kern.models.inlezen import Importbatch, Importkoppeling, Importregel
from kern.models.logboek import Gebeurtenis, Inzage, Inzagesoort
from kern.models.organisatie import (
    Deelname,
    Gemeente,
    Organisatie,
    Organisatierol,
    Organisatierolsoort,
    Samenwerkingsverband,
    Team,
)
from kern.models.werk import (
    Aanwezigheid,
    Achtergrondtaak,
    Concept,
    Eenmalig,
    Lijstvoorkeur,
    Onderbroken,
    Ongedaan,
    Signaalinstelling,
    Signaalstatus,
    Weergave,
)

__all__ = [
    "Aanwezigheid",
    "Achtergrondtaak",
    "Beleidskader",
    "Beleidsstatus",
    "Bestand",
    "Concept",
    "Deelname",
    "Eenmalig",
    "Gebeurtenis",
    "Gebruiker",
    "Gemeente",
    "Importbatch",
    "Importkoppeling",
    "Importregel",
    "Inzage",
    "Inzagesoort",
    "Lijstvoorkeur",
    "Onderbroken",
    "Ongedaan",
    "Organisatie",
    "Organisatierol",
    "Organisatierolsoort",
    "Parameter",
    "Parametersoort",
    "Rolvervulling",
    "Samenwerkingsverband",
    "Signaalinstelling",
    "Signaalstatus",
    "Team",
    "Teamlid",
    "Vervanging",
    "Weergave",
    "Zekerheid",
]
