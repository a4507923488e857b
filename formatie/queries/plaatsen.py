"""De formatietabellen van de bron, het functieboek en de dekking op een peildatum."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Q

from formatie.choices import Taak, Tabel, Versie
from formatie.models import Formatieplaats, Functie
from formatie.rules import Uitkomst, rond_fte
from kern.models import Rolvervulling
from kern.permissions import Rol

# Which line of the calculation belongs to which kind of task in the table.
POST_BIJ_TAAK = {
    (Tabel.PW, Taak.PLAATSING): "plaatsing",
    (Tabel.PW, Taak.ONTWIKKELING): "ontwikkeling",
    (Tabel.PW, Taak.LOONWAARDE): "loonwaarde",
    (Tabel.WSW, Taak.WSW): "wsw",
}
VOLGORDE = [Taak.VAST, Taak.PLAATSING, Taak.ONTWIKKELING, Taak.LOONWAARDE]


@dataclass(frozen=True)
class Formatieregel:
    """Eén regel van de tabel: wat er nu is naast wat wordt voorgesteld, en wat de som zegt (RH-168)."""

    naam_nu: str
    naam_voorstel: str
    huidig: Decimal | None
    ingekocht: Decimal
    voorstel: Decimal | None
    exact: Decimal | None

    @property
    def verschil(self) -> Decimal:
        return (self.voorstel or Decimal(0)) - (self.huidig or Decimal(0))


@dataclass(frozen=True)
class Formatietabel:
    """Een van de twee tabellen van bron 000 §4.4 c."""

    tabel: Tabel
    regels: tuple[Formatieregel, ...]
    voorbehoud: Decimal  # part of the proposal that is not granted yet (RH-005)

    @property
    def huidig(self) -> Decimal:
        return sum((regel.huidig or Decimal(0) for regel in self.regels), Decimal(0))

    @property
    def ingekocht(self) -> Decimal:
        return sum((regel.ingekocht for regel in self.regels), Decimal(0))

    @property
    def voorstel(self) -> Decimal:
        return sum((regel.voorstel or Decimal(0) for regel in self.regels), Decimal(0))

    @property
    def exact(self) -> Decimal | None:
        waarden = [regel.exact for regel in self.regels if regel.voorstel is not None]
        return None if None in waarden or not waarden else sum(waarden, Decimal(0))

    @property
    def uitbreiding(self) -> Decimal:
        return self.voorstel - self.huidig

    @property
    def uitbreiding_afgerond(self) -> Decimal:
        """Op één decimaal, zoals het besluit haar noemt (C3)."""
        return rond_fte(self.uitbreiding, 1)

    @property
    def leeg(self) -> bool:
        return not self.regels


def plaatsen_op(gemeente, peildatum: date) -> list[Formatieplaats]:
    """Alle formatieplaatsen die op de peildatum gelden, huidig en voorgesteld."""
    rijen = Formatieplaats.objects.op(peildatum).filter(functie__gemeente=gemeente)
    return list(
        rijen.select_related("functie").order_by("functie__tabel", "functie__naam", "begindatum", "pk")
    )


def formatietabel(
    tabel: Tabel, plaatsen: Sequence[Formatieplaats], uitkomst: Uitkomst | None
) -> Formatietabel:
    """Zet de plaatsen van één tabel naast elkaar. `uitkomst` levert de precieze som bij elke taak."""
    eigen = [plaats for plaats in plaatsen if plaats.functie.tabel == tabel]
    posten = {post.code: post for post in (*uitkomst.pw, *uitkomst.wsw)} if uitkomst else {}
    regels = tuple(
        _regel(groep, posten.get(POST_BIJ_TAAK.get((tabel, taak), ""))) for taak, groep in _groepen(eigen)
    )
    open_ = sum(
        (p.fte for p in eigen if p.versie == Versie.VOORSTEL and not p.is_beschikbaar and not p.ingekocht),
        Decimal(0),
    )
    return Formatietabel(tabel, regels, open_)


def _groepen(plaatsen) -> list[tuple[str, list[Formatieplaats]]]:
    """Per taak samen; vaste posten elk apart, want die hebben niets met elkaar te maken."""
    per: dict[tuple, list[Formatieplaats]] = {}
    for plaats in plaatsen:
        taak = plaats.functie.taak
        per.setdefault((taak, plaats.functie_id if taak == Taak.VAST else 0), []).append(plaats)
    eerst_klanten = {Taak.WSW: -1}

    def plek(sleutel):
        taak = sleutel[0]
        return eerst_klanten.get(taak, VOLGORDE.index(taak) if taak in VOLGORDE else 9)

    return [(sleutel[0], per[sleutel]) for sleutel in sorted(per, key=plek)]


def _regel(plaatsen, post) -> Formatieregel:
    nu = [p for p in plaatsen if p.versie == Versie.HUIDIG]
    straks = [p for p in plaatsen if p.versie == Versie.VOORSTEL]
    voorstel = _som(straks)
    exact = post.exact if post and straks else voorstel
    return Formatieregel(_namen(nu), _namen(straks), _som(nu), _ingekocht(nu), voorstel, exact)


def _som(plaatsen) -> Decimal | None:
    eigen = [plaats.fte for plaats in plaatsen if not plaats.ingekocht]
    return sum(eigen, Decimal(0)) if eigen else None


def _ingekocht(plaatsen) -> Decimal:
    return sum((plaats.fte for plaats in plaatsen if plaats.ingekocht), Decimal(0))


def _namen(plaatsen) -> str:
    return ", ".join(dict.fromkeys(plaats.functie.naam for plaats in plaatsen))


# ---- functieboek ---------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Boekregel:
    """Een functie met wat er op de peildatum aan formatie is (RH-155)."""

    functie: Functie
    huidig: Decimal
    voorstel: Decimal
    vacature: Decimal


def functieboek(gemeente, plaatsen: Sequence[Formatieplaats]) -> list[Boekregel]:
    """Elke functie van de gemeente, ook zonder plaats op deze dag."""
    regels = []
    for functie in Functie.objects.filter(gemeente=gemeente).order_by("tabel", "naam"):
        eigen = [p for p in plaatsen if p.functie_id == functie.pk]
        huidig = [p for p in eigen if p.versie == Versie.HUIDIG]
        voorstel = [p for p in eigen if p.versie == Versie.VOORSTEL]
        vacature = sum((p.fte for p in eigen if p.vacature), Decimal(0))
        regels.append(Boekregel(functie, _som(huidig) or Decimal(0), _som(voorstel) or Decimal(0), vacature))
    return regels


# ---- kwetsbare taken -----------------------------------------------------------------------------------
TAAKROLLEN = (
    Rol.CONSULENT, Rol.CONSULENT_WSW, Rol.CONSULENT_INKOMEN, Rol.ACCOUNTMANAGER, Rol.FINANCIEN, Rol.LIAISON,
)  # fmt: skip


@dataclass(frozen=True)
class Taakbezetting:
    """Hoeveel mensen een taak kunnen doen (TW-050)."""

    rol: Rol
    mensen: int
    minimum: int | None

    @property
    def te_weinig(self) -> bool:
        return self.minimum is not None and self.mensen < self.minimum


def taakbezetting(gemeente, peildatum: date, minimum) -> list[Taakbezetting]:
    """Per taak het aantal collega's met die rol op de peildatum, ook via een samenwerkingsverband."""
    rijen = (
        Rolvervulling.objects.op(peildatum)
        .filter(Q(gemeente=gemeente) | Q(verband__deelnames__gemeente=gemeente))
        .filter(rol__in=TAAKROLLEN, gebruiker__is_active=True)
        .values_list("rol")
        .annotate(mensen=Count("gebruiker", distinct=True))
    )
    aantal = dict(rijen.order_by())
    grens = int(minimum.waarde) if minimum else None
    return [Taakbezetting(rol, aantal.get(rol, 0), grens) for rol in TAAKROLLEN]
