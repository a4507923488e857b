"""Objects for the route × role matrix: what to put in the place of `<int:pk>` or `<str:nummer>`.

Add one line per kind of object. `maak(gemeente, eigenaar)` makes it in that gemeente and gives the
kwargs of the route; `bestaat_niet` are kwargs of the same form that belong to nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from kern.parameters import catalogus
from tests.factories.betalingen import (
    AanmaanrondeFactory,
    AanmaningregelFactory,
    AfboekingFactory,
    BankbestandFactory,
    BetalingFactory,
    BetalingtoewijzingFactory,
    HandbetalingFactory,
    IncassoafspraakFactory,
    IncassobatchFactory,
    KostentoewijzingFactory,
    MachtigingFactory,
)
from tests.factories.facturen import BoekingsbestandFactory, FactuurFactory, FactuurregelFactory
from tests.factories.formatie import FormatieplaatsFactory, FunctieFactory, ScenarioFactory
from tests.factories.kern import (
    BeleidskaderFactory,
    DeelnameFactory,
    OrganisatierolFactory,
    ParameterFactory,
    RolvervullingFactory,
    TeamFactory,
    TeamlidFactory,
    VervangingFactory,
)
from tests.factories.kern_werk import (
    AchtergrondtaakFactory,
    AfspraakFactory,
    BestandFactory,
    ConceptFactory,
    ImportbatchFactory,
    OngedaanFactory,
    SignaalstatusFactory,
    TaakFactory,
    VerplichtingFactory,
    WeergaveFactory,
)
from tests.factories.monitor import DoelwaardeFactory, PeilmomentFactory, PeilwaardeFactory, RapportFactory
from tests.factories.overeenkomsten import OvereenkomstFactory, OvereenkomstversieFactory, UrenstaatFactory
from tests.factories.personen import (
    ContactmomentFactory,
    DocumentFactory,
    DoelFactory,
    KenmerkFactory,
    LoonwaardemetingFactory,
    MeetbevoegdheidFactory,
    MeetopdrachtFactory,
    OntwikkelplanFactory,
    PersoonFactory,
    StapFactory,
)
from tests.factories.reintegratie import (
    InstrumentFactory,
    LoonkostensubsidieFactory,
    OverdrachtFactory,
    TrajectFactory,
    TredemetingFactory,
    UitkeringFactory,
)
from tests.factories.werkgevers import ContactpersoonFactory, PlaatsingFactory, RelatieFactory
from tests.factories.wsw import (
    BetaalopdrachtFactory,
    DienstverbandFactory,
    HerplaatsingFactory,
    IndelingFactory,
    MutatieFactory,
    MutatieleveringFactory,
    SalarispartijFactory,
    StatistiekleveringFactory,
    TerugvalplekFactory,
)

PARAMETER = next(iter(catalogus()))


@dataclass(frozen=True)
class Object:
    """Eén soort ding dat in een adres staat."""

    maak: Callable[..., dict[str, Any]]
    bestaat_niet: dict[str, Any]
    persoonlijk: bool = False  # belongs to one user: each visitor gets an own one


def _gebruiker(gemeente, eigenaar):
    rol = RolvervullingFactory(gemeente=gemeente, begindatum=date(2020, 1, 1))
    return {"pk": rol.gebruiker_id}


def _parameter(gemeente, eigenaar):
    parameter = ParameterFactory(
        kader=BeleidskaderFactory(gemeente=gemeente),
        code=PARAMETER,
        status="concept",
        begindatum=date(2020, 1, 1),
    )
    return {"kader": parameter.kader.code, "pk": parameter.pk}


def _in_begeleiding(gemeente):
    return PersoonFactory(gemeente=gemeente, in_begeleiding=True)


def _in_dossier(factory):
    """Iets met een eigen nummer in het dossier van een persoon."""

    def maak(gemeente, eigenaar):
        ding = factory(persoon=PersoonFactory(gemeente=gemeente, in_begeleiding=True))
        return {"nummer": ding.persoon.nummer, "pk": ding.pk}

    return Object(maak, {"nummer": "P-000000", "pk": 987654321})


def _in_plan(maak_deel):
    """Een doel of stap van een concept."""

    def maak(gemeente, eigenaar):
        persoon = PersoonFactory(gemeente=gemeente, in_begeleiding=True)
        deel = maak_deel(OntwikkelplanFactory(persoon=persoon, concept=True))
        return {"nummer": persoon.nummer, "pk": deel.pk}

    return Object(maak, {"nummer": "P-000000", "pk": 987654321})


def _contactpersoon(gemeente, eigenaar):
    contactpersoon = ContactpersoonFactory(relatie__gemeente=gemeente)
    return {"nummer": contactpersoon.relatie.nummer, "pk": contactpersoon.pk}


def _overeenkomst(gemeente, eigenaar):
    versie = OvereenkomstversieFactory(
        overeenkomst=OvereenkomstFactory(persoon__gemeente=gemeente, einddatum=date(2027, 12, 31)),
        scan=BestandFactory(),
    )
    return {"pk": versie.overeenkomst_id}


def _urenmaand(gemeente, eigenaar):
    overeenkomst = _overeenkomst(gemeente, eigenaar)["pk"]
    return {"pk": UrenstaatFactory(overeenkomst_id=overeenkomst).overeenkomst_id, "maand": "2026-10"}


def _urenraster(gemeente, eigenaar):
    versie = OvereenkomstversieFactory(overeenkomst__persoon__gemeente=gemeente)
    return {"nummer": versie.overeenkomst.relatie.nummer, "maand": "2026-10"}


def _peilwaarde(gemeente, eigenaar):
    waarde = PeilwaardeFactory(
        peilmoment__gemeente=gemeente,
        gegevens={"met_rijen": True, "rijrecht": "reintegratie.inzien", "uitleg": []},
    )
    return {"pk": waarde.peilmoment_id, "code": waarde.kpi}


def _bijsturing(gemeente, eigenaar):
    moment = PeilmomentFactory(gemeente=gemeente)
    afspraak = AfspraakFactory(
        gemeente=gemeente, soort="bijsturing", kpi="uitstroom_werk", peildatum=date(2025, 12, 31)
    )
    return {"pk": moment.pk, "afspraak": afspraak.pk}


def _factuur(gemeente, eigenaar):
    regel = FactuurregelFactory(overeenkomst__persoon__gemeente=gemeente)
    return {"nummer": regel.factuur.nummer}


def _van_gemeente(factory):
    """Iets met een eigen gemeente en een nummer in het adres."""
    return Object(lambda gemeente, eigenaar: {"pk": factory(gemeente=gemeente).pk}, {"pk": 987654321})


def _bij_relatie(factory):
    return Object(
        lambda gemeente, eigenaar: {"pk": factory(relatie__gemeente=gemeente).pk}, {"pk": 987654321}
    )


def _brief(gemeente, eigenaar):
    regel = AanmaningregelFactory(factuur__relatie__gemeente=gemeente)
    return {"pk": regel.aanmaning_id}


def _verstuurde_brief(gemeente, eigenaar):
    regel = AanmaningregelFactory(
        factuur__relatie__gemeente=gemeente, aanmaning__bestand=BestandFactory(gemeente=gemeente)
    )
    return {"pk": regel.aanmaning_id}


OBJECTEN: dict[str, Object] = {
    "peilmoment": Object(
        lambda gemeente, eigenaar: {"pk": PeilmomentFactory(gemeente=gemeente).pk}, {"pk": 987654321}
    ),
    "rapport": Object(
        lambda gemeente, eigenaar: {"pk": RapportFactory(gemeente=gemeente, vrijgegeven=True).pk},
        {"pk": 987654321},
    ),
    "doelwaarde": Object(
        lambda gemeente, eigenaar: {"pk": DoelwaardeFactory(gemeente=gemeente).pk}, {"pk": 987654321}
    ),
    "peilwaarde": Object(_peilwaarde, {"pk": 987654321, "code": "uitstroom_werk"}),
    "bijsturing": Object(_bijsturing, {"pk": 987654321, "afspraak": 987654321}),
    "factuur": Object(_factuur, {"nummer": "F9999-2026-9999"}),
    "boekingsbestand": Object(
        lambda gemeente, eigenaar: {"pk": BoekingsbestandFactory(gemeente=gemeente).pk}, {"pk": 987654321}
    ),
    "factuur-open": Object(
        lambda gemeente, eigenaar: {"nummer": FactuurFactory(relatie__gemeente=gemeente).nummer},
        {"nummer": "F0000-2026-0001"},
    ),
    "incassoafspraak": _bij_relatie(IncassoafspraakFactory),
    "machtiging": _bij_relatie(MachtigingFactory),
    "incassobatch": _van_gemeente(IncassobatchFactory),
    "incassogemeente": Object(lambda gemeente, eigenaar: {"code": gemeente.code}, {"code": "0000"}),
    "bankbestand": _van_gemeente(BankbestandFactory),
    "betaling": Object(
        lambda gemeente, eigenaar: {"pk": BetalingFactory(afschrift__bankbestand__gemeente=gemeente).pk},
        {"pk": 987654321},
    ),
    "koppeling": Object(
        lambda gemeente, eigenaar: {
            "pk": BetalingtoewijzingFactory(
                factuur__relatie__gemeente=gemeente,
                betaling=BetalingFactory(afschrift__bankbestand__gemeente=gemeente),
            ).pk
        },
        {"pk": 987654321},
    ),
    "kostenkoppeling": Object(
        lambda gemeente, eigenaar: {"pk": KostentoewijzingFactory(aanmaning__relatie__gemeente=gemeente).pk},
        {"pk": 987654321},
    ),
    "handbetaling": _van_gemeente(HandbetalingFactory),
    "afboeking": Object(
        lambda gemeente, eigenaar: {"pk": AfboekingFactory(factuur__relatie__gemeente=gemeente).pk},
        {"pk": 987654321},
    ),
    "aanmaanronde": _van_gemeente(AanmaanrondeFactory),
    "aanmaanronde-klaar": Object(
        lambda gemeente, eigenaar: {
            "pk": AanmaanrondeFactory(gemeente=gemeente, bestand=BestandFactory(gemeente=gemeente)).pk
        },
        {"pk": 987654321},
    ),
    "aanmaning": Object(_brief, {"pk": 987654321}),
    "aanmaning-klaar": Object(_verstuurde_brief, {"pk": 987654321}),
    "afspraak": Object(
        lambda gemeente, eigenaar: {"pk": AfspraakFactory(gemeente=gemeente).pk}, {"pk": 987654321}
    ),
    "kalendertaak": Object(
        lambda gemeente, eigenaar: {"pk": TaakFactory(gemeente=gemeente).pk}, {"pk": 987654321}
    ),
    "verplichting": Object(
        lambda gemeente, eigenaar: {"pk": VerplichtingFactory(gemeente=gemeente).pk}, {"pk": 987654321}
    ),
    "overeenkomst": Object(_overeenkomst, {"pk": 987654321}),
    "overeenkomstversie": Object(
        lambda gemeente, eigenaar: _overeenkomst(gemeente, eigenaar) | {"versie": 1},
        {"pk": 987654321, "versie": 1},
    ),
    "urenmaand": Object(_urenmaand, {"pk": 987654321, "maand": "2026-10"}),
    "urenraster": Object(_urenraster, {"nummer": "W-0", "maand": "2026-10"}),
    "functie": Object(
        lambda gemeente, eigenaar: {"pk": FunctieFactory(gemeente=gemeente).pk}, {"pk": 987654321}
    ),
    "formatieplaats": Object(
        lambda gemeente, eigenaar: {"pk": FormatieplaatsFactory(functie__gemeente=gemeente).pk},
        {"pk": 987654321},
    ),
    "scenario": Object(
        lambda gemeente, eigenaar: {"pk": ScenarioFactory(gemeente=gemeente).pk}, {"pk": 987654321}
    ),
    "meting": _in_dossier(lambda persoon: LoonwaardemetingFactory(persoon=persoon, bestand=BestandFactory())),
    "meetopdracht": _in_dossier(MeetopdrachtFactory),
    "meetbevoegdheid": Object(
        lambda gemeente, eigenaar: {
            "pk": MeetbevoegdheidFactory(gebruiker_id=_gebruiker(gemeente, None)["pk"]).pk
        },
        {"pk": 987654321},
    ),
    "lks": Object(
        lambda gemeente, eigenaar: {
            "pk": LoonkostensubsidieFactory(persoon__gemeente=gemeente, toegekend=True).pk
        },
        {"pk": 987654321},
    ),
    "instrument": Object(
        lambda gemeente, eigenaar: {"pk": InstrumentFactory(gemeente=gemeente).pk}, {"pk": 987654321}
    ),
    "traject": Object(
        lambda gemeente, eigenaar: {"pk": TrajectFactory(persoon__gemeente=gemeente).pk}, {"pk": 987654321}
    ),
    "overdracht": Object(
        lambda gemeente, eigenaar: {"pk": OverdrachtFactory(persoon__gemeente=gemeente).pk},
        {"pk": 987654321},
    ),
    "contact": _in_dossier(ContactmomentFactory),
    "kenmerk": _in_dossier(KenmerkFactory),
    "document": _in_dossier(DocumentFactory),
    "plan": _in_dossier(OntwikkelplanFactory),
    "conceptplan": _in_dossier(lambda persoon: OntwikkelplanFactory(persoon=persoon, concept=True)),
    "doel": _in_plan(lambda plan: DoelFactory(plan=plan)),
    "stap": _in_plan(lambda plan: StapFactory(doel__plan=plan)),
    "dienstverband": Object(
        lambda gemeente, eigenaar: {
            "pk": DienstverbandFactory(persoon__gemeente=gemeente, met_indeling=True).pk
        },
        {"pk": 987654321},
    ),
    "indeling": Object(
        lambda gemeente, eigenaar: {"pk": IndelingFactory(dienstverband__persoon__gemeente=gemeente).pk},
        {"pk": 987654321},
    ),
    "terugvalplek": Object(
        lambda gemeente, eigenaar: {"pk": TerugvalplekFactory(relatie__gemeente=gemeente).pk},
        {"pk": 987654321},
    ),
    "herplaatsing": Object(
        lambda gemeente, eigenaar: {"pk": HerplaatsingFactory(persoon=_in_begeleiding(gemeente)).pk},
        {"pk": 987654321},
    ),
    "betaalopdracht": Object(
        lambda gemeente, eigenaar: {"pk": BetaalopdrachtFactory(gemeente=gemeente).pk}, {"pk": 987654321}
    ),
    "betaalopdrachtbestand": Object(
        lambda gemeente, eigenaar: {"pk": BetaalopdrachtFactory(gemeente=gemeente).pk, "vorm": "csv"},
        {"pk": 987654321, "vorm": "csv"},
    ),
    "statistieklevering": Object(
        lambda gemeente, eigenaar: {"pk": StatistiekleveringFactory(gemeente=gemeente).pk}, {"pk": 987654321}
    ),
    "statistiekbestand": Object(
        lambda gemeente, eigenaar: {"pk": StatistiekleveringFactory(gemeente=gemeente).pk, "vorm": "csv"},
        {"pk": 987654321, "vorm": "csv"},
    ),
    "mutatie": Object(
        lambda gemeente, eigenaar: {"pk": MutatieFactory(persoon=_in_begeleiding(gemeente)).pk},
        {"pk": 987654321},
    ),
    "mutatielevering": Object(
        lambda gemeente, eigenaar: {"pk": MutatieleveringFactory(gemeente=gemeente).pk}, {"pk": 987654321}
    ),
    "mutatiebestand": Object(
        lambda gemeente, eigenaar: {"pk": MutatieleveringFactory(gemeente=gemeente).pk, "vorm": "csv"},
        {"pk": 987654321, "vorm": "csv"},
    ),
    "salarispartij": Object(
        lambda gemeente, eigenaar: {"pk": SalarispartijFactory(gemeente=gemeente).pk}, {"pk": 987654321}
    ),
    "uitkering": Object(
        lambda gemeente, eigenaar: {"pk": UitkeringFactory(persoon__gemeente=gemeente).pk}, {"pk": 987654321}
    ),
    "tredemeting": Object(
        lambda gemeente, eigenaar: {"pk": TredemetingFactory(persoon__gemeente=gemeente).pk},
        {"pk": 987654321},
    ),
    "plaatsing": Object(
        lambda gemeente, eigenaar: {"pk": PlaatsingFactory(persoon__gemeente=gemeente).pk}, {"pk": 987654321}
    ),
    "relatie": Object(
        lambda gemeente, eigenaar: {"nummer": RelatieFactory(gemeente=gemeente).nummer}, {"nummer": "W-0"}
    ),
    "contactpersoon": Object(_contactpersoon, {"nummer": "W-0", "pk": 987654321}),
    "persoon": Object(
        lambda gemeente, eigenaar: {"nummer": PersoonFactory(gemeente=gemeente, in_begeleiding=True).nummer},
        {"nummer": "P-000000"},
    ),
    "gebruiker": Object(_gebruiker, {"pk": 987654321}),
    "kader": Object(
        lambda gemeente, eigenaar: {"kader": BeleidskaderFactory(gemeente=gemeente).code},
        {"kader": "bestaat-niet"},
    ),
    "parameter": Object(_parameter, {"kader": "bestaat-niet", "pk": 987654321}),
    "taak": Object(
        lambda gemeente, eigenaar: {
            "pk": AchtergrondtaakFactory(aangevraagd_door=eigenaar, gemeente=gemeente).pk
        },
        {"pk": 987654321},
        persoonlijk=True,
    ),
    "gemeente": Object(lambda gemeente, eigenaar: {"pk": gemeente.pk}, {"pk": 987654321}),
    "verband": Object(
        lambda gemeente, eigenaar: {"pk": DeelnameFactory(gemeente=gemeente).verband_id}, {"pk": 987654321}
    ),
    "deelname": Object(
        lambda gemeente, eigenaar: {"pk": DeelnameFactory(gemeente=gemeente).pk}, {"pk": 987654321}
    ),
    "organisatierol": Object(
        lambda gemeente, eigenaar: {"pk": OrganisatierolFactory(gemeente=gemeente).pk}, {"pk": 987654321}
    ),
    "signaal": Object(
        lambda gemeente, eigenaar: {"nummer": SignaalstatusFactory(gebruiker=eigenaar, gemeente=gemeente).pk},
        {"nummer": 987654321},
        persoonlijk=True,
    ),
    "import": Object(
        lambda gemeente, eigenaar: {"pk": ImportbatchFactory(gemeente=gemeente).pk}, {"pk": 987654321}
    ),
    "concept": Object(
        lambda gemeente, eigenaar: {"pk": ConceptFactory(gebruiker=eigenaar).pk},
        {"pk": 987654321},
        persoonlijk=True,
    ),
    "ongedaan": Object(
        lambda gemeente, eigenaar: {"pk": OngedaanFactory(gebruiker=eigenaar).pk},
        {"pk": "00000000-0000-0000-0000-000000000000"},
        persoonlijk=True,
    ),
    "weergave": Object(
        lambda gemeente, eigenaar: {"pk": WeergaveFactory(eigenaar=eigenaar, lijst="gebruikers").pk},
        {"pk": 987654321},
        persoonlijk=True,
    ),
    "mijn vervanging": Object(
        lambda gemeente, eigenaar: {"pk": VervangingFactory(afwezige=eigenaar).pk},
        {"pk": 987654321},
        persoonlijk=True,
    ),
    "rolvervulling": Object(
        lambda gemeente, eigenaar: {"pk": RolvervullingFactory(gemeente=gemeente).pk}, {"pk": 987654321}
    ),
    "team": Object(lambda gemeente, eigenaar: {"pk": TeamFactory(gemeente=gemeente).pk}, {"pk": 987654321}),
    "teamlid": Object(
        lambda gemeente, eigenaar: {"pk": TeamlidFactory(team=TeamFactory(gemeente=gemeente)).pk},
        {"pk": 987654321},
    ),
    "vervanging": Object(
        lambda gemeente, eigenaar: {
            "pk": VervangingFactory(
                afwezige_id=_gebruiker(gemeente, None)["pk"], vervanger_id=_gebruiker(gemeente, None)["pk"]
            ).pk
        },
        {"pk": 987654321},
    ),
}
