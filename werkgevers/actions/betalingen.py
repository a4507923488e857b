"""Elke wijziging aan betalingen: een bankbestand inlezen, koppelen, verdelen en terzijde leggen (RH-149)."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from kern.controle import controleer
from kern.jobs import start_taak
from kern.logbook import leg_vast, leg_vast_in_bulk
from kern.models import Bestand, Gemeente
from kern.uploads import schone_naam
from werkgevers.choices import Bankbestandsoort, Koppelwijze, Terzijde, Zekerheid
from werkgevers.models import (
    Aanmaning,
    Bankafschrift,
    Bankbestand,
    Betaling,
    Betalingtoewijzing,
    Factuur,
    Incassoregel,
    Kostentoewijzing,
    Machtiging,
)
from werkgevers.queries.afzender import afzender
from werkgevers.queries.koppelen import index_voor, ontvangsten_voor, toegewezen_aan
from werkgevers.queries.openstaand import open_per_pk
from werkgevers.queries.vorderingen import facturen_met_vordering, met_ontvangen
from werkgevers.rules.bank import Afschrift, Bankfout, Bankregel, lees_bankbestand, vingerafdrukken
from werkgevers.rules.koppelen import NUL, Voorstel, koppel, koppel_storno
from werkgevers.rules.koppelen import Zekerheid as Koppelzekerheid

TAAK = "bankbestand"
_SLOT = 20261122  # advisory lock: one bank file of a gemeente at a time
_MELDINGEN = {
    "betaling_niet_meer_dan_bedrag": "Je verdeelt meer dan er van deze betaling over is. Ververs de pagina.",
    "betalingtoewijzing_past_bij_factuur": "Er is dan meer betaald dan de factuur. Kies een lager bedrag.",
    "betalingtoewijzing_geen_credit": "Een creditfactuur wordt niet betaald. Kies de factuur zelf.",
    "betalingtoewijzing_een_keer": "Deze betaling is al aan deze factuur gekoppeld. Trek die koppeling eerst in.",
    "kostentoewijzing_past_bij_brief": "Er is dan meer ontvangen dan de aanmaning vroeg. Kies een lager bedrag.",
    "kostentoewijzing_een_keer": "Van deze betaling is al een deel voor deze kosten of rente. Maak dat eerst los.",
}


# ---- reading a file ---------------------------------------------------------------------------------------
@transaction.atomic
def laad_bankbestand(
    *, gemeente: Gemeente, naam: str, inhoud: bytes, door, met_taak: bool = True
) -> Bankbestand:
    """Controleer een bestand helemaal en zet het klaar. Fout: een ValidationError, en er is niets bewaard."""
    if len(inhoud) > settings.UPLOAD_MAX_BYTES:
        raise ValidationError("Dit bestand is te groot. Haal bij de bank een kortere periode op.")
    sha256 = hashlib.sha256(inhoud).hexdigest()
    # The same file sent twice at once waits here, and then finds itself.
    Gemeente.objects.select_for_update(no_key=True).get(pk=gemeente.pk)
    eerder = Bankbestand.objects.filter(gemeente=gemeente, sha256=sha256).first()
    if eerder and eerder.verwerkt_op is None and met_taak and not (eerder.taak and eerder.taak.loopt):
        # Reading it failed or was stopped: the same file is the way to try again.
        _begin_taak(eerder, door)
        return eerder
    if eerder:
        raise ValidationError(
            f"Dit bestand is al ingelezen op {timezone.localtime(eerder.gemaakt_op):%d-%m-%Y}. Er is niets veranderd.",
            code="dubbel",
        )
    afschriften = _lees(inhoud)
    for afschrift in afschriften:
        _controleer_rekening(gemeente, afschrift)
    soort = Bankbestandsoort(afschriften[0].soort)
    bestand = Bestand(
        gemeente=gemeente, naam=schone_naam(naam)[:150], grootte=len(inhoud), sha256=sha256, inhoud=inhoud,
        mediatype="application/xml" if soort == Bankbestandsoort.CAMT else "text/plain", gemaakt_door=door,
    )  # fmt: skip
    bestand.full_clean(exclude=["inhoud", "gemaakt_door"])
    bestand.save()
    bankbestand = Bankbestand(
        gemeente=gemeente, bestand=bestand, sha256=sha256, soort=soort, gemaakt_door=door
    )
    controleer(bankbestand)
    bankbestand.save()
    leg_vast(
        "bankbestand.geladen", onderwerp=bankbestand, gemeente=gemeente, door=door,
        omschrijving=f"Bankbestand geladen: {soort.label}, {len(afschriften)} afschriften",
    )  # fmt: skip
    if met_taak:
        _begin_taak(bankbestand, door)
    return bankbestand


def _begin_taak(bankbestand: Bankbestand, door) -> None:
    bankbestand.taak = start_taak(
        TAAK, titel="Bankbestand inlezen", door=door, gemeente=bankbestand.gemeente,
        parameters={"bankbestand": bankbestand.pk}, sleutel=f"{bankbestand.pk}",
    )  # fmt: skip
    bankbestand.save(update_fields=["taak"])


def _lees(inhoud: bytes) -> tuple[Afschrift, ...]:
    try:
        return lees_bankbestand(inhoud)
    except Bankfout as fout:
        raise ValidationError(str(fout), code="bankfout") from None


def _eigen_rekening(gemeente, afschrift: Afschrift) -> str:
    """The account of the statement; an old account number becomes the IBAN of the gemeente that ends on it."""
    eigen = afzender(gemeente, afschrift.datum).iban
    kaal = afschrift.rekening.lstrip("0")
    return eigen if eigen and kaal.isdecimal() and eigen.endswith(kaal) else afschrift.rekening


def _controleer_rekening(gemeente, afschrift: Afschrift) -> None:
    rekening = _eigen_rekening(gemeente, afschrift)
    eigen = afzender(gemeente, afschrift.datum).iban
    if eigen and rekening != eigen:
        raise ValidationError(
            f"Dit is een afschrift van rekening {afschrift.rekening}. Facturen van {gemeente} worden betaald op {eigen}.",
            code="rekening",
        )
    van_ander = Bankafschrift.objects.filter(rekening=rekening).exclude(gemeente=gemeente)
    # Also when both kaders name this account: otherwise one receipt would be booked in both.
    if van_ander.exists():
        raise ValidationError(
            "Deze rekening hoort bij de administratie van een andere gemeente. Kies het goede bestand.",
            code="rekening",
        )
    anders = Bankafschrift.objects.filter(gemeente=gemeente, rekening=rekening, datum=afschrift.datum)
    if anders.exclude(soort=afschrift.soort).exists():
        raise ValidationError(
            f"Van {afschrift.datum:%d-%m-%Y} is al een andere soort bestand ingelezen. "
            "Lees voor een rekening steeds dezelfde soort in, anders staat elke betaling er dubbel.",
            code="andere_soort",
        )


@transaction.atomic
def verwerk_bankbestand(bankbestand: Bankbestand, *, door, voortgang=None) -> Bankbestand:
    """Zet de nieuwe regels van een bestand in de administratie en koppel wat zeker is. Nog eens doen verandert niets."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s, %s)", [_SLOT, bankbestand.gemeente_id])
    bankbestand = (
        Bankbestand.objects.select_for_update(of=("self",))
        .select_related("gemeente", "bestand")
        .get(pk=bankbestand.pk)
    )
    if bankbestand.verwerkt_op:
        return bankbestand
    afschriften = _lees(bytes(bankbestand.bestand.inhoud))
    nieuw, bekend = _bewaar_regels(bankbestand, afschriften)
    telling = _koppel_alles(bankbestand.gemeente, nieuw, door, voortgang)
    bankbestand.verwerkt_op = timezone.now()
    bankbestand.uitkomst = {
        "afschriften": len(afschriften),
        "regels": len(nieuw) + bekend,
        "nieuw": len(nieuw),
        "al_bekend": bekend,
        "bij": str(sum((b.bedrag for b in nieuw if b.bedrag > 0), NUL)),
        "af": str(sum((b.bedrag for b in nieuw if b.bedrag < 0), NUL)),
        "waarschuwingen": [w for afschrift in afschriften for w in afschrift.waarschuwingen],
        **telling,
    }
    bankbestand.save(update_fields=["verwerkt_op", "uitkomst"])
    leg_vast(
        "bankbestand.ingelezen", onderwerp=bankbestand, gemeente=bankbestand.gemeente, door=door,
        omschrijving=f"Bankbestand ingelezen: {len(nieuw)} nieuwe regels, {telling['gekoppeld']} gekoppeld",
    )  # fmt: skip
    return bankbestand


