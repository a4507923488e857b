"""Overeenkomsten van Rijssen-Holten: twee jaar detacheringen met alle zes tariefmethoden en uren per maand.

Uit de bron: € 3.000 per fte bij Sterkerij (RH-052, RH-186), de banden per soort (RH-113), overleg met vijf
gemeenten (RH-070). De rest is verzonnen. In oktober 2026 gaan er drie niet goed, elk om een andere reden.
"""

from datetime import date
from decimal import Decimal
from random import Random

from dateutil.relativedelta import relativedelta
from django.db import transaction

from kern.beleid import waarde
from kern.models import Gebruiker, Gemeente
from personen.models import Loonwaardemeting
from werkgevers.actions.opstellen import stel_op, teken_overeenkomst
from werkgevers.actions.overeenkomst import (
    beeindig_overeenkomst,
    kom_overeen,
    verleng_overeenkomst,
    wijzig_overeenkomst,
)
from werkgevers.actions.relatie import maak_relatie, start_plaatsing, wijzig_relatie
from werkgevers.actions.tarief import spreek_tarief_af
from werkgevers.actions.uren import maak_alle_compleet, vul_uren_in
from werkgevers.models import Overeenkomst, Plaatsing, Relatie
from werkgevers.queries.contract import contracten_van
from werkgevers.queries.uren import urenrijen

CODE = "1742"
BEGIN, LAATSTE_MAAND, VANDAAG = date(2024, 11, 1), date(2026, 10, 1), date(2026, 11, 22)
OVERLEG = {"overleg_op": date(2025, 11, 12), "overleg_gemeenten": 5}
STERKERIJ = 6
MAX_DETACHERINGEN = 40
WERK = {
    "individuele_detachering": ("magazijnwerk", "hulp in de kantine", "postkamer", "montage"),
    "groepsdetachering": ("inpakken en ompakken", "groenonderhoud", "schoonmaak", "assemblage"),
    "beschut": ("eenvoudig inpakwerk",),
}


def maak_overeenkomsten(random: Random) -> dict[str, int]:
    """Alles via de acties. Is er al een overeenkomst, dan is de demo er en gebeurt er niets."""
    gemeente = Gemeente.objects.get(code=CODE)
    if Overeenkomst.objects.filter(gemeente=gemeente).exists():
        return {}
    mensen = {g.username: g for g in Gebruiker.objects.all()}
    consulenten = [mensen["consulent-wsw"], mensen["rh-wsw-2"]]
    administratie = mensen["financien"]
    with transaction.atomic():
        _geef_sterkerij_een_adres(gemeente, mensen["accountmanager"])
        gemaakt = [
            _maak(random, plaatsing, consulenten[nr % 2], administratie)
            for nr, plaatsing in enumerate(_plaatsingen(gemeente))
        ]
        fout = _drie_die_niet_lukken(gemeente, mensen, administratie)
        _leven(random, gemaakt, administratie)
    maanden = _uren(random, gemeente, administratie, niet=gemaakt[3])
    return {"overeenkomsten": len(gemaakt) + len(fout), "urenstaten": maanden}


def _plaatsingen(gemeente) -> list[Plaatsing]:
    rijen = (
        Plaatsing.objects.op(VANDAAG)
        .filter(persoon__gemeente=gemeente, einddatum=None)
        .exclude(relatie__soorten__contains=["eigen_locatie"])
        .select_related("persoon__gemeente", "relatie")
        .order_by("pk")
    )
    gedetacheerd = rijen.filter(soort__in=["individuele_detachering", "groepsdetachering"])
    beschut = rijen.filter(soort="beschut", relatie__naam="Sterkerij")
    return [*gedetacheerd[:MAX_DETACHERINGEN], *beschut[:STERKERIJ]]


def _geef_sterkerij_een_adres(gemeente, door) -> None:
    sterkerij = Relatie.objects.filter(gemeente=gemeente, naam="Sterkerij").first()
    if sterkerij is not None:
        wijzig_relatie(
            sterkerij, door=door, kvk="90009001", straat="Spinnerstraat", huisnummer="2", postcode="7461 TW",
            plaats="Rijssen",
        )  # fmt: skip


