"""De rijen van de Wsw-statistiek over een halfjaar, en wat er per rij ontbreekt (RH-105).

Wie: iedereen die op enig moment in het halfjaar een Wsw-dienstbetrekking had of begeleid werkte (Wsw art. 2 en 7).
De officiële recordindeling staat niet in de bronnen; zie docs/besluiten over de Wsw-statistiek.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch
from django.urls import reverse

from kern.models import Gemeente
from personen.choices import Geslacht
from werkgevers.choices import DIENSTVERBANDSOORTEN
from werkgevers.models import Plaatsing
from wsw.choices import Groep, Handicapcategorie, Regeling, Statistiekveld
from wsw.models import Dienstverband, Indeling
from wsw.rules import standaardeenheden

KOPPEN = (
    "Halfjaar", "Gemeentecode", "BSN", "Geboortedatum", "Geslacht", "In de Wsw sinds", "Arbeidshandicapcategorie",
    "Indicatie geldig tot", "Soort (artikel 2 of 7)", "Begin", "Einde", "Reden einde", "Uren per week", "Loonschaal",
    "Plaatsingsvorm", "Formele werkgever", "Werkt bij", "KvK werkgever", "Standaardeenheden", "Dossiernummer",
)  # fmt: skip


@dataclass(frozen=True)
class Ontbrekend:
    """Eén gegeven dat mist, met de pagina waar je het invult."""

    veld: Statistiekveld
    url: str

    @property
    def naam(self) -> str:
        return str(self.veld.label)


@dataclass(frozen=True)
class Statistiekrij:
    """Eén dienstverband in het halfjaar, met zijn stand op de laatste dag (of zijn laatste dag)."""

    dienstverband: Dienstverband
    indeling: Indeling | None
    plaatsing: Plaatsing | None
    cellen: tuple
    ontbreekt: tuple[Ontbrekend, ...]


@dataclass(frozen=True)
class Statistiek:
    """Het halfjaar van één gemeente."""

    gemeente: Gemeente
    van: date
    tot: date
    rijen: tuple[Statistiekrij, ...]

    @property
    def onvolledig(self) -> list[Statistiekrij]:
        return [rij for rij in self.rijen if rij.ontbreekt]

    @property
    def per_veld(self) -> list[tuple[str, int]]:
        """Hoe vaak elk gegeven ontbreekt, meeste eerst."""
        telling = Counter(gat.naam for rij in self.rijen for gat in rij.ontbreekt)
        return telling.most_common()


def halfjaar_van(jaar: int, halfjaar: int) -> tuple[date, date]:
    """De eerste en laatste dag van een halfjaar."""
    return (date(jaar, 1, 1), date(jaar, 6, 30)) if halfjaar == 1 else (date(jaar, 7, 1), date(jaar, 12, 31))


def statistiek_van(gemeente: Gemeente, jaar: int, halfjaar: int) -> Statistiek:
    """Alle rijen van een halfjaar, op naam; drie vragen aan de database."""
    van, tot = halfjaar_van(jaar, halfjaar)
    plaatsingen = Plaatsing.objects.tussen(van, tot).filter(soort__in=DIENSTVERBANDSOORTEN)
    dienstverbanden = (
        Dienstverband.objects.tussen(van, tot)
        .filter(regeling=Regeling.WSW, persoon__gemeente=gemeente)
        .select_related("persoon", "herkomstgemeente")
        .prefetch_related(
            Prefetch(
                "indelingen", Indeling.objects.select_related("formele_werkgever").order_by("-begindatum")
            ),
            Prefetch(
                "persoon__plaatsingen",
                plaatsingen.select_related("relatie").order_by("-begindatum", "-pk"),
                to_attr="in_halfjaar",
            ),
        )
        .order_by("persoon__sorteernaam", "persoon_id", "begindatum")
    )
    return Statistiek(gemeente, van, tot, tuple(_rij(d, f"{jaar}-{halfjaar}", tot) for d in dienstverbanden))


def _rij(dienstverband, halfjaar: str, tot: date) -> Statistiekrij:
    dag = min(dienstverband.einddatum or tot, tot)
    indeling = next((i for i in dienstverband.indelingen.all() if i.geldt_op(dag)), None)
    plaatsing = next((p for p in dienstverband.persoon.in_halfjaar if p.geldt_op(dag)), None)
    persoon, begeleid = dienstverband.persoon, bool(indeling and indeling.groep == Groep.BEGELEID_WERKEN)
    eenheden = (
        standaardeenheden(indeling.uren_per_week, dienstverband.handicapcategorie)
        if indeling and dienstverband.handicapcategorie
        else None
    )
    cellen = (
        halfjaar, dienstverband.herkomstgemeente.code, persoon.bsn or "", persoon.geboortedatum,
        persoon.get_geslacht_display(), dienstverband.wsw_sinds, dienstverband.get_handicapcategorie_display(),
        dienstverband.indicatie_tot, "artikel 7" if begeleid else "artikel 2", dienstverband.begindatum,
        _tot(dienstverband.einddatum, tot), dienstverband.get_reden_einde_display() if _uit(dienstverband, tot) else "",
        indeling.uren_per_week if indeling else None, indeling.schaal if indeling else "",
        indeling.get_groep_display() if indeling else "", str(indeling.formele_werkgever) if indeling else "",
        plaatsing.relatie.naam if plaatsing else "", plaatsing.relatie.kvk if plaatsing else "", eenheden, persoon.nummer,
    )  # fmt: skip
    return Statistiekrij(
        dienstverband, indeling, plaatsing, cellen, tuple(_gaten(dienstverband, indeling, plaatsing, tot))
    )


def _uit(dienstverband, tot) -> bool:
    return dienstverband.einddatum is not None and dienstverband.einddatum <= tot


def _tot(einddatum: date | None, tot: date) -> date | None:
    """An end after the half-year is not known yet in this half-year."""
    return einddatum if einddatum and einddatum <= tot else None


def _gaten(dienstverband, indeling, plaatsing, tot):
    nummer = dienstverband.persoon.nummer
    # Pages that everyone with the right to this file may see; who may change it, finds the button there.
    blad, dossier = reverse("wsw:dossierblad", args=[nummer]), reverse("personen:tijdlijn", args=[nummer])
    if not dienstverband.persoon.bsn:
        yield Ontbrekend(Statistiekveld.BSN, dossier)
    if dienstverband.persoon.geslacht == Geslacht.ONBEKEND:
        yield Ontbrekend(Statistiekveld.GESLACHT, dossier)
    if dienstverband.handicapcategorie == Handicapcategorie.ONBEKEND:
        yield Ontbrekend(Statistiekveld.HANDICAP, blad)
    if dienstverband.indicatie_tot is None:
        yield Ontbrekend(Statistiekveld.INDICATIE, blad)
    if indeling is None:
        yield Ontbrekend(Statistiekveld.INDELING, blad)
    if plaatsing is None and not _uit(dienstverband, tot):
        yield Ontbrekend(Statistiekveld.PLAATSING, reverse("werkgevers:dossierblad", args=[nummer]))