def _bewaar_regels(bankbestand, afschriften) -> tuple[list[Betaling], int]:
    """The lines that are not there yet. Overlapping files give only what is new."""
    nieuw: list[Betaling] = []
    bekend = 0
    for afschrift, afdrukken in zip(afschriften, _afdrukken(bankbestand.gemeente, afschriften), strict=True):
        rekening = _eigen_rekening(bankbestand.gemeente, afschrift)
        er_al = set(
            Betaling.objects.filter(gemeente=bankbestand.gemeente, vingerafdruk__in=afdrukken).values_list(
                "vingerafdruk", flat=True
            )
        )
        rij, _ = Bankafschrift.objects.get_or_create(
            gemeente=bankbestand.gemeente, rekening=rekening, soort=afschrift.soort, kenmerk=afschrift.kenmerk,
            defaults={
                "bankbestand": bankbestand, "datum": afschrift.datum,
                "beginsaldo": afschrift.beginsaldo, "eindsaldo": afschrift.eindsaldo,
            },
        )  # fmt: skip
        nummer = rij.betalingen.count()
        eigen = _eigen_incassos(bankbestand.gemeente, afschrift.regels)
        for regel, afdruk in zip(afschrift.regels, afdrukken, strict=True):
            if afdruk in er_al:
                bekend += 1
                continue
            nummer += 1
            nieuw.append(_betaling(bankbestand.gemeente, rij, nummer, regel, afdruk, eigen))
    Betaling.objects.bulk_create(nieuw, batch_size=1000)
    return nieuw, bekend


