"""De controles voor een factuur de deur uit gaat: rekenen, btw en NLCIUS (EN 16931; regels.md §6.3). Puur.

Elke controle heeft de code van de officiële regel, zodat een melding van een ontvanger hier is terug te vinden.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from stdnum import iban as ibannummer
from stdnum.nl import btw as btwnummer

from werkgevers.rules.factuur import (
    BELAST,
    BUITEN_HEFFING,
    CENT,
    NUL,
    VERLEGD,
    VRIJGESTELD,
    Factuurgegevens,
    btwgroepen,
    is_rf_kenmerk,
    rond,
)

EURO = Decimal(1)
CATEGORIEEN = (BELAST, VERLEGD, VRIJGESTELD, BUITEN_HEFFING)


@dataclass(frozen=True)
class Bevinding:
    """Wat er niet klopt en wat je eraan doet."""

    code: str
    tekst: str

    def __str__(self) -> str:
        return f"{self.tekst} ({self.code})"


def controleer(f: Factuurgegevens) -> list[Bevinding]:
    """Alle bevindingen; een lege lijst betekent dat de factuur verstuurd mag worden."""
    return [bevinding for controle in CONTROLES for bevinding in controle(f)]


def _kop(f: Factuurgegevens) -> Iterator[Bevinding]:
    if not f.nummer:
        yield Bevinding("BR-02", "De factuur heeft geen nummer.")
    if f.vervaldatum < f.factuurdatum:
        yield Bevinding("BR-CO-25", "De vervaldatum ligt voor de factuurdatum. Pas de betaaltermijn aan.")
    if not f.regels:
        yield Bevinding("BR-16", "De factuur heeft geen regels.")
    if not f.afnemersreferentie:
        yield Bevinding("PEPPOL-EN16931-R003", "De referentie van de afnemer ontbreekt.")
    if f.credit and not f.verwijst_naar:
        yield Bevinding("BR-NL-9", "Een creditfactuur noemt de factuur waar zij bij hoort.")


def _partijen(f: Factuurgegevens) -> Iterator[Bevinding]:
    for partij, wie, adrescode, nummercode in (
        (f.leverancier, "de gemeente", "BR-NL-3", "BR-NL-1"),
        (f.afnemer, "de werkgever", "BR-NL-4", "BR-NL-10"),
    ):
        if not partij.naam:
            yield Bevinding("BR-06", f"Vul de naam van {wie} in.")
        if not (partij.straat and partij.postcode and partij.plaats):
            yield Bevinding(adrescode, f"Vul straat, postcode en plaats van {wie} in.")
        if not partij.wettelijk_nummer[1]:
            yield Bevinding(nummercode, f"Vul het KvK-nummer of OIN van {wie} in.")
        if partij.btw_id and not btwnummer.is_valid(partij.btw_id):
            yield Bevinding("BR-CO-09", f"Het btw-nummer van {wie} klopt niet. Kijk het na.")


def _btw_per_categorie(f: Factuurgegevens) -> Iterator[Bevinding]:
    gebruikt = {regel.categorie for regel in f.regels}
    if onbekend := gebruikt - set(CATEGORIEEN):
        yield Bevinding("BR-CO-04", f"Onbekende btw-categorie: {', '.join(sorted(onbekend))}.")
    if gebruikt & {BELAST, VERLEGD, VRIJGESTELD} and not f.leverancier.btw_id:
        yield Bevinding("BR-S-02", "Vul het btw-nummer van de gemeente in.")
    # Art. 35a Wet OB asks the VAT number of the buyer; the norm alone would accept the KvK number.
    if VERLEGD in gebruikt and not f.afnemer.btw_id:
        yield Bevinding("BR-AE-02", "Vul het btw-nummer van de werkgever in: de btw is naar hem verlegd.")
    if BUITEN_HEFFING in gebruikt and len(gebruikt) > 1:
        yield Bevinding("BR-O-11", "Regels buiten de heffing staan op een eigen factuur.")
    for regel in f.regels:
        if regel.categorie == BELAST and regel.percentage <= 0:
            yield Bevinding("BR-S-05", "Een belaste regel heeft een btw-percentage boven nul.")
        if regel.categorie != BELAST and regel.percentage != 0:
            yield Bevinding("BR-AE-05", "Zonder btw hoort het percentage nul te zijn.")
    for groep in f.groepen:
        if groep.categorie != BELAST and not groep.reden:
            yield Bevinding("BR-E-10", "Zeg waarom er geen btw op de factuur staat.")


def _regels(f: Factuurgegevens) -> Iterator[Bevinding]:
    for nummer, regel in enumerate(f.regels, start=1):
        if not regel.omschrijving:
            yield Bevinding("BR-25", f"Regel {nummer} heeft geen omschrijving.")
        if regel.prijs < 0:
            yield Bevinding(
                "BR-27", f"Regel {nummer} heeft een negatieve prijs. Gebruik een negatief aantal."
            )
        if regel.bedrag != rond(regel.aantal * regel.prijs):
            yield Bevinding("PEPPOL-EN16931-R120", f"Regel {nummer}: aantal × prijs is niet het bedrag.")
        if regel.tot < regel.van:
            yield Bevinding("BR-30", f"Regel {nummer}: de laatste dag ligt voor de eerste dag.")


def _optellen(f: Factuurgegevens) -> Iterator[Bevinding]:
    som = sum((regel.bedrag for regel in f.regels), NUL)
    if som != f.totaal_excl:
        yield Bevinding("BR-CO-10", f"De regels tellen op tot {som}, niet tot {f.totaal_excl}.")
    verwacht = {(groep.categorie, groep.percentage): groep for groep in btwgroepen(f.regels)}
    gevonden = {(groep.categorie, groep.percentage): groep for groep in f.groepen}
    if verwacht.keys() != gevonden.keys() or len(gevonden) != len(f.groepen):
        yield Bevinding("BR-CO-18", "De btw is niet per categorie en percentage uitgesplitst.")
    for sleutel in verwacht.keys() & gevonden.keys():
        if verwacht[sleutel].grondslag != gevonden[sleutel].grondslag:
            yield Bevinding("BR-S-08", f"De grondslag van {sleutel[0]} is niet de som van zijn regels.")
        groep = gevonden[sleutel]
        # The rule itself allows less than one euro; a credit that takes back the rest of an invoice needs the cents
        # that rounding left on the credits before it.
        ruimte = EURO if f.credit else CENT
        if abs(groep.btw - rond(groep.grondslag * groep.percentage / 100)) >= ruimte:
            yield Bevinding("BR-CO-17", f"De btw van {sleutel[0]} is niet grondslag × percentage.")
    if sum((groep.btw for groep in f.groepen), NUL) != f.btw:
        yield Bevinding("BR-CO-14", "De btw telt niet op.")
    if f.totaal_excl + f.btw != f.totaal:
        yield Bevinding("BR-CO-15", "Het totaal is niet het bedrag zonder btw plus de btw.")
    if f.totaal <= 0:
        yield Bevinding("BR-NL-TOTAAL", "Het totaal is niet boven nul. Maak er een creditfactuur van.")
    bedragen = [
        f.totaal_excl,
        f.btw,
        f.totaal,
        *(g.grondslag for g in f.groepen),
        *(g.btw for g in f.groepen),
    ]
    if any(bedrag != bedrag.quantize(CENT) for bedrag in (*bedragen, *(r.bedrag for r in f.regels))):
        yield Bevinding("BR-DEC-09", "Een bedrag heeft meer dan twee decimalen.")


def _betalen(f: Factuurgegevens) -> Iterator[Bevinding]:
    if f.credit:
        return
    if not f.iban or not ibannummer.is_valid(f.iban):
        yield Bevinding("BR-NL-12", "Het rekeningnummer (IBAN) van de gemeente ontbreekt of klopt niet.")
    if not is_rf_kenmerk(f.betalingskenmerk):
        yield Bevinding("ISO-11649", "Het betalingskenmerk klopt niet.")


CONTROLES: tuple[Callable[[Factuurgegevens], Iterator[Bevinding]], ...] = (
    _kop,
    _partijen,
    _btw_per_categorie,
    _regels,
    _optellen,
    _betalen,
)
