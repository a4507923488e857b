"""All models of kern, by subject."""

from kern.models.afspraken import (
    Afspraak,
    Afspraaksoort,
    Afspraakstatus,
    Cadans,
    Orgaan,
    Taak,
    Taakstatus,
    Verplichting,
)
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
    "Afspraak",
    "Afspraaksoort",
    "Afspraakstatus",
    "Beleidskader",
    "Beleidsstatus",
    "Bestand",
    "Cadans",
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
    "Orgaan",
    "Organisatie",
    "Organisatierol",
    "Organisatierolsoort",
    "Parameter",
    "Parametersoort",
    "Rolvervulling",
    "Samenwerkingsverband",
    "Signaalinstelling",
    "Signaalstatus",
    "Taak",
    "Taakstatus",
    "Team",
    "Teamlid",
    "Verplichting",
    "Vervanging",
    "Weergave",
    "Zekerheid",
]