def _afdrukken(gemeente, afschriften) -> list[list[str]]:
    """Per statement; two equal lines in two statements of one file are two payments, so they count on."""
    per_rekening: dict[str, list[tuple[int, int, Bankregel]]] = {}
    for a, afschrift in enumerate(afschriften):
        rekening = _eigen_rekening(gemeente, afschrift)
        per_rekening.setdefault(rekening, []).extend(
            (a, r, regel) for r, regel in enumerate(afschrift.regels)
        )
    uit: list[list[str]] = [[""] * len(afschrift.regels) for afschrift in afschriften]
    for rekening, plekken in per_rekening.items():
        afdrukken = vingerafdrukken(rekening, [regel for _, _, regel in plekken])
        for (a, r, _), afdruk in zip(plekken, afdrukken, strict=True):
            uit[a][r] = afdruk
    return uit


def _eigen_incassos(gemeente, regels) -> set[str]:
    """End-to-end ids and mandates of ours among these lines: money that leaves under one of them is a storno."""
    ids = {regel.eindreferentie for regel in regels if regel.bedrag < 0} - {""}
    machtigingen = {regel.machtiging for regel in regels if regel.bedrag < 0} - {""}
    van_ons = Incassoregel.objects.filter(batch__gemeente=gemeente, eindreferentie__in=ids)
    gegeven = Machtiging.objects.filter(gemeente=gemeente, kenmerk__in=machtigingen)
    return {
        *van_ons.values_list("eindreferentie", flat=True),
        *gegeven.values_list("kenmerk", flat=True),
    }


