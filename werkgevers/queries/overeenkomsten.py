"""Overeenkomsten voor een pagina: de stand van nu, de stappen, de versies naast elkaar."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, OuterRef, Q, Subquery

from kern.opmaak import getal
from werkgevers.choices import Overeenkomststatus, Versiestatus
from werkgevers.models import Overeenkomst, Overeenkomstversie, Tariefafspraak

VERGELIJK = (
    "begindatum", "einddatum", "uren_per_week", "werklocatie", "werkzaamheden", "verlof_doorbelast",
    "ziekte_doorbelast", "feestdag_doorbelast", "btw_categorie", "btw_reden", "betaaltermijn_dagen",
    "inkoopnummer", "afspraken", "aanleiding", "overeengekomen_door", "opgesteld_door", "getekend_op",
    "ondertekenaar",
)  # fmt: skip


def met_stand(overeenkomsten, peildatum: date):
    """Met de uren van de laatste versie, de methode van de peildatum en hoeveel tarieven er golden."""
    versie = Overeenkomstversie.objects.filter(overeenkomst=OuterRef("pk")).exclude(
        status=Versiestatus.VERVALLEN
    )
    tarief = Tariefafspraak.objects.geldig().op(peildatum).filter(overeenkomst=OuterRef("pk"))
    return overeenkomsten.annotate(
        uren_nu=Subquery(versie.order_by("-versie").values("uren_per_week")[:1]),
        methode_nu=Subquery(tarief.values("methode")[:1]),
        aantal_tarieven=Count("tarieven", filter=Q(tarieven__vervallen_op=None)),
    )


@dataclass(frozen=True)
class Stap:
    """Eén stap van de keten, met wie haar zette."""

    nummer: int
    naam: str
    klaar: bool
    nu: bool
    wie: str = ""


def stappen_van(overeenkomst: Overeenkomst) -> list[Stap]:
    """De stappenbalk: overeengekomen → opgesteld → getekend → lopend → beëindigd."""
    volgorde = list(Overeenkomststatus)
    hier = volgorde.index(Overeenkomststatus(overeenkomst.status))
    gezet = {
        Overeenkomststatus.OVEREENGEKOMEN: str(overeenkomst.overeengekomen_door),
        Overeenkomststatus.OPGESTELD: str(overeenkomst.opgesteld_door or ""),
        Overeenkomststatus.GETEKEND: f"{overeenkomst.getekend_op:%d-%m-%Y}"
        if overeenkomst.getekend_op
        else "",
        Overeenkomststatus.LOPEND: "",
        Overeenkomststatus.BEEINDIGD: "",
    }
    return [
        Stap(nr + 1, str(status.label), nr < hier, nr == hier, gezet[status] if nr <= hier else "")
        for nr, status in enumerate(volgorde)
    ]


def geldende_versie(versies: list[Overeenkomstversie], peildatum: date) -> Overeenkomstversie | None:
    """De getekende versie van de peildatum; anders de laatste die er is."""
    getekend = [v for v in versies if v.status == Versiestatus.GETEKEND]
    op_dag = [v for v in getekend if v.geldt_op(peildatum)]
    if op_dag:
        return op_dag[0]
    if getekend:
        return max(getekend, key=lambda v: v.begindatum)
    levend = [v for v in versies if v.status != Versiestatus.VERVALLEN]
    return max(levend or versies, key=lambda v: v.versie, default=None)


@dataclass(frozen=True)
class Verschilregel:
    """Eén veld van twee versies."""

    label: str
    links: str
    rechts: str

    @property
    def anders(self) -> bool:
        return self.links != self.rechts


def naast_elkaar(links: Overeenkomstversie, rechts: Overeenkomstversie) -> list[Verschilregel]:
    """Twee versies veld voor veld; wat anders is, krijgt een merk."""
    return [
        Verschilregel(
            str(Overeenkomstversie._meta.get_field(veld).verbose_name).capitalize(),
            _in_woorden(links, veld),
            _in_woorden(rechts, veld),
        )
        for veld in VERGELIJK
    ]


def _in_woorden(versie, veld) -> str:
    toon = getattr(versie, f"get_{veld}_display", None)
    waarde = toon() if toon else getattr(versie, veld)
    if isinstance(waarde, bool):
        return "ja" if waarde else "nee"
    if isinstance(waarde, date):
        return f"{waarde:%d-%m-%Y}"
    if isinstance(waarde, Decimal):
        return getal(waarde)
    return str(waarde) if waarde not in (None, "") else "–"
