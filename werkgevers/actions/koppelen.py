"""Betalingen koppelen aan facturen: wat zeker is zelf, de rest als voorstel met de reden (RH-149)."""

from dataclasses import replace
from decimal import Decimal

from django.db import transaction

from kern.logbook import leg_vast_in_bulk
from werkgevers.choices import Koppelwijze, Zekerheid
from werkgevers.models import (
    Aanmaning,
    Betaling,
    Betalingtoewijzing,
    Factuur,
    Incassoregel,
    Kostentoewijzing,
)
from werkgevers.queries.koppelen import index_voor, ontvangsten_voor, toegewezen_aan
from werkgevers.queries.vorderingen import facturen_met_vordering, met_ontvangen
from werkgevers.rules.bank import Bankregel
from werkgevers.rules.koppelen import NUL, Voorstel, koppel, koppel_storno
from werkgevers.rules.koppelen import Zekerheid as Koppelzekerheid


def koppel_alles(gemeente, betalingen, door, voortgang) -> dict:
    """Match every new line; allocate what is certain, keep the reason of the rest as a proposal."""
    telling = {"gekoppeld": 0, "voorstel": 0, "niets": 0, "storno": 0}
    telling["afschrijving"] = sum(1 for betaling in betalingen if betaling.terzijde)
    delen = _koppel_ontvangsten(gemeente, betalingen, door, voortgang, telling)
    # After the receipts, so that a storno finds what came in with the same file.
    delen += _koppel_stornos(gemeente, betalingen, door, telling)
    Betaling.objects.bulk_update(betalingen, ["zekerheid", "reden", "draait_terug"], batch_size=500)
    log_delen(gemeente, delen, door)
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
            delen += delen_van(betaling, voorstel.toewijzingen, Koppelwijze.AUTOMATISCH, voorstel.reden, door)
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
    log_delen(betaling.gemeente, delen, door)


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
        return delen_van(betaling, terug, Koppelwijze.STORNO, betaling.reden, door), "storno"
    ontvangst, reden = koppel_storno(regel, ontvangsten)
    betaling.reden = reden
    terug = tuple((factuur, -bedrag) for factuur, bedrag in ontvangst.toewijzingen) if ontvangst else ()
    kosten = _kosten_terug(ontvangst) if ontvangst else None
    if ontvangst is None or kosten is None or not _neem_terug(terug, geboekt):
        betaling.zekerheid = Zekerheid.GEEN
        return [], "niets"
    ontvangsten.remove(ontvangst)
    betaling.zekerheid, betaling.draait_terug_id = Zekerheid.ZEKER, ontvangst.sleutel
    Kostentoewijzing.objects.bulk_create(kostendelen_van(betaling, kosten, Koppelwijze.STORNO, reden, door))
    return delen_van(betaling, terug, Koppelwijze.STORNO, reden, door), "storno"


def _als_regel(betaling: Betaling) -> Bankregel:
    return Bankregel(
        datum=betaling.datum, bedrag=betaling.bedrag, omschrijving=betaling.omschrijving,
        tegenrekening=betaling.tegenrekening, tegennaam=betaling.tegennaam, kenmerk=betaling.kenmerk,
        eindreferentie=betaling.eindreferentie, bankreferentie=betaling.bankreferentie,
        machtiging=betaling.machtiging, storno=betaling.storno,
    )  # fmt: skip


def delen_van(betaling, toewijzingen, wijze, reden, door) -> list[Betalingtoewijzing]:
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


def kostendelen_van(betaling, bedragen, wijze, reden, door) -> list[Kostentoewijzing]:
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


def log_delen(gemeente, delen, door) -> None:
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