def _betaling(gemeente, afschrift, nummer, regel: Bankregel, afdruk, eigen: set[str]) -> Betaling:
    # Not every bank marks a storno; what we collected ourselves and goes out again is one.
    storno = regel.storno or (regel.bedrag < 0 and bool({regel.eindreferentie, regel.machtiging} & eigen))
    betaling = Betaling(
        gemeente=gemeente, afschrift=afschrift, volgnummer=nummer, vingerafdruk=afdruk, datum=regel.datum,
        bedrag=regel.bedrag, omschrijving=regel.omschrijving, tegenrekening=regel.tegenrekening,
        tegennaam=regel.tegennaam, kenmerk=regel.kenmerk, eindreferentie=regel.eindreferentie,
        bankreferentie=regel.bankreferentie, machtiging=regel.machtiging, storno=storno,
        stornoreden=regel.reden,
    )  # fmt: skip
    if regel.bedrag <= 0 and not storno:
        betaling.terzijde, betaling.terzijde_toelichting = Terzijde.GEEN_FACTUUR, "Afschrijving"
    betaling.clean_fields(exclude=["gemeente", "afschrift", "draait_terug"])
    return betaling


def _koppel_alles(gemeente, betalingen, door, voortgang) -> dict:
    """Match every new line; allocate what is certain, keep the reason of the rest as a proposal."""
    telling = {"gekoppeld": 0, "voorstel": 0, "niets": 0, "storno": 0}
    telling["afschrijving"] = sum(1 for betaling in betalingen if betaling.terzijde)
    delen = _koppel_ontvangsten(gemeente, betalingen, door, voortgang, telling)
    # After the receipts, so that a storno finds what came in with the same file.
    delen += _koppel_stornos(gemeente, betalingen, door, telling)
    Betaling.objects.bulk_update(betalingen, ["zekerheid", "reden", "draait_terug"], batch_size=500)
    _log_delen(gemeente, delen, door)
    return telling


def _koppel_ontvangsten(gemeente, betalingen, door, voortgang, telling) -> list[Betalingtoewijzing]:
    index = index_voor(gemeente.pk)
    # What we collect ourselves is for the invoice we named; of other money the law says what it is for.
    vorderingen = facturen_met_vordering(gemeente.pk) - {p.sleutel for p in index.posten if p.incassokenmerk}
    delen: list[Betalingtoewijzing] = []
    for teller, betaling in enumerate(betalingen, start=1):
        if voortgang:
            voortgang(teller, len(betalingen), "regels gekoppeld")
        if betaling.terzijde or betaling.bedrag <= 0:
            continue
        voorstel = _met_vordering(koppel(_als_regel(betaling), index), vorderingen)
        betaling.zekerheid, betaling.reden = voorstel.zekerheid.value, voorstel.reden[:500]
        if voorstel.zekerheid == Zekerheid.ZEKER:
            index.boek(voorstel.toewijzingen)
            delen += _delen(betaling, voorstel.toewijzingen, Koppelwijze.AUTOMATISCH, voorstel.reden, door)
            telling["gekoppeld"] += 1
        else:
            telling["voorstel" if voorstel.toewijzingen else "niets"] += 1
    return Betalingtoewijzing.objects.bulk_create(delen, batch_size=1000)


def _met_vordering(voorstel: Voorstel, vorderingen: set[int]) -> Voorstel:
    """Costs and interest come first (6:44 BW), unless the debtor said otherwise: a person reads what he said."""
    if voorstel.zekerheid != Zekerheid.ZEKER or vorderingen.isdisjoint(pk for pk, _ in voorstel.toewijzingen):
        return voorstel
    reden = f"{voorstel.reden} Er staan ook kosten of rente van een aanmaning open: kijk de verdeling na."
    return replace(voorstel, zekerheid=Koppelzekerheid.WAARSCHIJNLIJK, reden=reden)


