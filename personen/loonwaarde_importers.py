"""Inlezen van loonwaardemetingen, met dezelfde regels als het scherm: nooit de eigen contactpersoon (RH-135–RH-137)."""

import re
from collections import Counter, defaultdict
from datetime import date
from decimal import Decimal, InvalidOperation

from dateutil.relativedelta import relativedelta
from django.core.exceptions import ValidationError

from kern.beleid import waarden
from kern.imports import cells
from kern.imports.plan import Plan, Rij, fout, geldt_op
from kern.registers import Importsoort, Importveld
from personen import loonwaarde_rules as regels
from personen.importvelden import WIE
from personen.models import Hoofdtaak, Loonwaardemeting, Meetbevoegdheid, Persoon, Toewijzing
from personen.personenboek import Personenboek

_TAAK = re.compile(r"(.+?)\s+([\d.,]+)\s+([\d.,]+)\s+([\d.,]+)\s+([\d.,]+)")
_NORMEN = (
    "loonwaarde.eigen_vanaf",
    "loonwaarde.hermeting_maanden",
    "loonwaarde.hoofdtaak_deel",
    "loonwaarde.hoofdtaak_minuten",
)


def hoofdtaken(cel):
    """ "Inpakken 60 80 90 100; Vegen 40 70 80 90": naam, aandeel, tempo, kwaliteit en netto werktijd."""
    tekst = cells.als_tekst(cel).strip()
    if not tekst:
        return None
    taken = []
    for deel in tekst.split(";"):
        gevonden = _TAAK.fullmatch(deel.strip())
        if not gevonden:
            raise ValidationError(
                "Schrijf elke hoofdtaak als naam, aandeel, tempo, kwaliteit en netto werktijd, met een "
                "puntkomma ertussen: Inpakken 60 80 90 100; Vegen 40 70 80 90."
            )
        try:
            getallen = [Decimal(getal.replace(",", ".")) for getal in gevonden.groups()[1:]]
        except InvalidOperation:
            raise ValidationError(f"{deel.strip()[:40]} bevat geen vier getallen.") from None
        taken.append(regels.Taak(gevonden[1][:120], *getallen))
    return tuple(taken)


VELDEN = (
    *WIE,
    Importveld("datum", "Datum van de meting", cells.datum, verplicht=True, voorbeeld="01-10-2026",
               ook_bekend_als=("meetdatum", "datum meting")),
    Importveld("werkplek", "Werkplek", cells.tekst(120), verplicht=True, voorbeeld="Voorbeeld Groen BV",
               ook_bekend_als=("werkgever",)),
    Importveld("beoordelaar", "Beoordelaar", cells.tekst(80), voorbeeld="consulent-wsw",
               uitleg="gebruikersnaam van de eigen beoordelaar; nooit de contactpersoon"),
    Importveld("bureau", "Extern bureau", cells.tekst(120), uitleg="of wie van buiten mat"),
    Importveld("percentage", "Loonwaarde in %", cells.getal(onder="-0.01", boven="100"), voorbeeld="45",
               uitleg="mag leeg als de hoofdtaken er staan", ook_bekend_als=("loonwaarde",)),
    Importveld("hoofdtaken", "Hoofdtaken", hoofdtaken, voorbeeld="Inpakken 60 80 90 100; Vegen 40 70 80 90",
               uitleg="naam, aandeel, tempo, kwaliteit en netto werktijd; verplicht bij een eigen beoordelaar"),
    Importveld("uren_per_week", "Uren per week", cells.getal(onder="0", boven="60"), voorbeeld="24",
               ook_bekend_als=("uren",)),
    Importveld("werkdagen", "Werkdagen per week", cells.getal(onder="0", boven="7", decimalen=1), voorbeeld="4"),
    Importveld("functie", "Normfunctie", cells.tekst(120)),
    Importveld("volgende_op", "Opnieuw meten op", cells.datum, uitleg="leeg: de termijn van de gemeente"),
    Importveld("toelichting", "Toelichting", cells.tekst(3000)),
)  # fmt: skip


