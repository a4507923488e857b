"""Wat de monitor verandert: een peilmoment vastzetten, bijsturing afspreken en beantwoorden."""

import hashlib
import json
from datetime import date
from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from kern.actions.afspraken import maak_afspraak, sluit_afspraak
from kern.controle import controleer
from kern.logbook import leg_vast
from kern.models import Afspraak, Afspraaksoort, Afspraakstatus, Gemeente
from kern.opmaak import datum
from kern.permissions import Recht
from monitor.choices import Oordeel, Opbouw
from monitor.documents.dashboard import uitleg
from monitor.models import Peilmoment, Peilrij, Peilwaarde
from monitor.queries.dashboard import Dashboardstand, Periode, dashboard, verdeling
from monitor.queries.kpi import Stand, Uitkomst
from monitor.queries.peilmoment import rijen_nu
from monitor.rules import rond

BATCH = 2000


def _stil(gedaan: int, totaal: int, melding: str = "") -> None:
    """No progress wanted."""


# ---- vastzetten ------------------------------------------------------------------------------------------
def controleer_vastzetten(gemeente: Gemeente, peildatum: date) -> None:
    """Mag deze dag nog worden vastgezet? ValidationError op het veld als dat niet zo is."""
    if peildatum > timezone.localdate():
        raise ValidationError(
            {"peildatum": "Deze datum ligt in de toekomst. Vastzetten kan vanaf de dag zelf."}
        )
    bestaand = (
        Peilmoment.objects.filter(gemeente=gemeente, peildatum=peildatum)
        .select_related("vastgezet_door")
        .first()
    )
    if bestaand:
        raise ValidationError({"peildatum": al_vastgezet(bestaand)})


def al_vastgezet(peilmoment: Peilmoment) -> str:
    wanneer = datum(timezone.localtime(peilmoment.vastgezet_op).date())
    return (
        f"De cijfers van {datum(peilmoment.peildatum)} zijn al vastgezet op {wanneer} door {peilmoment.wie}. "
        "Open dat peilmoment; het verandert niet meer."
    )


@transaction.atomic
def zet_peilmoment_vast(gemeente: Gemeente, peildatum: date, *, door, voortgang=_stil) -> Peilmoment:
    """Zet alle cijfers van een dag vast met hun rijen, de normen van toen en een hash over het geheel (RH-079).

    Raises: ValidationError bij een dag in de toekomst, een dag die al vaststaat, of gegevens die intussen veranderden.
    """
    if door is not None and not door.mag(Recht.MONITOR_VASTZETTEN, gemeente.pk):
        raise PermissionDenied
    Gemeente.objects.select_for_update().get(pk=gemeente.pk)  # one at a time per gemeente
    controleer_vastzetten(gemeente, peildatum)
    gegevens = dashboard(gemeente, peildatum)
    rijen: dict[str, list[Peilrij]] = {}
    for nummer, stand in enumerate(gegevens.standen, start=1):
        rijen[stand.code] = _rijen(stand, gegevens)
        voortgang(nummer, len(gegevens.standen), "cijfers geteld")
    waarden = [
        _waarde(stand, plek, _groepen(stand, gegevens), jaarrijen=jaarrijen_apart(stand, gegevens))
        for plek, stand in enumerate(gegevens.standen, start=1)
    ]
    peilmoment = Peilmoment(
        gemeente=gemeente,
        peildatum=peildatum,
        vastgezet_door=door,
        vastgezet_op=timezone.now(),
        kaderversies=list(gegevens.normversies),
        sha256=vingerafdruk(gemeente.code, peildatum, gegevens.normversies, waarden, rijen),
    )
    controleer(peilmoment)
    try:
        with transaction.atomic():
            peilmoment.save(force_insert=True)
    except IntegrityError as fout:
        raise ValidationError({"peildatum": "De cijfers van deze dag zijn net vastgezet."}) from fout
    for waarde in waarden:
        waarde.peilmoment = peilmoment
        waarde.full_clean(exclude=["peilmoment"])
    Peilwaarde.objects.bulk_create(waarden)
    for waarde in waarden:
        for rij in rijen[waarde.kpi]:
            rij.peilwaarde = waarde
        Peilrij.objects.bulk_create(rijen[waarde.kpi], batch_size=BATCH)
    leg_vast(
        "peilmoment.vastgezet",
        onderwerp=peilmoment,
        door=door,
        omschrijving=f"Cijfers van {datum(peildatum)} vastgezet",
        sha256=peilmoment.sha256,
    )
    return peilmoment