@transaction.atomic
def koppel_handbetaling(betaling: Betaling, *, door) -> None:
    """Koppel een betaling zonder bankbestand zoals een regel van de bank; wat niet zeker is, wacht op een mens."""
    telling = {"gekoppeld": 0, "voorstel": 0, "niets": 0}
    delen = _koppel_ontvangsten(betaling.gemeente, [betaling], door, None, telling)
    betaling.save(update_fields=["zekerheid", "reden"])
    _log_delen(betaling.gemeente, delen, door)


def _koppel_stornos(gemeente, betalingen, door, telling) -> list[Betalingtoewijzing]:
    stornos = [betaling for betaling in betalingen if betaling.storno and betaling.bedrag < 0]
    ontvangsten = ontvangsten_voor(gemeente.pk, [_als_regel(betaling) for betaling in stornos])
    delen: list[Betalingtoewijzing] = []
    geboekt: dict[int, Decimal] = {}
    for betaling in stornos:
        eigen, wat = _storno(betaling, ontvangsten, geboekt, door)
        delen += eigen
        telling[wat] += 1
    return Betalingtoewijzing.objects.bulk_create(delen, batch_size=1000)


def _neem_terug(terug, geboekt: dict[int, Decimal]) -> bool:
    """Whether the invoices hold what is taken back; if so it is gone for the next storno of this file."""
    geboekt |= toegewezen_aan({factuur for factuur, _ in terug} - set(geboekt))
    if any(geboekt.get(factuur, NUL) + bedrag < 0 for factuur, bedrag in terug):
        return False
    for factuur, bedrag in terug:
        geboekt[factuur] += bedrag
    return True


def _kosten_terug(ontvangst) -> dict[tuple[int, str], Decimal] | None:
    """What of a receipt went to costs and interest, with a minus sign; None when a letter no longer holds it."""
    delen = {
        (deel.aanmaning_id, deel.soort): -deel.bedrag
        for deel in Kostentoewijzing.objects.filter(betaling=ontvangst.sleutel)
    }
    brieven = {b.pk: b for b in met_ontvangen(Aanmaning.objects.filter(pk__in={pk for pk, _ in delen}))}
    past = all(getattr(brieven[pk], f"{soort}_ontvangen") + deel >= 0 for (pk, soort), deel in delen.items())
    return delen if past else None


def _storno(betaling, ontvangsten, geboekt, door) -> tuple[list[Betalingtoewijzing], str]:
    """Money taken back: its invoice opens again. First our own direct debit, then an earlier receipt."""
    regel = _als_regel(betaling)
    eigen = Incassoregel.objects.filter(
        batch__gemeente=betaling.gemeente_id, eindreferentie=regel.eindreferentie, vervallen=False
    ).first()
    if eigen and eigen.bedrag == -betaling.bedrag:
        eigen.vervallen = True
        eigen.save(update_fields=["vervallen"])
        terug: tuple[tuple[int, Decimal], ...] = ((eigen.factuur_id, betaling.bedrag),)
        if not _neem_terug(terug, geboekt):
            betaling.zekerheid = Zekerheid.GEEN
            betaling.reden = (
                f"Storno van incasso {eigen.eindreferentie}, maar de ontvangst is nog niet gekoppeld. "
                "Koppel eerst de ontvangst en daarna deze storno."
            )
            return [], "niets"
        betaling.zekerheid, betaling.reden = Zekerheid.ZEKER, f"Storno van incasso {eigen.eindreferentie}."
        return _delen(betaling, terug, Koppelwijze.STORNO, betaling.reden, door), "storno"
    ontvangst, reden = koppel_storno(regel, ontvangsten)
    betaling.reden = reden
    terug = tuple((factuur, -bedrag) for factuur, bedrag in ontvangst.toewijzingen) if ontvangst else ()
    kosten = _kosten_terug(ontvangst) if ontvangst else None
    if ontvangst is None or kosten is None or not _neem_terug(terug, geboekt):
        betaling.zekerheid = Zekerheid.GEEN
        return [], "niets"
    ontvangsten.remove(ontvangst)
    betaling.zekerheid, betaling.draait_terug_id = Zekerheid.ZEKER, ontvangst.sleutel
    Kostentoewijzing.objects.bulk_create(_kostendelen(betaling, kosten, Koppelwijze.STORNO, reden, door))
    return _delen(betaling, terug, Koppelwijze.STORNO, reden, door), "storno"


