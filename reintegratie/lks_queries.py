"""Loonkostensubsidie opzoeken: de normen op een dag, wat er over een maand hoort, en wat al is betaald."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db.models import OuterRef, Subquery, Sum

from kern.beleid import waarden
from personen.rules import leeftijd
from reintegratie.choices import Betaalstatus
from reintegratie.lks_rules import (
    UREN_36,
    Bedragperiode,
    Lksnormen,
    Uitleg,
    maanden_tussen,
    over_maand,
)
from reintegratie.models import Betaallijst, Betaalregel, Lksbedrag, Loonkostensubsidie
from reintegratie.queries import mensen_op

NORMCODES = (
    "wml.maand",
    "wml.volwassen_leeftijd",
    "wml.vakantiebijslag",
    "lks.werkgeverslasten",
    "lks.max_pct",
    "lks.forfait_pct",
    "lks.uren_grondslag",
    "lks.uren_voltijd",
)
_VERPLICHT = tuple(code for code in NORMCODES if code != "lks.uren_voltijd")


@dataclass(frozen=True)
class Gevonden:
    """De normen van één dag, met hun versies om bij het bedrag te bewaren."""

    normen: Lksnormen
    versies: tuple[str, ...]


def normen_op(dag: date, gemeente_id: int, geboortedatum: date) -> Gevonden:
    """De normen voor iemand van deze leeftijd. ValidationError als er een niet is vastgesteld."""
    jaren = leeftijd(geboortedatum, dag)
    jeugd = f"wml.jeugd.{jaren}"
    codes = [*NORMCODES, *([jeugd] if 15 <= jaren <= 21 else [])]
    gevonden = {code: norm for (_, code), norm in waarden(codes, [gemeente_id], dag).items()}
    verplicht = list(_VERPLICHT)
    if gevonden["lks.uren_grondslag"] and gevonden["lks.uren_grondslag"].waarde == UREN_36:
        verplicht.append("lks.uren_voltijd")
    volwassen = gevonden["wml.volwassen_leeftijd"]
    jong = bool(volwassen) and jaren < int(volwassen.waarde)
    if jong:
        verplicht.append(jeugd)
    mist = [code for code in verplicht if not gevonden.get(code)]
    if mist:
        raise ValidationError(
            f"Op {dag:%d-%m-%Y} is niet vastgesteld: {', '.join(mist)}. Vul het beleidskader eerst aan."
        )
    wml = Decimal(str(gevonden["wml.maand"].waarde))
    if jong:
        wml = wml * Decimal(str(gevonden[jeugd].waarde)) / 100
    voltijd = gevonden["lks.uren_voltijd"]
    normen = Lksnormen(
        op=dag,
        wml_maand=wml,
        vakantiebijslag_pct=_getal(gevonden["wml.vakantiebijslag"]),
        lasten_pct=_getal(gevonden["lks.werkgeverslasten"]),
        max_pct=_getal(gevonden["lks.max_pct"]),
        forfait_pct=_getal(gevonden["lks.forfait_pct"]),
        uren_grondslag=gevonden["lks.uren_grondslag"].waarde,
        uren_voltijd=_getal(voltijd) if voltijd else None,
    )
    return Gevonden(normen, tuple(gevonden[code].versie for code in verplicht))


def wml_is_nieuw_op(dag: date, gemeente_id: int) -> bool:
    """Is het minimumloon van precies deze dag al bekend? Anders is herzien te vroeg (art. 10d lid 7)."""
    gevonden = waarden(["wml.maand"], [gemeente_id], dag)[gemeente_id, "wml.maand"]
    return bool(gevonden) and gevonden.parameter.begindatum == dag


def _getal(norm) -> Decimal:
    return Decimal(str(norm.waarde))


# ---- betalen -------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Voorgestelderegel:
    """Een regel zoals die op de lijst van een maand hoort."""

    subsidie: Loonkostensubsidie
    maand: date
    bedrag: Decimal
    omschrijving: str
    verbetert: Betaalregel | None
    uitleg: Uitleg


def hoort_bij(subsidie: Loonkostensubsidie, maand: date) -> Uitleg:
    """Wat er over deze maand hoort te worden betaald, met wat er nu bekend is."""
    perioden = []
    for rij in subsidie.bedragen.all():
        einden = [dag for dag in (rij.einddatum, subsidie.einddatum) if dag]
        perioden.append(Bedragperiode(rij.bedrag, rij.begindatum, min(einden) if einden else None))
    return over_maand(maand, perioden)


def voorgestelde_regels(gemeente_id: int, maand: date) -> list[Voorgestelderegel]:
    """De regels van een maand: wat over die maand hoort, en verbeteringen van eerdere goedgekeurde maanden.

    Terug wordt gekeken tot de eerste betaallijst van de gemeente: wat daarvoor is betaald, ging niet via Trede.
    """
    eerder = Betaallijst.objects.filter(
        gemeente_id=gemeente_id, maand__lt=maand, status=Betaalstatus.GOEDGEKEURD
    ).order_by("maand")
    eerste = eerder.values_list("maand", flat=True).first() or maand
    laatste_dag = maanden_tussen(maand, maand)[0].replace(day=28)
    subsidies = (
        Loonkostensubsidie.objects.toegekend()
        .filter(persoon__gemeente_id=gemeente_id)
        .filter(begindatum__lt=_volgende(laatste_dag))
        .select_related("persoon", "relatie")
        .prefetch_related("bedragen")
        .order_by("relatie__zoeknaam", "persoon__sorteernaam", "begindatum", "pk")
    )
    betaald = _betaald(gemeente_id, maand)
    regels = []
    for subsidie in subsidies:
        vanaf = max(subsidie.begindatum.replace(day=1), eerste)
        for over in maanden_tussen(vanaf, maand):
            uitleg = hoort_bij(subsidie, over)
            al, laatste = betaald.get((subsidie.pk, over), (Decimal(0), None))
            verschil = uitleg.bedrag - al
            if verschil:
                tekst = _omschrijving(over, maand, laatste)
                regels.append(Voorgestelderegel(subsidie, over, verschil, tekst, laatste, uitleg))
    return regels


def _omschrijving(over: date, maand: date, laatste: Betaalregel | None) -> str:
    if laatste is not None:
        return f"Verbetering van {over:%m-%Y} (regel {laatste.pk})"
    return f"Loonkostensubsidie {over:%m-%Y}" + ("" if over == maand else ", nabetaling")


def _volgende(dag: date) -> date:
    return date(dag.year + dag.month // 12, dag.month % 12 + 1, 1)


def _betaald(gemeente_id: int, voor: date) -> dict[tuple[int, date], tuple[Decimal, Betaalregel]]:
    """Per subsidie en maand wat op goedgekeurde lijsten voor deze maand staat, en de laatste regel daarvan."""
    regels = Betaalregel.objects.filter(
        lijst__gemeente_id=gemeente_id, lijst__maand__lt=voor, lijst__status=Betaalstatus.GOEDGEKEURD
    ).order_by("pk")
    som: dict[tuple[int, date], Decimal] = defaultdict(Decimal)
    laatste: dict[tuple[int, date], Betaalregel] = {}
    for regel in regels:
        sleutel = (regel.subsidie_id, regel.maand)
        som[sleutel] += regel.bedrag
        laatste[sleutel] = regel
    return {sleutel: (som[sleutel], laatste[sleutel]) for sleutel in som}


def totaal_van(lijst: Betaallijst) -> tuple[int, Decimal]:
    """Aantal regels en het totaal, opgeteld uit de regels."""
    regels = lijst.regels.aggregate(totaal=Sum("bedrag"))
    return lijst.regels.count(), regels["totaal"] or Decimal("0.00")


def subsidies_van(dossier):
    """De subsidies op het blad Re-integratie, met hun laatste bedrag; nieuwste eerst."""
    laatste = Lksbedrag.objects.filter(subsidie=OuterRef("pk")).order_by("-begindatum")
    eigen = Loonkostensubsidie.objects.zichtbaar_voor(dossier.gebruiker).filter(persoon=dossier.persoon)
    return (
        eigen.annotate(laatste_bedrag=Subquery(laatste.values("bedrag")[:1]))
        .select_related("relatie")
        .order_by("-begindatum", "-pk")
    )


def alleen_lks(peildatum, gemeenten):
    """Lopende, toegekende subsidies van wie geen uitkering heeft: zo telt ieder één keer (RH-034, RH-161).

    Bij een Wsw-dienstverband kan geen subsidie lopen (art. 10d lid 3); dat bewaakt de database.
    """
    subsidies = Loonkostensubsidie.objects.toegekend().op(peildatum)
    subsidies = subsidies.filter(persoon__gemeente_id__in=gemeenten)
    return subsidies.exclude(persoon_id__in=mensen_op(peildatum, gemeenten).values("pk"))