def _rijen(stand: Stand, gegevens: Dashboardstand) -> list[Peilrij]:
    """De rijen van dit halfjaar, en in de tweede helft ook die van het jaar: achter elk getal zijn mensen (K2)."""
    if stand.kpi.rijen is None or stand.uitkomst.waarde is None:
        return []
    halfjaar = gegevens.periode
    rijen = _rijen_van(stand, stand.uitkomst, gegevens.gemeente, halfjaar)
    if jaarrijen_apart(stand, gegevens):
        heel = Periode(halfjaar.jaar, halfjaar.tot)
        rijen += _rijen_van(stand, stand.jaar, gegevens.gemeente, heel, jaar=True)
    return rijen


def jaarrijen_apart(stand: Stand, gegevens: Dashboardstand) -> bool:
    """Een cijfer dat optelt heeft na juni een ander getal voor het jaar dan voor het halfjaar."""
    telt_op = stand.kpi.opbouw == Opbouw.TELT_OP and stand.kpi.rijen is not None
    later = gegevens.periode.van != gegevens.periode.jaar
    return telt_op and later and stand.uitkomst.waarde is not None and stand.jaar.waarde is not None


def _rijen_van(stand: Stand, uitkomst: Uitkomst, gemeente, periode: Periode, *, jaar=False) -> list[Peilrij]:
    """Het aantal rijen moet het cijfer zijn, anders veranderde er intussen iets."""
    rijen = [
        Peilrij(
            persoon_id=persoon, sleutel=sleutel, telt=telt, dag=dag, detail=(detail or "")[:200], jaar=jaar
        )
        for sleutel, persoon, telt, dag, detail in rijen_nu(stand.kpi, gemeente, periode)
    ]
    if not _klopt(uitkomst, rijen):
        raise ValidationError(
            f"De gegevens van '{stand.kpi.naam}' veranderden tijdens het vastzetten. Start het vastzetten opnieuw."
        )
    return rijen


def _klopt(uitkomst: Uitkomst, rijen: list[Peilrij]) -> bool:
    # Older parts (a base year) have rows of their own.
    laatste = max((deel.tot for deel in uitkomst.delen), default=None)
    return all(
        deel.aantal == (sum(rij.telt for rij in rijen) if deel.alleen_teller else len(rijen))
        for deel in uitkomst.delen
        if deel.tot == laatste
    )


def _groepen(stand: Stand, gegevens: Dashboardstand) -> dict[str, int]:
    """How the figure is split, under the names of the page; frozen, because a released report shows it."""
    if stand.kpi.groepen is None or stand.uitkomst.waarde is None:
        return {}
    namen = stand.kpi.groepen()
    aantallen = verdeling(stand, gegevens.gemeente, gegevens.periode)
    return {str(namen.get(groep, groep)): aantal for groep, aantal in aantallen.items()}


def _waarde(stand: Stand, plek: int, groepen: dict[str, int], *, jaarrijen: bool) -> Peilwaarde:
    kpi, uit = stand.kpi, stand.uitkomst
    telt_op = kpi.opbouw == Opbouw.TELT_OP
    return Peilwaarde(
        kpi=kpi.code,
        dashboard=kpi.dashboard,
        volgorde=plek,
        naam=kpi.naam,
        eenheid=kpi.eenheid,
        waarde=_bewaard(uit.waarde),
        teller=_bewaard(uit.teller, 2),
        noemer=_bewaard(uit.noemer, 2),
        doel=_bewaard(stand.doel),
        doel_nu=_bewaard(stand.doel_nu),
        jaar=_bewaard(stand.jaar.waarde) if telt_op else None,
        vorige=_bewaard(stand.vorige.waarde),
        verwacht=_bewaard(stand.verwacht),
        oordeel=stand.oordeel,
        ontbreekt=(uit.ontbreekt or ("onbekend" if uit.waarde is None else ""))[:300],
        gegevens={
            "cel": str(kpi.cel),
            "opbouw": str(kpi.opbouw),
            "bron": kpi.bron,
            "met_rijen": kpi.rijen is not None,
            "jaarrijen": jaarrijen,
            "rijrechten": [str(recht) for recht in kpi.rijrechten],
            "uitleg": [list(regel) for regel in uitleg(stand).regels],
            "rekening": [[naam, str(bedrag)] for naam, bedrag in uit.rekening],
            "delen": [
                [deel.naam, deel.aantal, deel.van.isoformat(), deel.tot.isoformat(), deel.alleen_teller]
                for deel in uit.delen
            ],
            # The counts behind the other columns: without them a report cannot tell which are small.
            "delen_vorige": [[deel.aantal, deel.alleen_teller] for deel in stand.vorige.delen],
            "delen_jaar": [[deel.aantal, deel.alleen_teller] for deel in stand.jaar.delen],
            "groepen": groepen,
            "definitie": kpi.definitie,
        },
    )