def _als_regel(betaling: Betaling) -> Bankregel:
    return Bankregel(
        datum=betaling.datum, bedrag=betaling.bedrag, omschrijving=betaling.omschrijving,
        tegenrekening=betaling.tegenrekening, tegennaam=betaling.tegennaam, kenmerk=betaling.kenmerk,
        eindreferentie=betaling.eindreferentie, bankreferentie=betaling.bankreferentie,
        machtiging=betaling.machtiging, storno=betaling.storno,
    )  # fmt: skip


def _delen(betaling, toewijzingen, wijze, reden, door) -> list[Betalingtoewijzing]:
    return [
        Betalingtoewijzing(
            betaling=betaling,
            factuur_id=factuur,
            bedrag=bedrag,
            wijze=wijze,
            reden=reden[:500],
            gemaakt_door=door,
        )
        for factuur, bedrag in toewijzingen
    ]


def _kostendelen(betaling, bedragen, wijze, reden, door) -> list[Kostentoewijzing]:
    return [
        Kostentoewijzing(
            betaling=betaling,
            aanmaning_id=aanmaning,
            soort=soort,
            bedrag=bedrag,
            wijze=wijze,
            reden=reden[:500],
            gemaakt_door=door,
        )
        for (aanmaning, soort), bedrag in bedragen.items()
    ]


def _log_delen(gemeente, delen, door) -> None:
    facturen = Factuur.objects.defer("gegevens").in_bulk([deel.factuur_id for deel in delen])
    leg_vast_in_bulk(
        "betaling.gekoppeld",
        door=door,
        gemeente=gemeente,
        regels=[
            (
                facturen[deel.factuur_id],
                None,
                f"Betaling van {deel.betaling.datum:%d-%m-%Y} gekoppeld: € {deel.bedrag}",
                {"betaling": deel.betaling_id, "wijze": deel.wijze},
            )
            for deel in delen
        ],
    )


def voorstel_voor(betaling: Betaling):
    """Het voorstel van nu voor wat er van een betaling over is (voor de pagina)."""
    if betaling.over <= 0:
        return None
    regel = replace(_als_regel(betaling), bedrag=betaling.over)
    return koppel(regel, index_voor(betaling.gemeente_id))


