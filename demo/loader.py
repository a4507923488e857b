"""De demo laden: kaders en gebruikers, importbestanden, contactmomenten en teams; alles via acties."""

import csv
import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path
from random import Random

from django.conf import settings
from django.core.management import call_command
from django.db import transaction

from demo import hof_van_twente, rijssen_holten, twenterand, wvs
from demo.afspraken import maak_afspraken
from demo.betalingen import maak_betalingen
from demo.collegerapport import maak_collegerapport
from demo.contacts import leg_contacten_vast
from demo.facturen import maak_facturen
from demo.formatie import maak_formatie
from demo.loonwaarde import maak_loonwaarde
from demo.overeenkomsten import maak_overeenkomsten
from demo.peilmomenten import bedragen_hof_van_twente, bedragen_rijssen_holten, maak_peilmomenten
from demo.people import Bevolking, bsn_reeks
from demo.plannen import maak_plannen
from demo.teams import maak_collegas
from demo.trajecten import maak_trajecten
from demo.uitbesteding import maak_uitbesteding
from kern.actions.demo_gebruikers import maak_demo_gebruikers
from kern.logbook import leg_vast
from kern.models import Gebeurtenis, Gebruiker, Gemeente

GEMEENTEN = {
    "1742": ("consulent", rijssen_holten, ("Rijssen", "Holten", "Dijkerhoek"), 7461),
    "1735": ("consulent-hvt", hof_van_twente, ("Goor", "Delden", "Markelo", "Diepenheim", "Bentelo"), 7471),
    "1700": ("consulent-tw", twenterand, ("Vriezenveen", "Vroomshoop", "Den Ham", "Westerhaar"), 7671),
}
GELADEN = "demo.geladen"
ACHTERVOEGSEL = {"1742": "", "1735": "-hvt", "1700": "-tw"}


def is_geladen() -> bool:
    """De demo staat er al: de lader schrijft als laatste dat zij klaar is."""
    return Gebeurtenis.objects.filter(soort=GELADEN).exists()


def laad(meld: Callable[[str], None], map_: Path | None = None, *, zonder_wvs: bool = False) -> dict:
    """Laad alles; geeft de aantallen per stap. Herhalen verandert niets dat er al staat."""
    map_ = map_ or settings.DATA_DIR / "demo"
    map_.mkdir(parents=True, exist_ok=True)
    meld("kaders, gemeenten en gebruikers")
    call_command("laad_kaders", demo=True, stdout=StringIO())
    with transaction.atomic():
        maak_demo_gebruikers()
        maak_collegas()
    resultaat = {}
    bsns = bsn_reeks()
    next(bsns)
    for code, (_, bron, plaatsen, postcode) in GEMEENTEN.items():
        random = Random(int(code))
        bevolking = Bevolking(random, bsns, plaatsen, postcode)
        door = f"beheerder{ACHTERVOEGSEL[code]}"
        _soorten(resultaat, map_, meld, code, door, bron, random, bevolking)
    if not zonder_wvs:
        # Shared by the nine gemeenten; Roosendaal keeps them.
        _lees(resultaat, map_, meld, "1674", "beheerder-wvs", "werkgevers", wvs.werkgevers(Random(9)))
        for code, (plaats, postcode) in wvs.PLAATSEN.items():
            random = Random(int(code))
            bevolking = Bevolking(random, bsns, (plaats,), postcode)
            _lees(
                resultaat, map_, meld, code, "beheerder-wvs", "wsw-bestand", wvs.wsw(random, bevolking, code)
            )
    meld("formatie")
    resultaat["formatie"] = maak_formatie()
    meld("loonwaarde en loonkostensubsidie")
    resultaat |= maak_loonwaarde(Random(1742))
    meld("trajecten en overdrachten")
    resultaat |= maak_trajecten(Random(1743))
    meld("overeenkomsten en uren")
    resultaat |= maak_overeenkomsten(Random(1743))
    meld("facturen van twee jaar")
    resultaat |= maak_facturen(Random(2029))
    meld("contactmomenten")
    resultaat["contactmomenten"] = leg_contacten_vast(Random(2026))
    meld("ontwikkelplannen")
    call_command("laad_planbibliotheek", stdout=StringIO())
    resultaat["plannen"] = maak_plannen(Random(2027))
    meld("bedragen en peilmomenten")
    bedragen = {"1742": bedragen_rijssen_holten(Random(2028)), "1735": bedragen_hof_van_twente()}
    for code, rijen in bedragen.items():
        _lees(resultaat, map_, meld, code, f"beheerder{ACHTERVOEGSEL[code]}", "maandbedragen", rijen)
    resultaat |= maak_peilmomenten()
    meld("betalingen")  # last: of every invoice that is there by now
    resultaat |= maak_betalingen(Random(2028))
    meld("afspraken en kalender")
    resultaat |= maak_afspraken(Random(2028))
    resultaat |= maak_collegerapport()
    meld("salarissen, mutaties en statistiek")
    resultaat |= maak_uitbesteding(Random(2030))
    beheerder = Gebruiker.objects.get(username="beheerder")
    leg_vast(GELADEN, onderwerp=beheerder, door=None, omschrijving="De demo is geladen")
    return resultaat


def _soorten(resultaat, map_, meld, code, door, bron, random, bevolking):
    _lees(resultaat, map_, meld, code, door, "werkgevers", bron.werkgevers(random))
    if hasattr(bron, "wsw"):
        _lees(resultaat, map_, meld, code, door, "wsw-bestand", bron.wsw(random, bevolking))
    if hasattr(bron, "bijstand"):
        _lees(resultaat, map_, meld, code, door, "bijstandsbestand", bron.bijstand(random, bevolking))


def _lees(resultaat, map_, meld, code, door, soort, rijen):
    """Schrijf de rijen als csv en lees ze in met dezelfde opdracht die een beheerder gebruikt."""
    if not rijen:
        return
    meld(f"{Gemeente.objects.get(code=code).naam}: {soort} ({len(rijen)} rijen)")
    pad = map_ / f"{code}-{soort}.csv"
    schrijf_csv(pad, rijen)
    uit = StringIO()
    call_command(
        "importeer", soort, str(pad), gemeente=code, definitief=True, door=door, json=True, stdout=uit
    )
    resultaat[f"{code} {soort}"] = json.loads(uit.getvalue().strip().splitlines()[-1]).get("tellingen", {})


def schrijf_csv(pad: Path, rijen: list[dict]) -> None:
    """Een importbestand zoals een gemeente het zou aanleveren: puntkomma's en dd-mm-jjjj."""
    koppen = list(dict.fromkeys(kop for rij in rijen for kop in rij))
    with pad.open("w", newline="", encoding="utf-8-sig") as bestand:
        schrijver = csv.writer(bestand, delimiter=";")
        schrijver.writerow(koppen)
        for rij in rijen:
            schrijver.writerow([_cel(rij.get(kop)) for kop in koppen])


def _cel(waarde) -> str:
    if waarde is None:
        return ""
    if isinstance(waarde, date):
        return f"{waarde:%d-%m-%Y}"
    if isinstance(waarde, Decimal):
        return str(waarde).replace(".", ",")
    return str(waarde)
