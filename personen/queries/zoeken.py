"""Zoeken naar personen: naam, geboortedatum, dossiernummer of BSN in één veld (schermen E12).

Ids first, rows after (snel-en-veilig §6.2): with ORDER BY and LIMIT in one query the planner walks the
sorted index for a frequent name and throws away 200.000 rows.
"""

import re
from dataclasses import dataclass, field
from datetime import date

from django.db import connection, transaction
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from kern.forms.datums import BestaatNiet, lees_datum
from kern.namen import vouw
from kern.permissions import Recht
from personen.models import Persoon
from personen.rules import TUSSENVOEGSELS, bsn_van, geldig_bsn

MAX_IDS = 500
PER_GROEP = 25
MAX_WOORDEN = 6
_NUMMER = re.compile(r"p[- ]?([0-9]{5,9})", re.IGNORECASE | re.ASCII)
_JAAR = re.compile(r"(?:19|20)[0-9]{2}", re.ASCII)


@dataclass(frozen=True)
class Zoekvraag:
    """Wat iemand bedoelt met wat hij typte."""

    tekst: str
    woorden: tuple[str, ...] = ()
    jaar: int | None = None
    geboren: date | None = None
    nummer: str = ""
    bsn: str = ""
    bsn_fout: bool = False

    @property
    def is_leeg(self) -> bool:
        return not (self.woorden or self.jaar or self.geboren or self.nummer or self.bsn)


@dataclass(frozen=True)
class Gevonden:
    """Wat er is gevonden; `meer` als er meer zijn dan getoond."""

    personen: list
    meer: bool = False
    suggesties: list[str] = field(default_factory=list)


def lees_vraag(tekst: str, *, vandaag: date) -> Zoekvraag:
    """Haal uit de getypte tekst een dossiernummer, BSN, geboortedatum of -jaar en woorden."""
    tekst = " ".join(tekst.split())[:100]
    if gevonden := _NUMMER.fullmatch(tekst):
        return Zoekvraag(tekst, nummer=f"P-{gevonden[1]}")
    datum = _datum(tekst, vandaag)
    cijfers = bsn_van(tekst)
    if re.fullmatch(r"[0-9]{9}", cijfers) and not datum:
        if geldig_bsn(cijfers):
            return Zoekvraag(tekst, bsn=cijfers)
        return Zoekvraag(tekst, bsn_fout=len(re.sub(r"\D", "", tekst)) == 9)
    if datum:
        return Zoekvraag(tekst, geboren=datum)
    woorden, jaar = [], None
    for deel in tekst.split():
        if _JAAR.fullmatch(deel) and jaar is None:
            jaar = int(deel)
        elif (geboren := _datum(deel, vandaag)) and datum is None:
            datum = geboren
        else:
            woorden += vouw(deel).split()
    zonder = [woord for woord in woorden if woord not in TUSSENVOEGSELS]
    return Zoekvraag(tekst, tuple((zonder or woorden)[:MAX_WOORDEN]), jaar=jaar, geboren=datum)


def _datum(tekst: str, vandaag: date) -> date | None:
    if not re.match(r"[0-9]", tekst):
        return None
    try:
        return lees_datum(tekst, vandaag=vandaag)
    except (BestaatNiet, ValueError):
        return None


def zoek_personen(
    vraag: Zoekvraag,
    gebruiker,
    *,
    peildatum: date,
    lopend: bool = True,
    beeindigd: bool = False,
    mijn: bool = False,
) -> Gevonden:
    """Personen die bij de vraag passen. Een dossiernummer of BSN zoekt altijd in alle dossiers."""
    if vraag.is_leeg:
        return Gevonden([])
    gemeenten = gebruiker.toegang.gemeenten_met(Recht.BSN_TONEN if vraag.bsn else Recht.PERSOON_INZIEN)
    personen = Persoon.objects.filter(gemeente_id__in=sorted(gemeenten))
    if vraag.nummer or vraag.bsn:
        exact = Q(nummer=vraag.nummer) if vraag.nummer else Q(bsn=vraag.bsn)
        return Gevonden(list(personen.filter(exact).met_kop(peildatum)[:PER_GROEP]))
    passend = _filter_status(
        personen.filter(_voorwaarde(vraag)), gebruiker, peildatum, lopend, beeindigd, mijn
    )
    ids = list(passend.order_by().values_list("pk", flat=True)[: MAX_IDS + 1])
    if not ids:
        return Gevonden([])
    if len(ids) > MAX_IDS:
        # So many hits that walking the sorted index is the quick way.
        beste = list(passend.order_by("sorteernaam", "pk").met_kop(peildatum)[:PER_GROEP])
        return Gevonden(beste, meer=True)
    rijen = Persoon.objects.filter(pk__in=ids).met_kop(peildatum).annotate(rang=_rang(vraag))
    beste = list(rijen.order_by("rang", "sorteernaam", "pk")[:PER_GROEP])
    return Gevonden(beste, meer=len(ids) > PER_GROEP)