# ---- by hand ----------------------------------------------------------------------------------------------
@transaction.atomic
def verdeel_betaling(
    betaling: Betaling,
    *,
    bedragen: Mapping[int, Decimal],
    door,
    kosten: Mapping[tuple[int, str], Decimal] | None = None,
) -> list[Betalingtoewijzing]:
    """Koppel (een deel van) een betaling aan facturen, en aan de kosten en rente van aanmaningen (art. 6:44 BW).

    `kosten` is per (aanmaning, soort). Alles is van dezelfde gemeente.
    Bij een storno zijn de bedragen negatief: zij openen de factuur weer.
    """
    betaling = Betaling.objects.select_for_update().get(pk=betaling.pk)
    if betaling.terzijde:
        raise ValidationError("Deze betaling ligt terzijde. Haal haar eerst terug.")
    bedragen = {factuur: bedrag for factuur, bedrag in bedragen.items() if bedrag}
    bijkomend = {sleutel: bedrag for sleutel, bedrag in (kosten or {}).items() if bedrag}
    alles = [*bedragen.values(), *bijkomend.values()]
    if not alles:
        raise ValidationError("Vul bij minstens één factuur een bedrag in.")
    if any((bedrag > 0) != (betaling.bedrag > 0) for bedrag in alles):
        raise ValidationError("Een ontvangst heeft bedragen boven nul, een storno bedragen onder nul.")
    som = sum(alles, NUL)
    if abs(som) > abs(betaling.over):
        raise ValidationError(_MELDINGEN["betaling_niet_meer_dan_bedrag"])
    # Locked until the end: a credit or write-off at the same moment sees this payment, or we see it.
    eigen = Factuur.objects.filter(pk__in=bedragen, gemeente=betaling.gemeente_id).order_by("pk")
    facturen = {f.pk: f for f in eigen.select_for_update(of=("self",))}
    if set(facturen) != set(bedragen):
        raise ValidationError("Een van deze facturen is niet van deze gemeente. Kies een andere.")
    open_ = open_per_pk(bedragen)
    for pk, bedrag in bedragen.items():
        if bedrag > open_.get(pk, NUL):
            raise ValidationError(
                f"Op factuur {facturen[pk]} staat nog € {open_.get(pk, NUL)} open. Kies ten hoogste dat bedrag."
            )
    wijze = Koppelwijze.STORNO if betaling.bedrag < 0 else Koppelwijze.HAND
    delen = _delen(betaling, bedragen.items(), wijze, "Met de hand gekoppeld.", door)
    if betaling.bedrag < 0:
        # Taken back by hand as well: the invoice may be collected again.
        Incassoregel.objects.filter(factuur__in=bedragen, vervallen=False).update(vervallen=True)
    for deel in delen:
        deel.clean_fields(exclude=["betaling", "factuur"])
    extra = _kostendelen(betaling, bijkomend, wijze, "Met de hand gekoppeld.", door)
    brieven = {b.pk: b for b in Aanmaning.objects.filter(pk__in={d.aanmaning_id for d in extra})}
    for deel in extra:
        brief = brieven.get(deel.aanmaning_id)
        if brief is None or brief.gemeente_id != betaling.gemeente_id:
            raise ValidationError("Een van deze aanmaningen is niet van deze gemeente. Kies een andere.")
        deel.clean_fields(exclude=["betaling", "aanmaning"])
    with _als_melding():
        Betalingtoewijzing.objects.bulk_create(delen)
        Kostentoewijzing.objects.bulk_create(extra)
    _log_delen(betaling.gemeente, delen, door)
    for deel in extra:
        leg_vast(
            "betaling.kosten", onderwerp=brieven[deel.aanmaning_id], gemeente=betaling.gemeente, door=door,
            betaling=betaling.pk,
            omschrijving=f"{deel.get_soort_display().capitalize()} ontvangen op {betaling.datum:%d-%m-%Y}: € {deel.bedrag}",
        )  # fmt: skip
    return delen


@transaction.atomic
def trek_toewijzing_in(toewijzing: Betalingtoewijzing, *, door) -> Betaling:
    """Maak een koppeling los; het bedrag is weer vrij en de factuur weer open."""
    betaling = Betaling.objects.select_for_update().get(pk=toewijzing.betaling_id)
    toewijzing = Betalingtoewijzing.objects.select_related("factuur").filter(pk=toewijzing.pk).first()
    if toewijzing is None:
        raise ValidationError("Deze koppeling is al losgemaakt.")
    if betaling.terzijde:
        # Its freed money would be on no work list.
        raise ValidationError("De rest van deze betaling ligt terzijde. Haal de betaling eerst terug.")
    factuur, bedrag = toewijzing.factuur, toewijzing.bedrag
    with _als_melding():
        toewijzing.delete()
    leg_vast(
        "betaling.losgemaakt", onderwerp=factuur, gemeente=betaling.gemeente, door=door, betaling=betaling.pk,
        omschrijving=f"Koppeling van € {bedrag} met de betaling van {betaling.datum:%d-%m-%Y} losgemaakt",
    )  # fmt: skip
    return betaling


