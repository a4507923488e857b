"""De kalender van een jaar of een maand: gemaakte taken, en de dagen die de norm nog gaat geven."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from kern.beleid import Opgezocht, waarden
from kern.models import Gemeente, Taak, Taakstatus, Verplichting
from kern.rules import leesbare_dagen
from kern.verplichtingen import Soort, met_norm, soorten

STANDEN = {
    "gedaan": ("gedaan", "gelukt"),
    "te_laat": ("te laat", "fout"),
    "open": ("te doen", "let-op"),
    "gepland": ("gepland", "neutraal"),
}


@dataclass(frozen=True)
class Dag:
    """Eén beurt op de kalender; `taak_id` is None zolang de taak nog gemaakt moet worden."""

    dag: date
    titel: str
    wie: str
    stand: str
    code: str = ""
    taak_id: int | None = None

    @property
    def woord(self) -> str:
        return STANDEN[self.stand][0]

    @property
    def toon(self) -> str:
        return STANDEN[self.stand][1]


@dataclass(frozen=True)
class Maand:
    """Eén maand van het jaar met zijn beurten, op dag."""

    eerste: date
    dagen: tuple[Dag, ...]

    @property
    def te_laat(self) -> int:
        return sum(dag.stand == "te_laat" for dag in self.dagen)


@dataclass(frozen=True)
class Uit:
    """Een verplichting die geen taken maakt, met de reden."""

    soort: Soort
    reden: str


def stand_van(status: str, vervaldatum: date, vandaag: date) -> str:
    """Gedaan, te laat, te doen."""
    if status == Taakstatus.GEDAAN:
        return "gedaan"
    return "te_laat" if vervaldatum < vandaag else "open"


def kalender(gemeente: Gemeente, jaar: int, vandaag: date, *, rol: str = "") -> list[Maand]:
    """Alle beurten van een jaar: verplichtingen en afspraken, gemaakt of nog te maken."""
    eerste, laatste = date(jaar, 1, 1), date(jaar, 12, 31)
    dagen = [*_gemaakt(gemeente, eerste, laatste, vandaag), *_gepland(gemeente, eerste, laatste, vandaag)]
    if rol:
        dagen = [(dag, r) for dag, r in dagen if r == rol]
    per_maand: dict[int, list[Dag]] = {maand: [] for maand in range(1, 13)}
    for dag, _ in sorted(dagen, key=lambda paar: (paar[0].dag, paar[0].titel)):
        per_maand[dag.dag.month].append(dag)
    return [Maand(date(jaar, maand, 1), tuple(rijen)) for maand, rijen in per_maand.items()]


def _gemaakt(gemeente, eerste, laatste, vandaag) -> list[tuple[Dag, str]]:
    taken = Taak.objects.filter(gemeente=gemeente, vervaldatum__range=(eerste, laatste))
    taken = taken.exclude(status=Taakstatus.VERVALLEN).select_related("eigenaar", "verplichting", "afspraak")
    return [
        (
            Dag(taak.vervaldatum, taak.titel, taak.wie, stand_van(taak.status, taak.vervaldatum, vandaag),
                _code(taak), taak.pk),
            taak.rol,
        )
        for taak in taken
    ]  # fmt: skip


def _code(taak) -> str:
    return taak.verplichting.code if taak.verplichting_id else f"afspraak {taak.afspraak.code}"


def _gepland(gemeente, eerste, laatste, vandaag) -> list[tuple[Dag, str]]:
    """Days that a norm gives and that have no task yet; nothing before the obligation began."""
    normen = waarden([soort.norm for soort in met_norm()], [gemeente], vandaag)
    verplichtingen = {
        v.code: v for v in Verplichting.objects.filter(gemeente=gemeente).select_related("eigenaar")
    }
    er_zijn = set(
        Taak.objects.filter(gemeente=gemeente, vervaldatum__range=(eerste, laatste))
        .exclude(verplichting=None)
        .values_list("verplichting__code", "vervaldatum")
    )
    gepland = []
    for soort in met_norm():
        norm = normen[gemeente.pk, soort.norm]
        verplichting = verplichtingen.get(soort.code)
        begin = max(eerste, verplichting.vanaf if verplichting else vandaag)
        for dag in leesbare_dagen(norm.waarde, begin, laatste) if norm else ():
            if (soort.code, dag) not in er_zijn:
                wie = (
                    str(verplichting.eigenaar)
                    if verplichting and verplichting.eigenaar_id
                    else soort.rol.label
                )
                gepland.append((Dag(dag, soort.naam, str(wie), "gepland", soort.code), str(soort.rol)))
    return gepland


def verplichtingen_van(
    gemeente: Gemeente, vandaag: date
) -> tuple[list[tuple[Soort, Opgezocht, Verplichting | None]], list[Uit]]:
    """Wat aan staat (soort, norm, rij) en wat uit staat met de reden, in de volgorde van de kalender."""
    normen = waarden([soort.norm for soort in met_norm()], [gemeente], vandaag)
    rijen = {v.code: v for v in Verplichting.objects.filter(gemeente=gemeente).select_related("eigenaar")}
    aan: list[tuple[Soort, Opgezocht, Verplichting | None]] = []
    uit: list[Uit] = []
    for soort in soorten().values():
        norm = normen.get((gemeente.pk, soort.norm))
        if norm:
            aan.append((soort, norm, rijen.get(soort.code)))
        else:
            uit.append(Uit(soort, soort.per_geval or "De dagen zijn niet vastgesteld in het beleidskader."))
    return aan, uit


def te_doen(
    gemeenten: Iterable[int],
    grenzen: dict[int, date],
    eigenaren: Collection[int] | None,
    rollen: Collection[tuple[str, int]] = (),
):
    """Open taken tot en met de grens van hun gemeente, met eigenaar.

    `eigenaren` is None voor iedereen; anders de taken van deze gebruikers, en taken zonder eigenaar van een
    rol die een van hen in die gemeente heeft (`rollen`: paren van rol en gemeente).
    """
    vraag = Q()
    for gemeente_id in gemeenten:
        vraag |= Q(gemeente_id=gemeente_id, vervaldatum__lte=grenzen[gemeente_id])
    rijen = Taak.objects.filter(vraag, status=Taakstatus.OPEN).select_related("eigenaar", "gemeente")
    if eigenaren is None:
        return rijen
    van_wie = Q(eigenaar_id__in=eigenaren)
    for rol, gemeente_id in rollen:
        van_wie |= Q(eigenaar=None, rol=rol, gemeente_id=gemeente_id)
    return rijen.filter(van_wie)


def grens(vandaag: date, vooraf: Opgezocht) -> date:
    """Tot en met welke dag een taak in de werkvoorraad staat; zonder norm op de dag zelf."""
    return vandaag + timedelta(days=int(vooraf.waarde) if vooraf else 0)