class _Meetboek:
    """Wat elke rij nodig heeft, één keer opgezocht."""

    def __init__(self, plan: Plan, rijen: list[Rij], *, gemeente, door, vandaag: date):
        self.boek = Personenboek(plan, rijen, gemeente=gemeente, door=door, vandaag=vandaag)
        self.plan, self.gemeente, self.door, self.vandaag = plan, gemeente, door, vandaag
        self.bevoegd: dict[int, list] = defaultdict(list)
        for bevoegdheid in Meetbevoegdheid.objects.filter(gebruiker_id__in=self.boek.gebruikers.values()):
            self.bevoegd[bevoegdheid.gebruiker_id].append(bevoegdheid)
        self._normen: dict[date, dict] = {}

    def norm(self, code: str, dag: date):
        """De waarde op die dag; de normen van een dag worden één keer opgezocht."""
        if dag not in self._normen:
            self._normen[dag] = waarden(_NORMEN, [self.gemeente.pk], dag)
        return self._normen[dag][self.gemeente.pk, code].waarde

    def zet_meting(self, persoon: Persoon, rij: Rij) -> None:
        if persoon.pk is None:
            raise fout("achternaam", "Deze persoon heeft nog geen dossier. Lees eerst de personen in.")
        datum = rij["datum"]
        if datum > self.vandaag:
            raise fout("datum", "Deze dag ligt in de toekomst. Vul de dag van de meting in.")
        beoordelaar = self._beoordelaar(persoon, rij)
        percentage = self._percentage(rij)
        metingen = self.boek.feiten(Loonwaardemeting, persoon)
        zelfde = next((m for m in metingen if m.datum == datum and m.ingetrokken_op is None), None)
        if zelfde:
            if (zelfde.percentage, zelfde.beoordelaar_id) == (percentage, beoordelaar):
                return
            raise fout("datum", "Op deze dag is er al een andere meting. Trek die eerst in het dossier in.")
        meting = Loonwaardemeting(
            persoon=persoon, datum=datum, percentage=percentage, beoordelaar_id=beoordelaar,
            bureau=rij["bureau"] or "", werkplek=rij["werkplek"], functie=rij["functie"] or "",
            uren_per_week=rij["uren_per_week"], werkdagen=rij["werkdagen"], toelichting=rij["toelichting"] or "",
            volgende_op=self._volgende(rij), vastgelegd_door=self.door,
        )  # fmt: skip
        meting.clean_fields(exclude=["persoon", "beoordelaar", "vastgelegd_door", "bestand"])
        self.plan.voeg_toe(meting, metingen, hoofd=True)
        for taak in rij["hoofdtaken"] or ():
            hoofdtaak = Hoofdtaak(
                meting=meting, naam=taak.naam, aandeel=taak.aandeel, tempo=taak.tempo, kwaliteit=taak.kwaliteit,
                netto_werktijd=taak.netto_werktijd,
            )  # fmt: skip
            hoofdtaak.clean_fields(exclude=["meting"])
            self.plan.voeg_toe(hoofdtaak)

    def _beoordelaar(self, persoon: Persoon, rij: Rij) -> int | None:
        """Het nummer van de eigen beoordelaar, of None bij een bureau; de regels van het scherm (L4)."""
        naam, bureau, datum = rij["beoordelaar"], rij["bureau"], rij["datum"]
        if bool(naam) == bool(bureau):
            raise fout("beoordelaar", "Vul een eigen beoordelaar of een extern bureau in, niet allebei.")
        if not naam:
            return None
        gebruiker = self.boek.gebruiker(naam, "beoordelaar")
        eigen_vanaf = self.norm("loonwaarde.eigen_vanaf", datum) or self.norm(
            "loonwaarde.eigen_vanaf", self.vandaag
        )
        if not regels.mag_zelf_meten(op=datum, eigen_vanaf=eigen_vanaf):
            raise fout("beoordelaar", regels.NOG_NIET_ZELF.format(dag=f"{eigen_vanaf:%d-%m-%Y}"))
        contact = geldt_op(self.boek.feiten(Toewijzing, persoon), datum)
        reden = regels.waarom_niet(
            op=datum,
            is_contactpersoon=bool(contact and contact.gebruiker_id == gebruiker),
            heeft_diploma=geldt_op(self.bevoegd[gebruiker], datum) is not None,
        )
        if reden:
            raise fout("beoordelaar", f"{naam} {reden}. Kies een ander.")
        if not rij["hoofdtaken"]:
            raise fout("hoofdtaken", "Alleen een extern bureau mag een los percentage leveren.")
        return gebruiker

    def _percentage(self, rij: Rij) -> Decimal:
        taken, gegeven = rij["hoofdtaken"], rij["percentage"]
        if not taken:
            if gegeven is None:
                raise fout("percentage", "Vul het percentage van het bureau in, of de hoofdtaken.")
            return gegeven
        for veld in ("uren_per_week", "werkdagen"):
            if not rij[veld]:
                raise fout(veld, "Vul dit in; daarmee rekent de toets op hoofdtaken.")
        gevonden = regels.fouten_in_taken(
            taken,
            uren_per_week=rij["uren_per_week"],
            werkdagen=rij["werkdagen"],
            deel=self.norm("loonwaarde.hoofdtaak_deel", rij["datum"]),
            minuten=self.norm("loonwaarde.hoofdtaak_minuten", rij["datum"]),
        )
        if gevonden:
            raise fout("hoofdtaken", " ".join(gevonden))
        berekend = regels.loonwaarde(taken)
        if gegeven is not None and gegeven != berekend:
            raise fout(
                "percentage",
                f"De hoofdtaken geven {berekend}%".replace(".", ",")
                + ". Laat het percentage leeg, of verbeter.",
            )
        return berekend

    def _volgende(self, rij: Rij) -> date:
        termijn = self.norm("loonwaarde.hermeting_maanden", rij["datum"])
        volgende = rij["volgende_op"]
        if volgende is None and termijn:
            volgende = rij["datum"] + relativedelta(months=int(termijn))
        if volgende is None:
            raise fout("volgende_op", "Vul in wanneer er opnieuw wordt gemeten.")
        if volgende <= rij["datum"]:
            raise fout("volgende_op", "De volgende meting ligt na deze meting. Kies een latere dag.")
        return volgende


