"""Wat Rijssen-Holten naar buiten levert, twee jaar lang: salarissen, mutaties, statistiek; en de terugvalplekken.

Bedragen zijn verzonnen: een gemiddeld loon maal het aantal mensen in dienst.
"""

from datetime import date, timedelta
from decimal import Decimal
from random import Random

from dateutil.relativedelta import relativedelta
from django.utils import timezone

from demo.people import VANDAAG
from kern.models import Gebruiker, Gemeente, Organisatie
from werkgevers.choices import DIENSTVERBANDSOORTEN, Plaatsingssoort, RedenEindePlaatsing
from werkgevers.models import Overeenkomst, Plaatsing, Relatie
from werkgevers.rules.tarief import laatste_dag
from wsw.choices import Locatieoordeel, Mutatiesoort, Uitbesteed, Werkplekeis
from wsw.models import Dienstverband
from wsw.mutatie_actions import (
    bevestig_levering,
    geef_mutatie_door,
    leg_salarispartij_vast,
    verstuur_mutaties,
)
from wsw.salaris_actions import in_dienst_op, keur_betaalopdracht_goed, stel_betaalopdracht_op
from wsw.statistiek_actions import leg_verzending_vast, zet_statistiek_vast
from wsw.terugval_actions import leg_terugvalplek_vast, zet_op_terugvalplek

CODE = "1742"
LOON = Decimal(2450)  # per person and month, made up


def maak_uitbesteding(random: Random) -> dict[str, int]:
    gemeente = Gemeente.objects.get(code=CODE)
    wsw, financien, manager = (
        Gebruiker.objects.get(username=naam) for naam in ("consulent-wsw", "financien", "teammanager")
    )
    leg_salarispartij_vast(
        gemeente, organisatie=Organisatie.objects.get(naam="SOWECO"), omvang=list(Uitbesteed), begindatum=date(2021, 1, 1),
        einddatum=date(VANDAAG.year + 1, 12, 31), contact="Team salarissen", door=wsw,
    )  # fmt: skip
    terugval = _terugval(gemeente, random, wsw)
    opdrachten = _salarissen(gemeente, random, financien, manager)
    mutaties = _mutaties(gemeente, random, wsw)
    for jaar, halfjaar in ((2025, 1), (2025, 2), (2026, 1)):
        levering = zet_statistiek_vast(gemeente, jaar, halfjaar, door=financien)
        leg_verzending_vast(levering, op=timezone.localdate(), door=financien)
    return {"terugvallen": terugval, "betaalopdrachten": opdrachten, "mutaties": mutaties}


def _terugval(gemeente, random, door) -> int:
    """Two places that are agreed, one that is being looked into; two people whose clock runs."""
    sterkerij = Relatie.objects.filter(gemeente=gemeente, naam__startswith="Sterkerij").order_by("pk")[0]
    ander = Relatie.objects.filter(gemeente=gemeente).exclude(pk=sterkerij.pk).order_by("pk").first()
    vast = {"begindatum": date(2021, 1, 1), "door": door}
    geschikt = {
        "oordeel": Locatieoordeel.GESCHIKT,
        "oordeel_op": date(2020, 3, 18),
        "eisen": list(Werkplekeis),
    }
    plekken = [
        leg_terugvalplek_vast(
            gemeente, relatie=sterkerij, naam="Sterkerij, montage", soort=Plaatsingssoort.BESCHUT, plaatsen=4,
            toelichting="Afgesproken met het bestuur", **geschikt, **vast,
        ),
        leg_terugvalplek_vast(
            gemeente, relatie=sterkerij, naam="Gemeentewerf, groen", soort=Plaatsingssoort.INTERN, plaatsen=3,
            **geschikt, **vast,
        ),
    ]  # fmt: skip
    leg_terugvalplek_vast(
        gemeente, relatie=ander, naam="Vakcentrum, magazijn", soort=Plaatsingssoort.INTERN, plaatsen=2,
        eisen=[Werkplekeis.WERK, Werkplekeis.VEILIG], toelichting="Begeleiding nog bespreken", **vast,
    )  # fmt: skip
    vrij = Plaatsing.objects.filter(
        persoon__gemeente=gemeente, soort=Plaatsingssoort.INDIVIDUELE_DETACHERING, einddatum=None,
        persoon__dienstverbanden__einddatum=None, persoon__dienstverbanden__regeling="wsw",
    ).exclude(persoon__in=Overeenkomst.objects.values("persoon"))  # fmt: skip
    gekozen = list(vrij.select_related("persoon").order_by("pk").distinct())
    gekozen = random.sample(gekozen, min(2, len(gekozen)))
    for plek, plaatsing, dagen in zip(plekken, gekozen, (45, 12), strict=False):
        zet_op_terugvalplek(
            plaatsing.persoon, vorige=plaatsing, plek=plek, vanaf=VANDAAG - timedelta(days=dagen),
            reden=RedenEindePlaatsing.WERKGEVER, door=door,
        )  # fmt: skip
    return len(gekozen)


def _salarissen(gemeente, random, financien, manager) -> int:
    """Every month from November 2024; the last one waits for the second person."""
    eerste = VANDAAG.replace(day=1) - relativedelta(months=24)
    maanden = [eerste + relativedelta(months=n) for n in range(25)]
    for maand in maanden:
        mensen = in_dienst_op(gemeente, laatste_dag(maand))
        netto = (LOON * mensen * Decimal(random.randint(980, 1020)) / 1000).quantize(Decimal("0.01"))
        heffing, pensioen = (netto * Decimal(deel) / 100 for deel in (31, 9))
        posten = {
            soort: bedrag.quantize(Decimal("0.01"))
            for soort, bedrag in (("nettoloon", netto), ("loonheffing", heffing), ("pensioen", pensioen))
        }
        opdracht = stel_betaalopdracht_op(
            gemeente, maand, totaal=sum(posten.values(), Decimal(0)), posten=posten, medewerkers=mensen,
            kenmerk=f"SOW-{maand:%Y%m}", door=financien,
        )  # fmt: skip
        if maand != maanden[-1]:
            keur_betaalopdracht_goed(opdracht, door=manager)
    return len(maanden)


def _mutaties(gemeente, random, door) -> int:
    """Passed on by hand for two years, beside what arose by itself; sent per month, the last two not confirmed."""
    begin = VANDAAG.replace(day=1) - relativedelta(months=24)
    in_dienst = Dienstverband.objects.filter(
        persoon__gemeente=gemeente, regeling="wsw", einddatum=None, begindatum__lt=begin,
        persoon__plaatsingen__soort__in=DIENSTVERBANDSOORTEN,
    ).select_related("persoon")  # fmt: skip
    mensen = list(in_dienst.order_by("pk").distinct())
    aantal = 0
    for n in range(25):
        maand = begin + relativedelta(months=n)
        for dienstverband in random.sample(mensen, min(3, len(mensen))):
            dag = min(maand + timedelta(days=random.randint(0, 24)), VANDAAG)
            tekst = random.choice(("Ziek gemeld", "Beter gemeld", "Ziek gemeld, op therapeutische basis"))
            geef_mutatie_door(
                dienstverband.persoon, soort=Mutatiesoort.ZIEK, per=dag, omschrijving=tekst, door=door
            )
            aantal += 1
        if n < 24:
            levering = verstuur_mutaties(gemeente, maand, door=door)
            if n < 22:
                bevestig_levering(levering, op=timezone.localdate(), door=door)
    return aantal