def _maak(random, plaatsing, consulent, administratie) -> Overeenkomst:
    soort = str(plaatsing.soort)
    begin = max(plaatsing.begindatum, BEGIN)
    uren = plaatsing.uren_per_week or random.choice([Decimal(24), Decimal(28), Decimal(32), Decimal(36)])
    uren = min(uren, _contract(plaatsing.persoon_id))
    einde = plaatsing.contract_tot if plaatsing.contract_tot and plaatsing.contract_tot > VANDAAG else None
    overeenkomst = kom_overeen(
        plaatsing.persoon,
        relatie=plaatsing.relatie,
        plaatsing=plaatsing,
        soort=soort,
        begindatum=begin,
        einddatum=einde,
        herkomst="voortgezet" if random.random() < 0.6 else "nieuw",
        uren_per_week=uren,
        werkzaamheden=random.choice(WERK[soort]),
        werklocatie=plaatsing.werklocatie,
        verlof_doorbelast=random.random() < 0.2,
        ziekte_doorbelast=random.random() < 0.1,
        betaaltermijn_dagen=random.choice([14, 30, 30, 30]),
        tarief=_tarief(random, plaatsing, soort, uren),
        door=consulent,
    )
    return _teken(overeenkomst, administratie, begin)


def _contract(persoon_id: int) -> Decimal:
    """De minste uren die het contract ooit is: meer mag een overeenkomst niet zijn (V30)."""
    return min((periode.uren for periode in contracten_van([persoon_id])[persoon_id]), default=Decimal(40))


def _tarief(random, plaatsing, soort, uren) -> dict:
    """Zes methoden naast elkaar; binnen de band, en een enkele erbuiten zodat er een signaal is."""
    if soort == "beschut":
        return {"methode": "kosten", "bedrag": Decimal(3000)}
    individueel = soort == "individuele_detachering"
    meting = Loonwaardemeting.objects.laatste_op(VANDAAG).filter(persoon=plaatsing.persoon).first()
    if meting is not None and random.random() < 0.5:
        # The share that keeps the price inside the band of the kind.
        doel = Decimal("5.95") if individueel else Decimal("4.45")
        wml = waarde("wml.uur", plaatsing.persoon.gemeente_id, BEGIN)
        vol = Decimal(wml.waarde) * meting.percentage / 100
        factor = min((doel / vol).quantize(Decimal("0.001")), Decimal("1.5")) if vol else Decimal(1)
        return {
            "methode": "loonwaarde", "loonwaarde_pct": meting.percentage, "factor": factor, "meting": meting,
        }  # fmt: skip
    uur = Decimal(random.randint(540, 665) if individueel else random.randint(405, 505)) / 100
    keuze = random.random()
    if keuze < 0.5:
        return {"methode": "uren_tarief", "bedrag": uur}
    if keuze < 0.7:
        return {"methode": "normuren", "bedrag": uur}
    if keuze < 0.95 or not individueel:
        return {"methode": "vast_maand", "bedrag": (uur * uren * 52 / 12).quantize(Decimal("1"))}
    return {"methode": "loonsom_opslag", "opslag": Decimal(250)}


def _teken(overeenkomst, administratie, dag) -> Overeenkomst:
    stel_op(overeenkomst, door=administratie)
    teken_overeenkomst(
        overeenkomst, getekend_op=min(dag, VANDAAG), ondertekenaar="namens de werkgever", door=administratie,
        vandaag=VANDAAG,
    )  # fmt: skip
    overeenkomst.refresh_from_db()
    return overeenkomst


def _leven(random, gemaakt, administratie) -> None:
    """Wat er in twee jaar gebeurt: indexatie, andere uren, een verlenging, een einde."""
    for nr, overeenkomst in enumerate(gemaakt):
        door = overeenkomst.overeengekomen_door
        tarief = overeenkomst.tarieven.geldig().get()
        if nr % 2 and tarief.methode in ("uren_tarief", "normuren", "vast_maand"):
            spreek_tarief_af(
                overeenkomst, begindatum=date(2026, 1, 1), methode=tarief.methode,
                bedrag=(tarief.bedrag * Decimal("1.04")).quantize(Decimal("0.01")), reden="indexatie 4%",
                door=door, **OVERLEG,
            )  # fmt: skip
        if nr % 11 == 5:
            wijzig_overeenkomst(
                overeenkomst, per=date(2026, 7, 1), einddatum=overeenkomst.einddatum, door=door,
                uren_per_week=min(
                    Decimal(30) if overeenkomst.versies.get().uren_per_week != 30 else Decimal(26),
                    _contract(overeenkomst.persoon_id),
                ),
                aanleiding="andere uren",
            )  # fmt: skip
            _teken(overeenkomst, administratie, date(2026, 6, 22))
        elif nr % 13 == 7 and overeenkomst.einddatum:
            verleng_overeenkomst(overeenkomst, tot=overeenkomst.einddatum + relativedelta(years=1), door=door)
            if nr % 2:
                stel_op(overeenkomst, door=administratie)
        elif nr % 17 == 9:
            beeindig_overeenkomst(
                overeenkomst, per=date(2026, random.randint(3, 8), 17), reden=random.choice(["prijs", "werkgever"]),
                toelichting="werkgever koos een andere oplossing", door=door,
            )  # fmt: skip