def verwerk(plan: Plan, rijen: list[Rij], *, gemeente, door, vandaag: date) -> None:
    meetboek = _Meetboek(plan, rijen, gemeente=gemeente, door=door, vandaag=vandaag)
    for groep in meetboek.boek.groepen(rijen, lambda rij: (rij["datum"],)):
        for rij in groep.rijen:
            with plan.rij(rij):
                meetboek.zet_meting(groep.persoon, rij)


def controletotalen(rijen: list[Rij]) -> dict[str, dict[str, int]]:
    """Rijen, en door wie er is gemeten."""
    door = Counter("eigen beoordelaar" if rij["beoordelaar"] else "extern bureau" for rij in rijen)
    return {"Rijen": {"totaal": len(rijen)}, "Gemeten door": dict(sorted(door.items()))}


def stand(gemeente, peildatum: date) -> dict[str, dict[str, int]]:
    """Geldige metingen tot en met de peildatum."""
    geldig = Loonwaardemeting.objects.geldig().filter(persoon__gemeente=gemeente, datum__lte=peildatum)
    return {"Geldige metingen": {"totaal": geldig.count()}}


SOORT = Importsoort(
    code="loonwaardemetingen",
    naam="Loonwaardemetingen",
    uitleg="Metingen van de loonwaarde van mensen die al een dossier hebben. De contactpersoon meet nooit zelf.",
    velden=VELDEN,
    verwerk=verwerk,
    controletotalen=controletotalen,
    stand=stand,
    volgorde=60,
)
