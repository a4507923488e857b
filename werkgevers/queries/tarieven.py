"""Wat een overeenkomst in een maand kost, uit versies, tarieven en uren samen (RH-114, RH-149; functies V3–V6)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kern import beleid
from kern.models import Gemeente
from werkgevers.choices import (
    METHODEN_PER_UUR,
    Overeenkomststatus,
    Urensoort,
    Versiestatus,
)
from werkgevers.models import (
    Overeenkomst,
    Overeenkomstversie,
    Tariefafspraak,
    Urenstaat,
)
from werkgevers.rules.tarief import (
    Norm,
    Normen,
    NormOntbreekt,
    Uitleg,
    Uren,
    laatste_dag,
    maandbedrag,
    samen,
)
from werkgevers.rules.uren import standaarduren

CODES = {
    "wml_uur": "wml.uur",
    "wml_maand": "wml.maand",
    "vakantiebijslag": "wml.vakantiebijslag",
    "werkgeverslasten": "lks.werkgeverslasten",
    "voltijd": "tarief.voltijd_uren",
}
NUL = Decimal(0)


@dataclass(frozen=True)
class Deel:
    """Een stuk van een maand met één versie en één tarief, of zonder tarief."""

    van: date
    tot: date
    versie: Overeenkomstversie
    tarief: Tariefafspraak | None


@dataclass(frozen=True)
class Post:
    """Eén overeenkomst in één maand: een bedrag met uitleg, of de reden waarom er geen bedrag is."""

    overeenkomst: Overeenkomst
    maand: date
    versie: Overeenkomstversie | None = None
    uitleg: Uitleg | None = None
    probleem: str = ""
    # geen_tarief, geen_uren, niet_getekend, geen_adres, geen_kvk, geen_norm
    probleemsoort: str = ""
    # One part for every line of the explanation, in the same order.
    delen: tuple[Deel, ...] = ()

    @property
    def bedrag(self) -> Decimal:
        return self.uitleg.bedrag if self.uitleg else NUL

    @property
    def per_categorie(self) -> dict[str, Decimal]:
        """Het bedrag per btw-categorie: een maand kan er twee hebben als een nieuwe versie halverwege begint."""
        per: dict[str, Decimal] = {}
        for deel, regel in zip(self.delen, self.uitleg.regels if self.uitleg else (), strict=True):
            categorie = deel.versie.btw_categorie
            per[categorie] = per.get(categorie, NUL) + regel.bedrag
        return {categorie: bedrag for categorie, bedrag in per.items() if bedrag}

    @property
    def makers(self) -> frozenset[int]:
        """Wie een versie of een tarief afsprak waar dit bedrag uit volgt: die factureert het niet (RH-025)."""
        afgesproken = {deel.versie.overeengekomen_door_id for deel in self.delen}
        return frozenset(
            afgesproken | {deel.tarief.afgesproken_door_id for deel in self.delen if deel.tarief}
        )


def te_factureren(gemeente: Gemeente | int, maand: date, *, behalve: Iterable[int] = ()) -> list[Post]:
    """Elke overeenkomst die in deze maand gold, met bedrag of probleem; een vast aantal query's."""
    rijen = Overeenkomst.objects.filter(gemeente=gemeente).exclude(pk__in=list(behalve))
    return posten_van(rijen, gemeente, maand)


def post_van(overeenkomst: Overeenkomst, maand: date) -> Post | None:
    """De post van één overeenkomst; None als zij in deze maand niet gold."""
    rijen = Overeenkomst.objects.filter(pk=overeenkomst.pk)
    return next(iter(posten_van(rijen, overeenkomst.gemeente_id, maand)), None)


def normen_van(gemeente: Gemeente | int, dag: date) -> Normen:
    """De normen waarmee tarieven rekenen, op de eerste dag van de maand."""
    gemeente_id = gemeente if isinstance(gemeente, int) else gemeente.pk
    gevonden = beleid.waarden(CODES.values(), [gemeente_id], dag)

    def norm(code):
        waarde = gevonden[gemeente_id, code]
        return Norm(Decimal(waarde.waarde), waarde.versie) if waarde else None

    return Normen(**{naam: norm(code) for naam, code in CODES.items()})


def posten_van(overeenkomsten, gemeente, maand) -> list[Post]:
    if maand.day != 1:
        raise ValueError("een maand is haar eerste dag")
    rijen = overeenkomsten.tussen(maand, laatste_dag(maand)).select_related("relatie", "persoon", "gemeente")
    rijen = [
        rij
        for rij in rijen.order_by("relatie__zoeknaam", "volgnummer")
        if rij.getekend_op or rij.status != Overeenkomststatus.BEEINDIGD
    ]
    if not rijen:
        return []
    ids = [rij.pk for rij in rijen]
    versies = _per_overeenkomst(
        Overeenkomstversie.objects.filter(overeenkomst__in=ids, status=Versiestatus.GETEKEND).order_by(
            "begindatum"
        )
    )
    tarieven = _per_overeenkomst(
        Tariefafspraak.objects.geldig()
        .filter(overeenkomst__in=ids)
        .tussen(maand, laatste_dag(maand))
        .order_by("begindatum")
    )
    staten = {
        staat.overeenkomst_id: staat
        for staat in Urenstaat.objects.filter(overeenkomst__in=ids, maand=maand).prefetch_related("regels")
    }
    normen = normen_van(gemeente, maand)
    posten = (
        _post(rij, maand, versies[rij.pk], tarieven[rij.pk], staten.get(rij.pk), normen) for rij in rijen
    )
    return [post for post in posten if post is not None]