def _drie_die_niet_lukken(gemeente, mensen, administratie) -> list[Overeenkomst]:
    """Voor de run van oktober 2026: geen tarief op de eerste dag, en een werkgever zonder adres."""
    consulent = mensen["consulent-wsw"]
    begin = date(2026, 10, 1)
    gevallen = (
        ("Drukkerij De Verhuizing", {"herkomst": "nieuw"}, {"begindatum": begin}),
        ("Kwekerij Het Nieuwe Begin", {"herkomst": "voortgezet"}, {"begindatum": date(2026, 10, 12)}),
    )
    bezet = Overeenkomst.objects.filter(gemeente=gemeente).values("persoon")
    vrij = list(
        Plaatsing.objects.op(VANDAAG)
        .filter(persoon__gemeente=gemeente, soort="groepsdetachering", einddatum=None)
        .exclude(persoon__in=bezet)
        .select_related("persoon__gemeente")
        .order_by("-pk")[: len(gevallen)]
    )
    gemaakt = []
    for nr, ((naam, velden, tarief), plek) in enumerate(zip(gevallen, vrij, strict=False)):
        relatie = maak_relatie(
            gemeente=gemeente, naam=naam, kvk=f"9000910{nr}", branche="groen", straat="Nijverdalseweg",
            huisnummer=str(nr + 4), postcode="7461 JN", plaats="Rijssen", door=mensen["accountmanager"],
        )  # fmt: skip
        plaatsing = start_plaatsing(
            plek.persoon, relatie=relatie, soort="individuele_detachering", begindatum=begin,
            uren_per_week=Decimal(8), contract_tot=date(2027, 9, 30), door=consulent,
        )  # fmt: skip
        overeenkomst = kom_overeen(
            plek.persoon, relatie=relatie, plaatsing=plaatsing, soort="individuele_detachering",
            begindatum=begin, einddatum=date(2027, 9, 30), uren_per_week=Decimal(8), werkzaamheden="hulp op vrijdag",
            tarief={"methode": "uren_tarief", "bedrag": Decimal("5.80"), **tarief}, door=consulent, **velden,
        )  # fmt: skip
        gemaakt.append(_teken(overeenkomst, administratie, date(2026, 9, 28)))
    if gemaakt:
        wijzig_relatie(
            gemaakt[0].relatie,
            straat="",
            huisnummer="",
            postcode="",
            plaats="",
            door=mensen["accountmanager"],
        )
    return gemaakt


def _uren(random, gemeente, administratie, *, niet) -> int:
    """Elke maand compleet tot en met oktober 2026; één overeenkomst mist in de laatste maand."""
    aantal, maand = 0, BEGIN
    eigen = Overeenkomst.objects.filter(gemeente=gemeente)
    while maand <= LAATSTE_MAAND:
        with transaction.atomic():
            rijen = [
                rij
                for rij in urenrijen(eigen, maand)
                if maand != LAATSTE_MAAND or rij.overeenkomst.pk != niet.pk
            ]
            for rij in rijen:
                _maand(random, rij, maand, administratie)
            aantal += maak_alle_compleet([rij.overeenkomst for rij in rijen], maand, door=administratie)
        maand += relativedelta(months=1)
    return aantal


def _maand(random, rij, maand, administratie) -> None:
    uren: dict[str, Decimal] = {}
    if random.random() < 0.06:
        uren["ziek"] = min(Decimal(random.choice([8, 16, 24])), rij.werk)
    if random.random() < (0.3 if maand.month in (7, 8, 12) else 0.04):
        uren["verlof"] = min(
            Decimal(random.choice([8, 16, 32])), max(rij.werk - uren.get("ziek", Decimal(0)), Decimal(0))
        )
    if uren:
        vul_uren_in(rij.overeenkomst, maand, uren=uren, door=administratie)