def suggesties(vraag: Zoekvraag, gebruiker, *, hoogste: int = 3) -> list[str]:
    """Namen die één typefout van de vraag af liggen ("Bedoel je …")."""
    if not vraag.woorden:
        return []
    gemeenten = sorted(gebruiker.toegang.gemeenten_met(Recht.PERSOON_INZIEN))
    gevonden: dict[str, None] = {}
    for woord in vraag.woorden:
        if len(woord) < 3:
            continue
        for naam in _namen_als(woord, gemeenten):
            for deel in naam:
                if 0 < _afstand(woord, vouw(deel)) <= (1 if len(woord) < 8 else 2):
                    gevonden.setdefault(deel)
    return list(gevonden)[:hoogste]


def _voorwaarde(vraag: Zoekvraag) -> Q:
    voorwaarde = Q()
    for woord in vraag.woorden:
        if len(woord) >= 3:
            voorwaarde &= Q(zoeknaam__contains=woord)
        else:
            # Too short for a trigram inside a word, but not at its beginning.
            voorwaarde &= Q(zoeknaam__startswith=woord) | Q(zoeknaam__contains=f" {woord}")
    if vraag.geboren:
        voorwaarde &= Q(geboortedatum=vraag.geboren)
    elif vraag.jaar:
        voorwaarde &= Q(
            geboortedatum__gte=date(vraag.jaar, 1, 1), geboortedatum__lte=date(vraag.jaar, 12, 31)
        )
    return voorwaarde


def _filter_status(personen: QuerySet, gebruiker, peildatum, lopend, beeindigd, mijn) -> QuerySet:
    lopende = Persoon.objects.lopend_op(peildatum).order_by()
    if lopend and not beeindigd:
        personen = personen.filter(pk__in=lopende.values("pk"))
    elif beeindigd and not lopend:
        personen = personen.exclude(pk__in=lopende.values("pk"))
    if mijn:
        eigen = {gebruiker.pk, *gebruiker.toegang.vervangt}
        personen = personen.caseload_van(eigen, peildatum)
    return personen


def _rang(vraag: Zoekvraag):
    """Eerst wie precies zo heet, dan wie zo begint, dan de rest."""
    if not vraag.woorden:
        return Value(0, IntegerField())
    eerste = vraag.woorden[0]
    return Case(
        When(Q(zoeknaam=eerste) | Q(zoeknaam__startswith=f"{eerste} "), then=0),
        When(zoeknaam__startswith=eerste, then=1),
        When(zoeknaam__contains=f" {eerste}", then=2),
        default=3,
        output_field=IntegerField(),
    )


def _namen_als(woord: str, gemeenten: list[int]) -> list[list[str]]:
    """Naamdelen van personen met een naam die erop lijkt, meest gelijkend eerst."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            # 0,6 is the standard and misses "jnasen"; only for this transaction.
            cursor.execute("select set_config('pg_trgm.word_similarity_threshold', '0.35', true)")
        rijen = Persoon.objects.filter(gemeente_id__in=gemeenten, zoeknaam__trigram_word_similar=woord)
        rijen = rijen.order_by().values_list("achternaam", "roepnaam", "voornamen")[:400]
        return [[deel for tekst in rij for deel in tekst.split()] for rij in rijen]


def _afstand(een: str, twee: str) -> int:
    """Damerau-Levenshtein: letters te veel, te weinig, anders of omgewisseld."""
    if abs(len(een) - len(twee)) > 2:
        return 3
    vorige2: list[int] = []
    vorige = list(range(len(twee) + 1))
    for i, a in enumerate(een, start=1):
        huidige = [i]
        for j, b in enumerate(twee, start=1):
            kosten = min(vorige[j] + 1, huidige[j - 1] + 1, vorige[j - 1] + (a != b))
            if i > 1 and j > 1 and a == twee[j - 2] and een[i - 2] == b:
                kosten = min(kosten, vorige2[j - 2] + 1)
            huidige.append(kosten)
        vorige2, vorige = vorige, huidige
    return vorige[-1]