@transaction.atomic
def trek_kosten_in(toewijzing: Kostentoewijzing, *, door) -> Betaling:
    """Maak een deel voor kosten of rente los; het bedrag is weer vrij en de kosten staan weer open."""
    betaling = Betaling.objects.select_for_update(of=("self",)).get(pk=toewijzing.betaling_id)
    deel = Kostentoewijzing.objects.select_related("aanmaning").filter(pk=toewijzing.pk).first()
    if deel is None:
        raise ValidationError("Deze koppeling is al losgemaakt.")
    if deel.boeking_id:
        raise ValidationError("Deze ontvangst is al naar de boekhouding. Los maken kan niet meer.")
    if betaling.terzijde:
        raise ValidationError("De rest van deze betaling ligt terzijde. Haal de betaling eerst terug.")
    brief, soort, bedrag = deel.aanmaning, deel.get_soort_display(), deel.bedrag
    with _als_melding():
        deel.delete()
    leg_vast(
        "betaling.losgemaakt", onderwerp=brief, gemeente=betaling.gemeente, door=door, betaling=betaling.pk,
        omschrijving=f"Koppeling van € {bedrag} aan {soort} met de betaling van {betaling.datum:%d-%m-%Y} losgemaakt",
    )  # fmt: skip
    return betaling


@transaction.atomic
def leg_terzijde(betaling: Betaling, *, soort, door, toelichting="") -> Betaling:
    """Wat over is van deze betaling hoort niet bij een factuur; het staat niet meer op de werklijst."""
    betaling = Betaling.objects.select_for_update().get(pk=betaling.pk)
    if betaling.terzijde:
        raise ValidationError("Deze betaling ligt al terzijde.")
    if betaling.over == 0:
        raise ValidationError("Deze betaling is al helemaal verdeeld.")
    betaling.terzijde, betaling.terzijde_toelichting = soort, toelichting
    controleer(betaling, {"betaling_terzijde_toelichting": "toelichting"})
    betaling.save(update_fields=["terzijde", "terzijde_toelichting"])
    leg_vast(
        "betaling.terzijde", onderwerp=betaling, gemeente=betaling.gemeente, door=door,
        omschrijving=f"Betaling van {betaling.datum:%d-%m-%Y} terzijde: {betaling.get_terzijde_display()}",
    )  # fmt: skip
    return betaling


@transaction.atomic
def haal_terug(betaling: Betaling, *, door) -> Betaling:
    """Zet een betaling die terzijde lag weer op de werklijst."""
    betaling = Betaling.objects.select_for_update().get(pk=betaling.pk)
    if not betaling.terzijde:
        raise ValidationError("Deze betaling ligt niet terzijde.")
    betaling.terzijde, betaling.terzijde_toelichting = "", ""
    controleer(betaling)
    betaling.save(update_fields=["terzijde", "terzijde_toelichting"])
    leg_vast(
        "betaling.teruggehaald", onderwerp=betaling, gemeente=betaling.gemeente, door=door,
        omschrijving=f"Betaling van {betaling.datum:%d-%m-%Y} weer op de werklijst",
    )  # fmt: skip
    return betaling


class _als_melding:
    """A rule that the database keeps, said in Dutch; the savepoint keeps the transaction usable."""

    def __enter__(self):
        self._atomic = transaction.atomic()
        self._atomic.__enter__()

    def __exit__(self, soort, fout, spoor):
        self._atomic.__exit__(soort, fout, spoor)
        if isinstance(fout, IntegrityError):
            naam = getattr(getattr(fout.__cause__, "diag", None), "constraint_name", "") or ""
            raise ValidationError(
                _MELDINGEN.get(naam, "Dit kan niet: een collega was eerder. Ververs de pagina.")
            ) from None
