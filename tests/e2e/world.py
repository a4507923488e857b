"""De kleine wereld van de browsertests: twee gemeenten, elke rol, en van alles een beetje."""

from dataclasses import dataclass
from datetime import date, timedelta
from io import StringIO
from typing import Any

from django.core.management import call_command
from django.utils import timezone

from kern.models import Gebruiker, Gemeente
from kern.permissions import Rol
from tests.factories.kern import GebruikerFactory, RolvervullingFactory, TeamFactory, TeamlidFactory
from tests.factories.overeenkomsten import OvereenkomstversieFactory, TariefafspraakFactory


@dataclass
class Wereld:
    gemeente: Gemeente
    andere: Gemeente
    gebruikers: dict[Rol, Gebruiker]
    persoon: Any
    sw_medewerker: Any
    vreemde: Any
    adres: str = ""


def maak_wereld() -> Wereld:
    """Kaders uit de bestanden, een gebruiker per rol, en dossiers via de acties."""
    from kern.models import Organisatie
    from personen import actions as personen
    from reintegratie import actions as reintegratie
    from werkgevers import actions as werkgevers
    from werkgevers.choices import Plaatsingssoort
    from wsw import actions as wsw
    from wsw.choices import Groep, Herkomst

    call_command("laad_kaders", demo=True, verbosity=0, stdout=StringIO())
    call_command("laad_planbibliotheek", stdout=StringIO())
    gemeente = Gemeente.objects.get(code="1742")
    andere = Gemeente.objects.get(code="1735")
    team = TeamFactory(gemeente=gemeente, naam="SC")
    gebruikers = {}
    for rol in Rol:
        gebruiker = GebruikerFactory(
            username=str(rol), naam=f"{rol.label[0].upper()}. {rol.label.split()[0].title()}"
        )
        RolvervullingFactory(gebruiker=gebruiker, rol=rol, gemeente=gemeente)
        TeamlidFactory(team=team, gebruiker=gebruiker)
        gebruikers[rol] = gebruiker
    consulent, jobcoach = gebruikers[Rol.CONSULENT], gebruikers[Rol.CONSULENT_WSW]
    vandaag = timezone.localdate()

    persoon = personen.maak_persoon(
        gemeente=gemeente, bsn="999990019", voorletters="A.", achternaam="Voorbeeld",
        geboortedatum=date(1984, 5, 12), door=consulent,
    )  # fmt: skip
    personen.start_dossierperiode(persoon, vanaf=date(2024, 1, 1), door=consulent)
    personen.wijs_toe(persoon, aan=consulent, vanaf=date(2024, 1, 1), door=consulent)
    reintegratie.start_uitkering(persoon, soort="pw", begindatum=date(2024, 1, 1), door=consulent)
    reintegratie.meet_trede(
        persoon, datum=date(2024, 2, 1), huidige_trede=3, doeltrede=5, bron="diagnose", door=consulent
    )
    _traject_en_overdracht(persoon, gebruikers, team, vandaag)
    personen.leg_contact_vast(
        persoon, datum=vandaag - timedelta(days=80), verslag="Gesprek over werk dat past.", door=consulent,
        vervolg_op=vandaag,
    )  # fmt: skip

    relatie = werkgevers.maak_relatie(
        gemeente=gemeente, naam="Voorbeeld Groen BV", kvk="70000001", straat="Haarstraat", huisnummer="1",
        postcode="7461 AA", plaats="Rijssen", door=jobcoach,
    )  # fmt: skip
    sw = personen.maak_persoon(
        gemeente=gemeente, bsn="123456782", voorletters="F.", tussenvoegsel="van der", achternaam="Dijk",
        geboortedatum=date(1975, 3, 3), door=jobcoach,
    )  # fmt: skip
    personen.start_dossierperiode(sw, vanaf=date(2019, 1, 1), door=jobcoach)
    personen.wijs_toe(sw, aan=jobcoach, vanaf=date(2019, 1, 1), door=jobcoach)
    wsw.start_dienstverband(
        sw, regeling="wsw", begindatum=date(2005, 1, 1), wsw_sinds=date(2005, 1, 1), herkomst=Herkomst.VOOR_2015,
        herkomstgemeente=gemeente, groep=Groep.GROEP, uren_per_week=36,
        formele_werkgever=Organisatie.objects.get(gemeente=gemeente), door=jobcoach,
    )  # fmt: skip
    werkgevers.start_plaatsing(
        sw, relatie=relatie, soort=Plaatsingssoort.GROEPSDETACHERING, begindatum=date(2024, 1, 1),
        contract_tot=vandaag + timedelta(days=20), door=jobcoach,
    )  # fmt: skip
    overeenkomst = OvereenkomstversieFactory(
        overeenkomst__persoon=sw, overeenkomst__relatie=relatie, overeenkomst__begindatum=date(2024, 1, 1),
        overeenkomst__einddatum=vandaag + timedelta(days=400), overeenkomst__overeengekomen_door=jobcoach,
        overeenkomst__opgesteld_door=gebruikers[Rol.FINANCIEN], uren_per_week=36,
    ).overeenkomst  # fmt: skip
    TariefafspraakFactory(overeenkomst=overeenkomst)

    vreemd_door = GebruikerFactory(username="vreemd", naam="V. Reemd")
    RolvervullingFactory(gebruiker=vreemd_door, rol=Rol.CONSULENT, gemeente=andere)
    vreemde = personen.maak_persoon(
        gemeente=andere, achternaam="Geheim", geboortedatum=date(1990, 1, 1), door=vreemd_door
    )
    _maak_peilmomenten(gemeente, gebruikers[Rol.TEAMMANAGER], vandaag)
    return Wereld(gemeente, andere, gebruikers, persoon, sw, vreemde)


def _traject_en_overdracht(persoon, gebruikers, team, vandaag) -> None:
    """Een lopend traject uit de catalogus, en een overdracht die wacht op het team."""
    from reintegratie.instrument_actions import laad_instrumenten
    from reintegratie.models import Instrument
    from reintegratie.overdracht_actions import stel_overdracht_voor
    from reintegratie.traject_actions import begin_traject

    laad_instrumenten()
    instrument = Instrument.objects.get(gemeente=persoon.gemeente, code="stage")
    begin_traject(
        persoon, instrument=instrument, begindatum=vandaag - timedelta(days=30),
        gepland_einde=vandaag + timedelta(days=90), uitvoerder_naam="Voorbeeld Groen BV", doel="Werkritme",
        door=gebruikers[Rol.CONSULENT],
    )  # fmt: skip
    stel_overdracht_voor(
        persoon, naar_team=team, reden="Ander team past beter", door=gebruikers[Rol.CONSULENT_INKOMEN]
    )


def _maak_peilmomenten(gemeente, manager, vandaag) -> None:
    """Two frozen half-years; the later one asks the answer to the steering of the first."""
    from monitor.actions import leg_bijsturing_vast, zet_peilmoment_vast

    eerste = zet_peilmoment_vast(gemeente, date(vandaag.year - 1, 6, 30), door=manager)
    gemist = eerste.waarden.filter(oordeel="niet_op_doel").first()
    if gemist:
        leg_bijsturing_vast(
            gemist, tekst="Meer vacatures vullen", eigenaar=manager, uiterlijk=vandaag + timedelta(days=30), door=manager
        )  # fmt: skip
    zet_peilmoment_vast(gemeente, date(vandaag.year - 1, 12, 31), door=manager)
