"""Betalingen van Rijssen-Holten: per maand een bankbestand, twee jaar lang, en wat er met late betalers gebeurt.

Alles is verzonnen. De meeste facturen worden op tijd betaald; een paar werkgevers zijn laat, één betaalt een deel,
één te veel, en één incasso wordt gestorneerd. Elk bestand gaat door dezelfde inleesstraat als op de pagina.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from xml.sax.saxutils import escape

from dateutil.relativedelta import relativedelta
from django.core.exceptions import ValidationError
from django.db import transaction

from kern.models import Gebruiker, Gemeente
from werkgevers.actions.bankbestanden import laad_bankbestand, verwerk_bankbestand
from werkgevers.actions.betalingen import leg_terzijde, verdeel_betaling
from werkgevers.actions.handbetaling import besluit_handbetaling, stel_handbetaling_voor
from werkgevers.actions.incasso import geef_machtiging
from werkgevers.actions.invordering import (
    besluit_afboeking,
    maak_incassoafspraak,
    maak_ronde_definitief,
    stel_aanmaanronde_op,
    stel_afboeking_voor,
)
from werkgevers.actions.koppelen import voorstel_voor
from werkgevers.models import Bankbestand, Betaling, Factuur
from werkgevers.queries.afzender import afzender
from werkgevers.queries.openstaand import met_open, openstaand
from werkgevers.queries.vorderingen import verdeling_voor

CODE = "1742"
VANDAAG = date(2026, 11, 22)
LAAT = 5  # employers that often pay late
NUL = Decimal(0)


@dataclass(frozen=True)
class Regel:
    dag: date
    bedrag: Decimal
    iban: str
    naam: str
    tekst: str = ""
    rf: str = ""
    storno: bool = False


def maak_betalingen(random: Random) -> dict[str, int]:
    """Maand na maand: bankbestand, met de hand boeken wat vraagt, en elk kwartaal een aanmaanronde."""
    gemeente = Gemeente.objects.get(code=CODE)
    facturen = list(
        met_open(Factuur.objects.filter(gemeente=gemeente)).select_related("relatie").defer("gegevens")
    )
    if not facturen or Bankbestand.objects.filter(gemeente=gemeente).exists():
        return {}
    mensen = {g.username: g for g in Gebruiker.objects.all()}
    door, chef = mensen["financien"], mensen["teammanager"]
    regels = _regels(random, facturen)
    rekening, saldo, rondes = afzender(gemeente, VANDAAG).iban, Decimal("25000.00"), 0
    _geef_machtigingen(gemeente, facturen, door)
    maand = min(regel.dag for regel in regels).replace(day=1)
    while maand <= VANDAAG:
        laatste = min(maand + relativedelta(months=1, days=-1), VANDAAG - timedelta(days=1))
        nu = sorted((r for r in regels if maand <= r.dag <= laatste), key=lambda r: (r.dag, r.naam, r.bedrag))
        with transaction.atomic():
            inhoud, saldo = _camt(rekening, laatste, nu, saldo)
            naam = f"camt053-{laatste:%Y-%m}.xml"
            bestand = laad_bankbestand(gemeente=gemeente, naam=naam, inhoud=inhoud, door=door, met_taak=False)
            verwerk_bankbestand(bestand, door=door)
            if maand < date(2026, 10, 1):
                _boek_met_de_hand(gemeente, door)
            if laatste.month % 3 == 0 or (laatste.year == VANDAAG.year and laatste.month == 10):
                rondes += _ronde(gemeente, laatste, door)
        maand += relativedelta(months=1)
    with transaction.atomic():
        _afspraken(gemeente, door, chef)
    return {
        "bankbestanden": Bankbestand.objects.count(),
        "betalingen": Betaling.objects.count(),
        "aanmaanrondes": rondes,
    }


def _regels(random: Random, facturen) -> list[Regel]:
    relaties = sorted({f.relatie_id for f in facturen})
    laat = set(relaties[3 :: max(1, len(relaties) // LAAT)][:LAAT])
    oud = [f for f in facturen if f.vervaldatum < VANDAAG - timedelta(days=60)]
    deels, te_veel, terug = (oud[len(oud) * deel // 4].pk if oud else 0 for deel in (1, 2, 3))
    regels: list[Regel] = []
    for factuur in sorted(facturen, key=lambda f: (f.vervaldatum, f.nummer)):
        if factuur.open <= 0:
            continue
        dag = _betaaldag(random, factuur, factuur.relatie_id in laat)
        regel = _regel(random, factuur, dag, factuur.open)
        if factuur.pk == deels:
            regel = _regel(random, factuur, dag, (factuur.open / 2).quantize(Decimal("0.01")))
        elif factuur.pk == te_veel:
            regel = _regel(random, factuur, dag, factuur.open + 50)
        elif factuur.pk == terug:
            regels.append(
                Regel(dag + timedelta(days=4), -factuur.open, regel.iban, regel.naam, "Storno", storno=True)
            )
        if regel.dag < VANDAAG:
            regels.append(regel)
    for maand in range(24):
        dag = date(2024, 12, 5) + relativedelta(months=maand)
        regels.append(
            Regel(dag, Decimal("-18.50"), "NL44RABO0123456789", "Bank", "Kosten zakelijke rekening")
        )
    regels.append(
        Regel(
            VANDAAG - timedelta(days=6),
            Decimal("312.40"),
            "NL44RABO0123456789",
            "Onbekende Afzender",
            "bedankt",
        )
    )
    return [regel for regel in regels if regel.dag < VANDAAG]


def _betaaldag(random: Random, factuur, vaak_laat: bool) -> date:
    kans = random.random()
    if vaak_laat and kans < 0.5:
        dagen = random.randint(15, 75)
    elif kans < 0.06:
        dagen = random.randint(2, 20)
    else:
        dagen = -random.randint(0, 12)
    return max(factuur.vervaldatum + timedelta(days=dagen), factuur.factuurdatum + timedelta(days=1))


def _regel(random: Random, factuur, dag: date, bedrag: Decimal) -> Regel:
    iban, naam, kans = _iban(factuur.relatie_id), factuur.relatie.naam, random.random()
    if kans < 0.65:
        return Regel(dag, bedrag, iban, naam, rf=factuur.betalingskenmerk)
    tekst = f"Factuur {factuur.nummer}" if kans < 0.92 else "Inleenvergoeding"
    return Regel(dag, bedrag, iban, naam, tekst)


def _iban(nummer: int) -> str:
    """Een verzonnen rekening met kloppende controlecijfers."""
    kern = f"INGB{nummer:010d}"
    cijfers = "".join(str(int(teken, 36)) for teken in f"{kern}NL00")
    return f"NL{98 - int(cijfers) % 97:02d}{kern}"


def _camt(rekening: str, dag: date, regels: list[Regel], begin: Decimal) -> tuple[bytes, Decimal]:
    eind = begin + sum((regel.bedrag for regel in regels), NUL)
    boekingen = "".join(_boeking(regel, f"{dag:%y%m}{nr:05d}") for nr, regel in enumerate(regels, start=1))
    saldi = "".join(
        f'<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">{abs(bedrag):.2f}</Amt>'
        f"<CdtDbtInd>{'CRDT' if bedrag >= 0 else 'DBIT'}</CdtDbtInd><Dt><Dt>{dag}</Dt></Dt></Bal>"
        for code, bedrag in (("OPBD", begin), ("CLBD", eind))
    )
    tekst = (
        '<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08">'
        f"<BkToCstmrStmt><GrpHdr><MsgId>{dag:%Y%m}</MsgId><CreDtTm>{dag}T22:00:00</CreDtTm></GrpHdr><Stmt>"
        f"<Id>{dag:%Y-%m}</Id><CreDtTm>{dag}T22:00:00</CreDtTm><Acct><Id><IBAN>{rekening}</IBAN></Id></Acct>"
        f"{saldi}{boekingen}</Stmt></BkToCstmrStmt></Document>"
    )
    return tekst.encode(), eind


def _boeking(regel: Regel, nummer: str) -> str:
    kant = "Dbtr" if regel.bedrag > 0 or regel.storno else "Cdtr"
    vrij = f"<Ustrd>{escape(regel.tekst)}</Ustrd>" if regel.tekst else ""
    vast = f"<Strd><CdtrRefInf><Ref>{regel.rf}</Ref></CdtrRefInf></Strd>" if regel.rf else ""
    terug = "<RtrInf><Rsn><Cd>MD06</Cd></Rsn></RtrInf>" if regel.storno else ""
    return (
        f'<Ntry><Amt Ccy="EUR">{abs(regel.bedrag):.2f}</Amt><CdtDbtInd>{"CRDT" if regel.bedrag > 0 else "DBIT"}</CdtDbtInd>'
        f"<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>{regel.dag}</Dt></BookgDt><AcctSvcrRef>{nummer}</AcctSvcrRef>"
        f"<NtryDtls><TxDtls><RltdPties><{kant}><Pty><Nm>{escape(regel.naam)}</Nm></Pty></{kant}>"
        f"<{kant}Acct><Id><IBAN>{regel.iban}</IBAN></Id></{kant}Acct></RltdPties>"
        f"<RmtInf>{vrij}{vast}</RmtInf>{terug}</TxDtls></NtryDtls></Ntry>"
    )


def _boek_met_de_hand(gemeente, door) -> None:
    """Wat een voorstel heeft, boekt een medewerker; wat overblijft na te veel betalen is terugbetaald.

    Na een aanmaning: de een betaalt zonder iets te zeggen (eerst kosten en rente), de ander wijst de factuur aan.
    """
    for betaling in Betaling.objects.filter(gemeente=gemeente).te_doen():
        voorstel = voorstel_voor(betaling)
        if voorstel and voorstel.toewijzingen and not betaling.toegewezen:
            delen = verdeling_voor(betaling, voorstel)
            zwijgt = delen.kosten and betaling.pk % 3 == 0
            verdeel_betaling(
                betaling, bedragen=delen.facturen if zwijgt else dict(voorstel.toewijzingen),
                kosten=delen.kosten if zwijgt else {}, door=door,
            )  # fmt: skip
        elif betaling.toegewezen:
            leg_terzijde(
                betaling, soort="terugbetaald", toelichting="Te veel betaald, teruggestort", door=door
            )


def _ronde(gemeente, dag: date, door) -> int:
    try:
        with transaction.atomic():
            maak_ronde_definitief(stel_aanmaanronde_op(gemeente, peildatum=dag, door=door), door=door)
    except ValidationError:
        return 0  # nobody is late enough this quarter
    return 1


def _geef_machtigingen(gemeente, facturen, door) -> None:
    relaties = {f.relatie_id: f.relatie for f in facturen}
    for nummer, relatie_id in enumerate(sorted(relaties)[:2], start=1):
        geef_machtiging(
            gemeente=gemeente, relatie=relaties[relatie_id], kenmerk=f"RH-{nummer:04d}", iban=_iban(relatie_id),
            naam=relaties[relatie_id].naam[:70], getekend_op=date(2026, 11, 2), door=door,
        )  # fmt: skip


def _afspraken(gemeente, door, chef) -> None:
    """Eén uitstel en één afboeking die is goedgekeurd, op de oudste facturen die nog open staan."""
    oudste = list(
        openstaand(Factuur.objects.filter(gemeente=gemeente))
        .select_related("relatie")
        .order_by("vervaldatum")[:2]
    )
    if len(oudste) < 2:
        return
    maak_incassoafspraak(
        gemeente=gemeente, relatie=oudste[0].relatie, factuur=oudste[0], soort="uitstel", begindatum=date(2026, 11, 16),
        einddatum=date(2026, 12, 31), reden="Wacht op betaling van een eigen klant", door=door,
    )  # fmt: skip
    voorstel = stel_afboeking_voor(
        oudste[1], bedrag=min(Decimal("12.50"), oudste[1].open), reden="klein_verschil", toelichting="Verschil in uren",
        door=door,
    )  # fmt: skip
    besluit_afboeking(voorstel, akkoord=True, door=chef)
    kas = {"gemeente": gemeente, "bron": "kas", "naam": oudste[0].relatie.naam, "door": door}
    geboekt = stel_handbetaling_voor(
        datum=date(2026, 11, 18), bedrag=min(Decimal("100.00"), oudste[0].open), omschrijving=oudste[0].nummer,
        reden="Aan de balie gepind", **kas,
    )  # fmt: skip
    besluit_handbetaling(geboekt, akkoord=True, door=chef)
    stel_handbetaling_voor(
        datum=date(2026, 11, 20), bedrag=Decimal("25.00"), reden="Contant bij de balie gebracht", **kas
    )
