"""Een factuur boeken: het nummer, de regels en de documenten ontstaan samen, of geen van drieën (RH-025)."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.utils import timezone

from kern import opmaak
from kern.controle import controleer_velden, database_zegt_waarom
from kern.logbook import leg_vast
from kern.models import Bestand, Gemeente
from kern.permissions import Recht
from werkgevers.choices import Factuurreekscode, Factuursoort, Voorstelsoort
from werkgevers.documents.factuur import factuur_documenten
from werkgevers.models import Factuur, Factuurreeks, Factuurregel, Overeenkomst, Relatie
from werkgevers.queries.afzender import afzender
from werkgevers.queries.facturatie import te_crediteren
from werkgevers.rules import en16931
from werkgevers.rules.factuur import (
    STUK,
    Factuurgegevens,
    Partij,
    Regel,
    factuurnummer,
    groepen_uit_json,
    kenmerk_van,
    met_totalen,
    resterende_groepen,
)
from werkgevers.rules.ubl_controle import controleer_ubl

WACHT_OP_NUMMER = "60s"  # a run of another colleague holds the counter for one invoice at a time


@dataclass(frozen=True)
class Boekregel:
    """Wat er op de factuur staat, en bij welke overeenkomst en maand het hoort."""

    regel: Regel
    overeenkomst_id: int
    maand: date
    soort: str = Voorstelsoort.MAAND
    deel: int = 1
    rekening: list = field(default_factory=list)
    normen: tuple[str, ...] = ()
    crediteert: Factuurregel | None = None


@database_zegt_waarom(Factuur, Factuurregel)
@transaction.atomic
def boek_factuur(
    *,
    gemeente: Gemeente,
    relatie: Relatie,
    factuurdatum: date,
    betaaltermijn: int,
    regels: Sequence[Boekregel],
    door,
    run=None,
    referentie: str = "",
    verwijst_naar: Factuur | None = None,
    reden: str = "",
    of_later: bool = False,
) -> Factuur:
    """Geef een factuur of (met `verwijst_naar`) een creditfactuur uit. Daarna verandert zij nooit meer.

    Met `of_later` krijgt zij de dag van de vorige in haar reeks als die later is: een reeks loopt nooit terug.
    Klopt er iets niet, dan volgt een ValidationError en is er ook geen nummer gebruikt.
    """
    if not door.mag(Recht.FACTUUR_MAKEN, gemeente.pk):
        raise PermissionDenied  # also in a job: the right may be gone since it was asked for
    soort = Factuursoort.CREDIT if verwijst_naar else Factuursoort.FACTUUR
    reeks = Factuurreekscode.CREDIT if verwijst_naar else Factuurreekscode.FACTUUR
    van = _afzender(gemeente, factuurdatum)
    volgnummer, factuurdatum = _volgend_nummer(gemeente, reeks, factuurdatum, of_later)
    gegevens = Factuurgegevens(
        soort=soort,
        nummer=factuurnummer(reeks, gemeente.code, factuurdatum.year, volgnummer),
        factuurdatum=factuurdatum,
        vervaldatum=factuurdatum + timedelta(days=betaaltermijn),
        leverancier=van.partij,
        afnemer=afnemer(relatie),
        afnemersreferentie=referentie or relatie.nummer,
        iban=van.iban,
        bic=van.bic,
        betalingskenmerk="" if verwijst_naar else kenmerk_van(gemeente.code, factuurdatum.year, volgnummer),
        betaaltermijn=betaaltermijn,
        opmerking=reden,
        verwijst_naar=((verwijst_naar.nummer, verwijst_naar.factuurdatum),) if verwijst_naar else (),
        normen=tuple(dict.fromkeys([*van.versies, *(n for rij in regels for n in rij.normen)])),
        **met_totalen([rij.regel for rij in regels], _nog_te_crediteren_btw(verwijst_naar)),
    )
    if bevindingen := en16931.controleer(gegevens):
        raise ValidationError([str(bevinding) for bevinding in bevindingen])
    factuur = _bewaar(gegevens, gemeente, relatie, reeks, volgnummer, door, run, verwijst_naar, reden)
    _bewaar_regels(factuur, regels)
    leg_vast(
        "factuur.geboekt",
        onderwerp=factuur,
        gemeente=gemeente,
        door=door,
        omschrijving=f"{soort.label.capitalize()} {factuur} geboekt: € {factuur.totaal} voor {relatie.nummer}",
        totaal=str(factuur.totaal),
        sha256=factuur.sha256,
    )
    return factuur


def afnemer(relatie: Relatie) -> Partij:
    """De werkgever zoals hij nu in Trede staat."""
    return Partij(
        naam=relatie.naam,
        straat=f"{relatie.straat} {relatie.huisnummer}".strip() if relatie.straat else "",
        postcode=relatie.postcode,
        plaats=relatie.plaats,
        kvk=relatie.kvk,
        btw_id=relatie.btw_nummer,
        email=relatie.email,
    )


def _afzender(gemeente, dag):
    van = afzender(gemeente, dag)
    if van.ontbreekt:
        raise ValidationError(
            f"In het beleidskader ontbreekt: {', '.join(van.ontbreekt)}. Vul dat eerst in bij Beheer."
        )
    return van


def _nog_te_crediteren_btw(factuur: Factuur | None):
    """Per btw-groep wat er van een factuur nog niet is gecrediteerd; de factuur zelf is op slot."""
    if factuur is None:
        return {}
    eerder = factuur.creditfacturen.values_list("gegevens", flat=True)
    return resterende_groepen(
        groepen_uit_json(factuur.gegevens), [groep for rij in eerder for groep in groepen_uit_json(rij)]
    )


def _volgend_nummer(gemeente, reeks, datum, of_later) -> tuple[int, date]:
    """Het volgende nummer en zijn dag; de teller blijft op slot tot de factuur er is, of nooit gegeven is."""
    with connection.cursor() as cursor:
        cursor.execute("select set_config('lock_timeout', %s, true)", [WACHT_OP_NUMMER])
    sleutel = {"gemeente": gemeente, "reeks": reeks, "jaar": datum.year}
    reeksen = Factuurreeks.objects.select_for_update()
    teller = reeksen.filter(**sleutel).first()
    if teller is None:
        Factuurreeks.objects.get_or_create(**sleutel)
        teller = reeksen.get(**sleutel)
    if teller.laatste_datum and of_later:
        datum = max(datum, teller.laatste_datum)
    if teller.laatste_datum and datum < teller.laatste_datum:
        raise ValidationError(
            f"De vorige factuur is van {teller.laatste_datum:%d-%m-%Y}. Kies die dag of een latere."
        )
    teller.laatste, teller.laatste_datum = teller.laatste + 1, datum
    teller.save(update_fields=["laatste", "laatste_datum"])
    return teller.laatste, datum


def _bewaar(gegevens, gemeente, relatie, reeks, volgnummer, door, run, verwijst_naar, reden) -> Factuur:
    pdf, ubl = factuur_documenten(gegevens)
    # The document itself, read again: what we send is what we checked.
    if bevindingen := controleer_ubl(ubl):
        raise ValidationError([str(bevinding) for bevinding in bevindingen])
    bestanden = (
        _bestand(pdf.bytes, f"{gegevens.nummer}.pdf", "application/pdf", gemeente, door),
        _bestand(ubl, f"{gegevens.nummer}.xml", "application/xml", gemeente, door),
    )
    pdf_bestand, ubl_bestand = Bestand.objects.bulk_create(bestanden)
    teken = -1 if gegevens.credit else 1
    factuur = Factuur(
        nummer=gegevens.nummer,
        gemeente=gemeente,
        reeks=reeks,
        jaar=gegevens.factuurdatum.year,
        volgnummer=volgnummer,
        run=run,
        relatie=relatie,
        soort=gegevens.soort,
        verwijst_naar=verwijst_naar,
        reden=reden,
        factuurdatum=gegevens.factuurdatum,
        vervaldatum=gegevens.vervaldatum,
        totaal_excl=teken * gegevens.totaal_excl,
        btw=teken * gegevens.btw,
        totaal=teken * gegevens.totaal,
        betalingskenmerk=gegevens.betalingskenmerk,
        gegevens=gegevens.als_json(),
        bestand=pdf_bestand,
        ubl=ubl_bestand,
        sha256=pdf.sha256,
        gemaakt_op=timezone.now(),
        gemaakt_door=door,
    )
    controleer_velden(factuur)
    factuur.save(force_insert=True)
    return factuur


def _bestand(inhoud: bytes, naam: str, mediatype: str, gemeente, door) -> Bestand:
    return Bestand(
        gemeente=gemeente,
        naam=naam,
        mediatype=mediatype,
        grootte=len(inhoud),
        sha256=hashlib.sha256(inhoud).hexdigest(),
        inhoud=inhoud,
        gemaakt_door=door,
    )


def _bewaar_regels(factuur: Factuur, regels: Sequence[Boekregel]) -> None:
    teken = Decimal(-1 if factuur.is_credit else 1)
    rijen = [
        Factuurregel(
            factuur=factuur,
            volgorde=volgorde,
            overeenkomst_id=rij.overeenkomst_id,
            maand=rij.maand,
            deel=rij.deel,
            soort=rij.soort,
            omschrijving=rij.regel.omschrijving[:200],
            aantal=teken * rij.regel.aantal,
            eenheid=rij.regel.eenheid,
            prijs=rij.regel.prijs,
            bedrag=teken * rij.regel.bedrag,
            van=rij.regel.van,
            tot=rij.regel.tot,
            btw_categorie=rij.regel.categorie,
            btw_percentage=rij.regel.percentage,
            btw_reden=rij.regel.reden,
            rekening=rij.rekening,
            crediteert=rij.crediteert,
        )
        for volgorde, rij in enumerate(regels, start=1)
    ]
    for rij in rijen:
        controleer_velden(rij)
    Factuurregel.objects.bulk_create(rijen)


# ---- crediting --------------------------------------------------------------------------------------------
@transaction.atomic
def crediteer_factuur(
    factuur: Factuur,
    *,
    reden: str,
    door,
    bedragen: dict[int, Decimal] | None = None,
    factuurdatum: date | None = None,
) -> Factuur:
    """Crediteer een factuur, helemaal of (met `bedragen` per regel, zonder btw) voor een deel.

    Wat al is gecrediteerd, kan niet nog eens. Een regel die helemaal is gecrediteerd, laat zijn maand weer open:
    de volgende run stelt hem opnieuw voor.
    """
    # A run locks in the same order: what it gives back on another invoice counts here as well.
    afspraken = Overeenkomst.objects.filter(factuurregels__factuur=factuur).values("pk")
    list(Overeenkomst.objects.select_for_update(no_key=True).filter(pk__in=afspraken).order_by("pk"))
    factuur = (
        Factuur.objects.select_for_update(of=("self",))
        .select_related("gemeente", "relatie")
        .get(pk=factuur.pk)
    )
    if factuur.is_credit:
        raise ValidationError(
            "Een creditfactuur kun je niet crediteren. Maak een nieuwe factuur in de volgende run."
        )
    open_regels = open_per_regel(factuur)
    boekregels, klaar = [], []
    for regel, rest in open_regels:
        deel = rest if bedragen is None else bedragen.get(regel.pk, Decimal(0))
        if not deel:
            continue
        if abs(deel) > abs(rest) or (deel > 0) != (rest > 0):
            raise ValidationError(
                f"Van regel {regel.volgorde} is nog {opmaak.bedrag(rest)} te crediteren. Kies ten hoogste dat bedrag."
            )
        if deel == rest:
            klaar.append(regel.pk)
        boekregels.append(_tegenregel(regel, deel))
    if not boekregels:
        raise ValidationError("Er is niets te crediteren. Vul bij een regel een bedrag in.")
    credit = boek_factuur(
        gemeente=factuur.gemeente,
        relatie=factuur.relatie,
        factuurdatum=_creditdatum(factuur, factuurdatum),
        betaaltermijn=factuur.gegevens["betaaltermijn"],
        regels=boekregels,
        referentie=factuur.gegevens["afnemersreferentie"],
        verwijst_naar=factuur,
        reden=reden,
        door=door,
        of_later=factuurdatum is None,
    )
    Factuurregel.objects.filter(pk__in=klaar).update(vervallen=True)
    return credit


def _creditdatum(factuur: Factuur, gevraagd: date | None) -> date:
    """De dag van de creditfactuur: niet voor die van de factuur, en nooit na vandaag."""
    vandaag = timezone.localdate()
    if gevraagd and gevraagd > vandaag:
        raise ValidationError({"factuurdatum": "Deze dag ligt na vandaag. Kies vandaag of een eerdere dag."})
    return max(gevraagd or vandaag, min(factuur.factuurdatum, vandaag))


def open_per_regel(factuur: Factuur) -> list[tuple[Factuurregel, Decimal]]:
    """Elke regel met wat er nog van te crediteren is, ook na wat een run van haar maand terugrekende."""
    regels = list(factuur.regels.order_by("volgorde"))
    rest = {
        regel.pk: bedrag
        for regel, bedrag in te_crediteren((regel.overeenkomst_id, regel.maand) for regel in regels)
    }
    return [(regel, rest[regel.pk]) for regel in regels if regel.pk in rest]


def _tegenregel(bron: Factuurregel, bedrag: Decimal) -> Boekregel:
    regel = Regel(
        omschrijving=bron.omschrijving,
        aantal=bron.aantal,
        eenheid=bron.eenheid,
        prijs=bron.prijs,
        bedrag=bron.bedrag,
        categorie=bron.btw_categorie,
        percentage=bron.btw_percentage,
        reden=bron.btw_reden,
        van=bron.van,
        tot=bron.tot,
    )
    if bedrag != bron.bedrag:
        teken = 1 if bedrag > 0 else -1
        regel = replace(regel, aantal=Decimal(teken), eenheid=STUK, prijs=abs(bedrag), bedrag=bedrag)
    return Boekregel(
        regel,
        bron.overeenkomst_id,
        bron.maand,
        soort=bron.soort,
        deel=bron.deel,
        rekening=bron.rekening,
        crediteert=bron,
    )