def _per_overeenkomst(rijen) -> Mapping[int, list]:
    per: dict[int, list] = defaultdict(list)
    for rij in rijen:
        per[rij.overeenkomst_id].append(rij)
    return per


def _post(overeenkomst, maand, versies, tarieven, staat, normen) -> Post | None:
    def mis(soort, tekst):
        return Post(overeenkomst, maand, probleemsoort=soort, probleem=tekst)

    if not overeenkomst.getekend_op:
        return mis("niet_getekend", f"Overeenkomst {overeenkomst} is nog niet getekend.")
    delen = tuple(_delen(overeenkomst, versies, tarieven, maand))
    if not delen:
        return None  # between two versions: nothing was agreed for this month
    zonder = next((deel for deel in delen if deel.tarief is None), None)
    if zonder is not None:
        return mis(
            "geen_tarief",
            f"Overeenkomst {overeenkomst} heeft vanaf {zonder.van:%d-%m-%Y} geen tarief. Spreek een tarief af.",
        )
    if staat is None or not staat.compleet:
        return mis("geen_uren", f"De uren van {maand:%m-%Y} van {overeenkomst} zijn nog niet compleet.")
    relatie = overeenkomst.relatie
    if not (relatie.straat and relatie.huisnummer and relatie.postcode and relatie.plaats):
        return mis("geen_adres", f"{relatie} heeft geen volledig adres. Vul dat aan bij de werkgever.")
    if not relatie.kvk:
        return mis("geen_kvk", f"{relatie} heeft geen KvK-nummer. Vul dat aan bij de werkgever.")
    try:
        uitleg = uitleg_van(delen, maand, list(staat.regels.all()), normen)
    except NormOntbreekt as fout:
        return mis("geen_norm", f"In het beleidskader is {fout} niet vastgesteld op {maand:%d-%m-%Y}.")
    return Post(overeenkomst, maand, versie=delen[-1].versie, uitleg=uitleg, delen=delen)


def _delen(overeenkomst, versies, tarieven, maand) -> Iterable[Deel]:
    """De maand geknipt op elke dag waarop een versie of een tarief begint."""
    eerste = max(maand, overeenkomst.begindatum)
    laatste = min(laatste_dag(maand), overeenkomst.einddatum or date.max)
    for versie in versies:
        van = max(eerste, versie.begindatum)
        tot = min(laatste, versie.einddatum or date.max)
        while van <= tot:
            tarief = next((t for t in tarieven if t.geldt_op(van)), None)
            if tarief is not None:
                grens = min(tot, tarief.einddatum or date.max)
            else:
                later = [t.begindatum for t in tarieven if van < t.begindatum <= tot]
                grens = min(later, default=tot)
                grens = grens if not later else date.fromordinal(grens.toordinal() - 1)
            yield Deel(van, grens, versie, tarief)
            van = date.fromordinal(grens.toordinal() + 1)


def uitleg_van(delen: Sequence[Deel], maand: date, regels, normen: Normen) -> Uitleg:
    """Het bedrag van een maand: per deel gerekend en opgeteld."""
    standaard = [sum(standaarduren(deel.versie.weekpatroon, deel.van, deel.tot)) for deel in delen]
    verdeeld = _verdeel(delen, standaard, regels)
    return samen(
        maandbedrag(
            methode=deel.tarief.methode,
            maand=maand,
            van=deel.van,
            tot=deel.tot,
            uren_per_week=deel.versie.uren_per_week,
            uren=_uren(deel, verdeeld[nr], standaard[nr]),
            normen=normen,
            bedrag=deel.tarief.bedrag,
            loonwaarde_pct=deel.tarief.loonwaarde_pct,
            factor=deel.tarief.factor,
            opslag=deel.tarief.opslag,
        )
        for nr, deel in enumerate(delen)
    )


def _verdeel(delen, standaard, regels) -> list[dict[str, Decimal]]:
    """Uren met een dag horen bij het deel van die dag; uren over de hele maand gaan naar rato van de standaardweek."""
    verdeeld: list[dict[str, Decimal]] = [defaultdict(lambda: NUL) for _ in delen]
    totaal = sum(standaard)
    for regel in regels:
        if regel.datum:
            for nr, deel in enumerate(delen):
                if deel.van <= regel.datum <= deel.tot:
                    verdeeld[nr][regel.soort] += regel.uren
            continue
        over = regel.uren
        for nr in range(len(delen) - 1):
            stuk = (regel.uren * standaard[nr] / totaal).quantize(Decimal("0.01")) if totaal else NUL
            verdeeld[nr][regel.soort] += stuk
            over -= stuk
        verdeeld[-1][regel.soort] += over
    return verdeeld


def _uren(deel, per_soort, standaard) -> Uren:
    versie = deel.versie
    wel = {
        Urensoort.GEWERKT: True,
        Urensoort.MEER: True,
        Urensoort.VERLOF: versie.verlof_doorbelast,
        Urensoort.ZIEK: versie.ziekte_doorbelast,
        Urensoort.FEESTDAG: versie.feestdag_doorbelast or deel.tarief.methode not in METHODEN_PER_UUR,
        Urensoort.NIET_GEWERKT: False,
    }
    doorbelast = sum((uren for soort, uren in per_soort.items() if wel[Urensoort(soort)]), NUL)
    niet = sum((uren for soort, uren in per_soort.items() if not wel[Urensoort(soort)]), NUL)
    return Uren(doorbelast, niet, Decimal(standaard))