def _bewaard(waarde: Decimal | None, decimalen: int = 4) -> Decimal | None:
    return None if waarde is None else rond(waarde, decimalen)


def vingerafdruk(code: str, peildatum: date, normen, waarden, rijen) -> str:
    """SHA-256 over alles wat vaststaat, zodat te bewijzen is dat er niets is veranderd."""
    inhoud = {
        "gemeente": code,
        "peildatum": peildatum.isoformat(),
        "normen": list(normen),
        "waarden": [
            {
                "kpi": w.kpi,
                "getallen": [
                    None if g is None else f"{Decimal(g):.4f}"
                    for g in (w.waarde, w.teller, w.noemer, w.doel, w.doel_nu, w.jaar, w.vorige, w.verwacht)
                ],
                "oordeel": str(w.oordeel),
                "ontbreekt": w.ontbreekt,
                "gegevens": w.gegevens,
                "rijen": _voor_vingerafdruk(rijen.get(w.kpi, ()), jaar=False),
            }
            # Only where they are: what was frozen before there were rows of the year keeps its hash.
            | (
                {"jaarrijen": van_jaar}
                if (van_jaar := _voor_vingerafdruk(rijen.get(w.kpi, ()), jaar=True))
                else {}
            )
            for w in waarden
        ],
    }
    return hashlib.sha256(json.dumps(inhoud, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _voor_vingerafdruk(rijen, *, jaar: bool) -> list[list]:
    return [
        [r.sleutel, r.persoon_id, r.telt, r.dag.isoformat() if r.dag else None, r.detail]
        for r in sorted(rijen, key=lambda rij: rij.sleutel)
        if r.jaar == jaar
    ]


# ---- bijsturing ------------------------------------------------------------------------------------------
@transaction.atomic
def leg_bijsturing_vast(
    peilwaarde: Peilwaarde, *, tekst: str, eigenaar, uiterlijk: date, door, toelichting=""
) -> Afspraak:
    """Spreek af wat er gebeurt bij een gemist doel: met eigenaar en dag (RH-078).

    Raises: ValidationError als het doel niet gemist is, of als de dag niet na de peildatum ligt.
    """
    peilmoment = peilwaarde.peilmoment
    if peilwaarde.oordeel != Oordeel.NIET_OP_DOEL:
        raise ValidationError(
            f"'{peilwaarde.naam}' is {peilwaarde.get_oordeel_display()}; bijsturing hoort bij een doel dat niet is gehaald."
        )
    if uiterlijk <= peilmoment.peildatum:
        raise ValidationError({"uiterlijk": f"Kies een dag na de peildatum ({datum(peilmoment.peildatum)})."})
    if eigenaar is None:
        raise ValidationError({"eigenaar": "Kies wie dit doet."})
    return maak_afspraak(
        gemeente=peilmoment.gemeente,
        soort=Afspraaksoort.BIJSTURING,
        tekst=tekst,
        toelichting=toelichting.strip(),
        eigenaar=eigenaar,
        eerstvolgend=uiterlijk,
        kpi=peilwaarde.kpi,
        peildatum=peilmoment.peildatum,
        bron=f"peilmoment {datum(peilmoment.peildatum)}",
        rij="RH-078",
        door=door,
    )


@transaction.atomic
def beantwoord_bijsturing(afspraak: Afspraak, peilmoment: Peilmoment, *, resultaat: str, door) -> Afspraak:
    """Zeg bij een later peilmoment wat de bijsturing opleverde; daarmee is zij afgerond (WV-067)."""
    if afspraak.soort != Afspraaksoort.BIJSTURING or afspraak.gemeente_id != peilmoment.gemeente_id:
        raise ValidationError("Deze afspraak is geen bijsturing van deze gemeente.")
    if afspraak.status != Afspraakstatus.OPEN:
        raise ValidationError("Deze bijsturing is al beantwoord.")
    if afspraak.peildatum is None or peilmoment.peildatum <= afspraak.peildatum:
        raise ValidationError("Beantwoord de bijsturing bij een later peilmoment.")
    return sluit_afspraak(afspraak, resultaat=resultaat, door=door, beantwoord_peildatum=peilmoment.peildatum)
