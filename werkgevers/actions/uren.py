"""Uren van een maand: invullen, compleet maken, weer openen (functies V6)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone

from kern.controle import controleer
from kern.logbook import leg_vast, leg_vast_in_bulk
from kern.opmaak import getal
from kern.versions import Verouderd, controleer_versie
from werkgevers.choices import Urensoort, Versiestatus
from werkgevers.models import Overeenkomst, Urenstaat, Uurregel
from werkgevers.rules.tarief import laatste_dag
from werkgevers.rules.uren import standaarduren

NUL = Decimal(0)
# What takes the place of work in the standard week; extra hours come on top.
IN_DE_WEEK = (
    Urensoort.GEWERKT, Urensoort.VERLOF, Urensoort.ZIEK, Urensoort.FEESTDAG, Urensoort.NIET_GEWERKT,
)  # fmt: skip


def standaard_van(overeenkomst, versies, maand: date) -> tuple[Decimal, Decimal]:
    """De uren van de standaardweek in deze maand: (te werken, op een feestdag)."""
    eerste = max(maand, overeenkomst.begindatum)
    laatste = min(laatste_dag(maand), overeenkomst.einddatum or date.max)
    werk = feest = NUL
    for versie in versies:
        if versie.status != Versiestatus.GETEKEND:
            continue
        van, tot = max(eerste, versie.begindatum), min(laatste, versie.einddatum or date.max)
        if van <= tot:
            deel = standaarduren(versie.weekpatroon, van, tot)
            werk, feest = werk + deel[0], feest + deel[1]
    return werk, feest


@transaction.atomic
def vul_uren_in(
    overeenkomst, maand: date, *, uren: Mapping[str, Decimal | None], door, toelichting="", versie=None
) -> Urenstaat:
    """Bewaar de uren van een maand. Wat je niet invult, volgt uit de standaardweek."""
    overeenkomst, staat = _op_slot(overeenkomst, maand)
    if staat is not None:
        controleer_versie(staat, versie)
        _moet_open(staat)
    rekening = aangevuld(overeenkomst, maand, uren)
    controleer_uren(overeenkomst, maand, rekening, toelichting)
    staat = staat or Urenstaat(overeenkomst=overeenkomst, maand=maand, versie=0)
    staat.toelichting = toelichting
    staat.versie += 1
    controleer(staat)
    staat.save()
    _schrijf(staat, rekening)
    _log(staat, "ingevuld", door, f"Uren {maand:%m-%Y} van {overeenkomst} ingevuld: {in_woorden(rekening)}")
    return staat


def aangevuld(overeenkomst, maand: date, uren: Mapping[str, Decimal | None]) -> dict[str, Decimal]:
    """Standaardweek, tenzij: gewerkt is wat overblijft, als je het zelf niet invult."""
    werk, feest = standaard_van(overeenkomst, overeenkomst.versies.all(), maand)
    opgegeven = {soort: waarde for soort, waarde in uren.items() if waarde is not None}
    opgegeven.setdefault(Urensoort.FEESTDAG, feest)
    anders = sum((opgegeven.get(s, NUL) for s in IN_DE_WEEK if s != Urensoort.GEWERKT), NUL)
    opgegeven.setdefault(Urensoort.GEWERKT, max(werk + feest - anders, NUL))
    return {str(soort): waarde for soort, waarde in opgegeven.items() if waarde or soort == Urensoort.GEWERKT}


def rasterversie(staten: Iterable[Urenstaat | None]) -> int:
    """Eén getal voor een heel raster: het stijgt bij elke wijziging van een van de maanden erin (C4)."""
    return sum(staat.versie for staat in staten if staat is not None)


@transaction.atomic
def controleer_raster(overeenkomsten: Iterable[Overeenkomst], maand: date, *, versie: int | None) -> None:
    """Zet de overeenkomsten van een raster op slot; wijzigde iemand er intussen een, dan is dit raster verouderd."""
    pks = [o.pk for o in overeenkomsten]
    list(Overeenkomst.objects.filter(pk__in=pks).order_by("pk").select_for_update(of=("self",)).values("pk"))
    # Latest hand first: that is whom the conflict page names.
    staten = list(
        Urenstaat.objects.filter(overeenkomst__in=pks, maand=maand)
        .annotate(laatst=Max("events__pgh_id"))
        .order_by("-laatst")
    )
    nu = rasterversie(staten)
    if staten and versie is not None and versie != nu:
        staten[0].versie = nu  # what the grid counts with; this object is not saved
        raise Verouderd(staten[0])


@transaction.atomic
def maak_compleet(overeenkomst, maand: date, *, door, versie=None) -> Urenstaat:
    """Zeg dat alle uren erin staan. Zonder opgave geldt de standaardweek; nul uur is ook een opgave."""
    overeenkomst, staat = _op_slot(overeenkomst, maand)
    if staat is None:
        staat = vul_uren_in(overeenkomst, maand, uren={}, door=door)
    else:
        controleer_versie(staat, versie)
    if staat.compleet:
        return staat
    staat.compleet_op, staat.compleet_door = timezone.now(), door
    staat.versie += 1
    controleer(staat)
    staat.save()
    _log(staat, "compleet", door, f"Uren {maand:%m-%Y} van {overeenkomst} zijn compleet")
    return staat


@transaction.atomic
def maak_alle_compleet(overeenkomsten: Iterable[Overeenkomst], maand: date, *, door) -> int:
    """Maak deze maand voor al deze overeenkomsten compleet; wat al compleet was, telt niet mee.

    In een vast aantal opdrachten, ook voor duizend overeenkomsten. Zonder opgave geldt de standaardweek.
    """
    eigen = Overeenkomst.objects.filter(pk__in=[o.pk for o in overeenkomsten]).ooit_getekend()
    eigen = eigen.tussen(maand, laatste_dag(maand)).order_by("pk").select_for_update(of=("self",))
    op_slot = list(eigen.select_related("gemeente").prefetch_related("versies"))
    staten = {
        staat.overeenkomst_id: staat
        for staat in Urenstaat.objects.filter(overeenkomst__in=op_slot, maand=maand)
    }
    nieuw = [Urenstaat(overeenkomst=o, maand=maand) for o in op_slot if o.pk not in staten]
    for staat in nieuw:
        staat.clean_fields(exclude=["overeenkomst"])
    Urenstaat.objects.bulk_create(nieuw)
    regels = [
        Uurregel(urenstaat=staat, soort=soort, uren=uren)
        for staat in nieuw
        for soort, uren in aangevuld(staat.overeenkomst, maand, {}).items()
    ]
    Uurregel.objects.bulk_create(regels)
    per_gemeente = defaultdict(list)
    for overeenkomst in op_slot:
        staat = staten.get(overeenkomst.pk)
        if staat is None or not staat.compleet:
            zin = f"Uren {maand:%m-%Y} van {overeenkomst} zijn compleet"
            regel = (overeenkomst, overeenkomst.persoon_id, zin, {"maand": str(maand)})
            per_gemeente[overeenkomst.gemeente].append(regel)
    klaar = [regel[0].pk for lijst in per_gemeente.values() for regel in lijst]
    Urenstaat.objects.filter(overeenkomst__in=klaar, maand=maand, compleet_op=None).update(
        compleet_op=timezone.now(), compleet_door=door, versie=F("versie") + 1
    )
    for gemeente, lijst in per_gemeente.items():
        leg_vast_in_bulk("urenstaat.compleet", door=door, gemeente=gemeente, regels=lijst)
    return len(klaar)


@transaction.atomic
def zet_maand_open(overeenkomst, maand: date, *, door, reden="", versie=None) -> Urenstaat:
    """Maak een complete maand weer open. Is zij al gefactureerd, dan wordt het verschil straks een voorstel (V3)."""
    overeenkomst, staat = _op_slot(overeenkomst, maand)
    if staat is None or not staat.compleet:
        raise ValidationError("Deze maand is niet compleet en staat dus al open.")
    controleer_versie(staat, versie)
    staat.compleet_op = staat.compleet_door = None
    staat.versie += 1
    staat.save()
    waarom = f": {reden}" if reden else ""
    _log(staat, "open", door, f"Uren {maand:%m-%Y} van {overeenkomst} weer open{waarom}")
    return staat


def _op_slot(overeenkomst, maand) -> tuple[Overeenkomst, Urenstaat | None]:
    if maand.day != 1:
        raise ValidationError("Een maand begint op de eerste dag.")
    # The agreement is the lock: two people who begin the same month make one sheet.
    rijen = Overeenkomst.objects.select_for_update(of=("self",)).select_related(
        "gemeente", "persoon", "relatie"
    )
    overeenkomst = rijen.prefetch_related("versies").get(pk=overeenkomst.pk)
    if not overeenkomst.getekend_op:
        raise ValidationError(f"{overeenkomst} is nog niet getekend. Uren invullen kan daarna.")
    if overeenkomst.begindatum > laatste_dag(maand) or (
        overeenkomst.einddatum and overeenkomst.einddatum < maand
    ):
        raise ValidationError(f"{overeenkomst} gold niet in {maand:%m-%Y}.")
    return overeenkomst, Urenstaat.objects.filter(overeenkomst=overeenkomst, maand=maand).first()


def _moet_open(staat) -> None:
    if staat.compleet:
        raise ValidationError("Deze maand is compleet en staat op slot. Zet haar eerst weer open.")


def controleer_uren(overeenkomst, maand, rekening, toelichting) -> None:
    """Niet meer uren dan het contract, en bij meeruren staat wat er is afgesproken."""
    werk, feest = standaard_van(overeenkomst, overeenkomst.versies.all(), maand)
    samen = sum((rekening.get(soort, NUL) for soort in IN_DE_WEEK), NUL)
    if samen > werk + feest:
        raise ValidationError(
            {
                "gewerkt": (
                    f"Er staan {getal(samen)} uur, maar het contract geeft in deze maand {getal(werk + feest)} uur. "
                    "Zet de rest bij meeruren, of spreek meer uren af."
                )
            }
        )
    if rekening.get(Urensoort.MEER) and not toelichting:
        raise ValidationError({"toelichting": "Schrijf bij meeruren op wat er is afgesproken."})


def _schrijf(staat, rekening) -> None:
    staat.regels.filter(datum=None).delete()
    regels = [Uurregel(urenstaat=staat, soort=soort, uren=uren) for soort, uren in rekening.items()]
    for regel in regels:
        regel.clean_fields(exclude=["urenstaat"])
    Uurregel.objects.bulk_create(regels)


def in_woorden(rekening: Mapping[str, Decimal]) -> str:
    return (
        ", ".join(f"{getal(uren)} uur {Urensoort(soort).label}" for soort, uren in rekening.items())
        or "0 uur"
    )


def _log(staat, wat, door, omschrijving) -> None:
    leg_vast(
        f"urenstaat.{wat}",
        onderwerp=staat.overeenkomst,
        door=door,
        gemeente=staat.overeenkomst.gemeente,
        dossier=staat.overeenkomst.persoon_id,
        omschrijving=omschrijving,
        maand=str(staat.maand),
    )
