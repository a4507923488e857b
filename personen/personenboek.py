"""De personen van een importbestand met hun dossier, in het geheugen: herkennen, aanvullen, toewijzen.

Gebruikt door de importers van personen, wsw en reintegratie. Alles wordt in enkele opdrachten geladen; er is
geen opdracht per rij. Wijzigingen gaan naar het plan (kern/imports/plan.py).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date

from django.db.models import Q

from kern.imports.plan import EEN_DAG, Plan, Rij, fout, geldt_op, leg_per_datum_vast, volgende_na
from kern.models import Gebruiker
from kern.namen import vouw
from kern.registers import dossiergronden
from personen.actions.persoon import neem_nummers
from personen.choices import Planstatus
from personen.models import Adres, Kenmerk, Ontwikkelplan, Persoon, Toewijzing
from personen.rules import namen_van

PERSOONSVELDEN = (
    "bsn",
    "voorletters",
    "voornamen",
    "roepnaam",
    "tussenvoegsel",
    "achternaam",
    "geboortedatum",
    "geslacht",
    "telefoon",
    "email",
)
_NAAMVELDEN = frozenset(["voorletters", "voornamen", "roepnaam", "tussenvoegsel", "achternaam"])


class Groep:
    """De rijen van één persoon, oudste eerst."""

    def __init__(self, persoon: Persoon, rijen: list[Rij]):
        self.persoon, self.rijen = persoon, rijen
        self.geraakt: list[tuple[date, date | None, str]] = []
        self.laatste: dict[str, int] = {}
        for rij in rijen:
            for code in rij.waarden:
                self.laatste[code] = rij.nummer

    def is_laatste(self, rij: Rij, code: str) -> bool:
        """Is dit de jongste rij die hier iets zegt? Oudere rijen veranderen geen gegevens zonder datum."""
        return self.laatste.get(code) == rij.nummer

    def nu(self, rij: Rij, *codes: str) -> dict:
        """Ingevulde waarden zonder datum, voor zover deze rij er het laatste woord over heeft."""
        return {code: waarde for code, waarde in rij.kies(*codes).items() if self.is_laatste(rij, code)}


class Personenboek:
    def __init__(self, plan: Plan, rijen: list[Rij], *, gemeente, door, vandaag: date, grond: str = ""):
        self.plan, self.gemeente, self.door, self.vandaag = plan, gemeente, door, vandaag
        bsns = {w for rij in rijen for code in ("bsn", "partner_bsn") if (w := rij[code])}
        dagen = {rij["geboortedatum"] for rij in rijen}
        personen = Persoon.objects.filter(Q(bsn__in=bsns) | Q(geboortedatum__in=dagen), gemeente=gemeente)
        # Inside the import itself: actions lock the person first, so nobody changes these dossiers meanwhile.
        self.personen = list(personen.select_for_update(of=("self",)) if plan.definitief else personen)
        self.per_bsn = {p.bsn: p for p in self.personen if p.bsn}
        self.per_naam: dict[tuple, list[Persoon]] = defaultdict(list)
        for persoon in self.personen:
            self.per_naam[
                _naamsleutel(persoon.tussenvoegsel, persoon.achternaam, persoon.geboortedatum)
            ].append(persoon)
        self._feiten: dict[type, dict[int, list]] = {}
        self._van_pk = {persoon.pk: persoon for persoon in self.personen}
        self._bsn_in_bestand: dict[int, str] = {}
        self._partners: list[tuple[Rij, Persoon]] = []
        self.andere_gronden = self._laad_gronden(behalve=grond)
        self.gebruikers = _gebruikers_van(gemeente)
        plan.nummeraars[Persoon] = geef_nummers

    # ---- laden
    def feiten(self, soort: type, persoon: Persoon) -> list:
        """Alle rijen van dit model bij deze persoon; één opdracht voor iedereen tegelijk."""
        return self._laad(soort)[id(persoon)]

    def alle(self, soort: type) -> Iterable[list]:
        """De lijsten van dit model, van alle personen samen."""
        return list(self._laad(soort).values())

    def _laad(self, soort: type) -> dict[int, list]:
        if soort not in self._feiten:
            per_persoon: dict[int, list] = defaultdict(list)
            for feit in soort.objects.filter(persoon_id__in=list(self._van_pk)).order_by("pk"):
                per_persoon[id(self._van_pk[feit.persoon_id])].append(feit)
            self._feiten[soort] = per_persoon
        return self._feiten[soort]

    def _laad_gronden(self, behalve: str) -> dict[int, list[tuple[date, date | None]]]:
        per_persoon: dict[int, list] = defaultdict(list)
        for grond in dossiergronden.alle():
            if grond.code != behalve and self._van_pk:
                for persoon_id, begin, einde in grond.perioden(list(self._van_pk)):
                    per_persoon[persoon_id].append((begin, einde))
        return per_persoon

    # ---- herkennen
    def groepen(self, rijen: list[Rij], volgorde: Callable[[Rij], tuple]) -> Iterator[Groep]:
        """Zet de rijen per persoon bij elkaar; een rij die niet te herkennen is, krijgt een fout."""
        per_persoon: dict[int, list[Rij]] = {}
        # Rows with a BSN first: a row without one may then find its person.
        for rij in sorted(rijen, key=lambda r: (r["bsn"] is None, r.nummer)):
            with self.plan.rij(rij):
                rij.onderwerp = self._zoek(rij)
            if not rij.fouten:
                per_persoon.setdefault(id(rij.onderwerp), []).append(rij)
        for rijen_van_een in per_persoon.values():
            rijen_van_een.sort(key=lambda r: (*volgorde(r), r.nummer))
            yield Groep(rijen_van_een[0].onderwerp, rijen_van_een)

    def _zoek(self, rij: Rij) -> Persoon:
        bsn, achternaam, geboren = rij["bsn"], rij["achternaam"], rij["geboortedatum"]
        if bsn and (persoon := self.per_bsn.get(bsn)):
            zelfde_naam = vouw(persoon.achternaam) == vouw(achternaam)
            if persoon.geboortedatum != geboren and not zelfde_naam:
                wie = f"dossier {persoon.nummer}" if persoon.pk else "iemand anders in dit bestand"
                raise fout(
                    "bsn",
                    f"Dit BSN hoort bij {wie}, met een andere naam en geboortedatum. Controleer het BSN.",
                )
            return persoon
        sleutel = _naamsleutel(rij["tussenvoegsel"] or "", achternaam, geboren)
        gevonden = [p for p in self.per_naam[sleutel] if self._kan_zijn(p, rij)]
        if len(gevonden) > 1:
            nummers = " en ".join(p.nummer or "een andere rij" for p in gevonden[:3])
            raise fout(
                "bsn", f"Dubbel: naam en geboortedatum passen bij {nummers}. Kies zelf: vul het BSN in."
            )
        if gevonden:
            persoon = gevonden[0]
        else:
            persoon = Persoon(gemeente=self.gemeente, achternaam=achternaam, geboortedatum=geboren)
            persoon.voorletters = rij["voorletters"] or ""
            self.per_naam[sleutel].append(persoon)
        if bsn:
            self.per_bsn[bsn] = persoon
            self._bsn_in_bestand[id(persoon)] = bsn
        return persoon

    def _kan_zijn(self, persoon: Persoon, rij: Rij) -> bool:
        """Tweelingen hebben dezelfde naam en geboortedatum: een ander BSN of andere voorletter is een ander mens."""
        bekend = persoon.bsn or self._bsn_in_bestand.get(id(persoon))
        if bekend and rij["bsn"] and bekend != rij["bsn"]:
            return False
        letter, hier = persoon.voorletters[:1].upper(), (rij["voorletters"] or "")[:1].upper()
        return not (letter and hier) or letter == hier or bool(bekend and rij["bsn"])

    # ---- persoon en dossier
    def zet_persoon(self, groep: Groep, rij: Rij) -> Persoon:
        """Maak de persoon, of werk bij wat deze rij als laatste zegt."""
        persoon = groep.persoon
        if persoon.pk is None and not self.plan.is_nieuw(persoon):
            for veld, waarde in rij.kies(*PERSOONSVELDEN).items():
                setattr(persoon, veld, waarde)
            _vul_namen(persoon)
            self.plan.voeg_toe(persoon, hoofd=True)
            return persoon
        velden = groep.nu(rij, *PERSOONSVELDEN)
        if self.plan.wijzig(persoon, **velden) and _NAAMVELDEN & velden.keys():
            self.plan.wijzig(persoon, **namen_van(persoon))
        return persoon

    def wijs_toe(self, groep: Groep, rij: Rij, vanaf: date) -> None:
        """De contactpersoon van deze rij; `vanaf` als het bestand geen dag noemt en er nog niemand was."""
        naam = rij["contactpersoon"]
        if not naam:
            return
        gebruiker_id = self.gebruiker(naam, "contactpersoon")
        toewijzingen = self.feiten(Toewijzing, groep.persoon)
        if (dag := rij["contactpersoon_vanaf"]) is None:
            dag = self._dag_zonder_datum(
                groep, rij, "contactpersoon", toewijzingen, vanaf, gebruiker_id=gebruiker_id
            )
        if dag:
            leg_per_datum_vast(
                self.plan,
                toewijzingen,
                lambda **w: Toewijzing(persoon=groep.persoon, reden="ingelezen", **w),
                dag,
                gebruiker_id=gebruiker_id,
            )

    def zet_adres(self, groep: Groep, rij: Rij, vanaf: date | None) -> None:
        velden = rij.kies("straat", "huisnummer", "postcode", "plaats")
        if not velden:
            return
        if len(velden) < 4:
            ontbreekt = next(v for v in ("straat", "huisnummer", "postcode", "plaats") if v not in velden)
            raise fout(ontbreekt, "Vul straat, huisnummer, postcode en plaats allemaal in, of geen van vier.")
        adressen = self.feiten(Adres, groep.persoon)
        if dag := self._dag_zonder_datum(groep, rij, "straat", adressen, vanaf, **velden):
            leg_per_datum_vast(
                self.plan, adressen, lambda **w: Adres(persoon=groep.persoon, **w), dag, **velden
            )

    def zet_kenmerk(
        self,
        groep: Groep,
        rij: Rij,
        soort: str,
        waarde: str | None,
        vanaf: date | None,
        *,
        code: str,
        meer=False,
    ):
        """Een kenmerk met één waarde tegelijk (of `meer`); waarde "" beëindigt het."""
        if waarde is None:
            return
        alle = self.feiten(Kenmerk, groep.persoon)
        eigen = [k for k in alle if k.soort == soort and (not meer or k.waarde == waarde)]
        if waarde == "":
            if (lopend := geldt_op(eigen, self.vandaag)) and groep.is_laatste(rij, code):
                self.plan.wijzig(lopend, einddatum=max(self.vandaag - EEN_DAG, lopend.begindatum))
            return
        if dag := self._dag_zonder_datum(groep, rij, code, eigen, vanaf, waarde=waarde):

            def maak(**velden):
                return self.plan.voeg_toe(
                    Kenmerk(persoon=groep.persoon, soort=soort, bron="ingelezen", **velden), alle
                )

            self._leg_kenmerk_vast(eigen, maak, dag, waarde)

    def _leg_kenmerk_vast(self, eigen: list, maak, dag: date, waarde: str) -> None:
        geldend, later = geldt_op(eigen, dag), volgende_na(eigen, dag)
        if geldend and geldend.begindatum == dag:
            self.plan.wijzig(geldend, waarde=waarde)
            return
        einde = geldend.einddatum if geldend else (later.begindatum - EEN_DAG if later else None)
        if geldend:
            self.plan.wijzig(geldend, einddatum=dag - EEN_DAG)
        maak(begindatum=dag, einddatum=einde, waarde=waarde)

    def _dag_zonder_datum(
        self, groep: Groep, rij: Rij, code: str, feiten: list, vanaf: date | None, **waarden
    ) -> date | None:
        """Vanaf welke dag een waarde zonder eigen datum geldt, of None als er niets te doen is.

        Wie nog niets had, krijgt het vanaf het begin. Daarna telt alleen wat de jongste rij zegt: vanaf vandaag,
        of vanaf `vanaf` als dat later is dan wat er nu staat.
        """
        begin = vanaf or self.vandaag
        if not feiten:
            return begin
        if not groep.is_laatste(rij, code):
            return None if geldt_op(feiten, begin) or volgende_na(feiten, begin) else begin
        huidig = geldt_op(feiten, self.vandaag) or max(feiten, key=lambda f: f.begindatum)
        if huidig.einddatum and huidig.einddatum < begin:
            return begin  # someone who came back
        if all(getattr(huidig, veld) == waarde for veld, waarde in waarden.items()):
            return None
        nieuw_dit_bestand = self.plan.is_nieuw(huidig) and begin > huidig.begindatum
        return begin if nieuw_dit_bestand else self.vandaag

    def gebruiker(self, naam: str, veld: str) -> int:
        """Het nummer van een gebruiker van deze gemeente."""
        try:
            return self.gebruikers[naam.lower()]
        except KeyError:
            raise fout(
                veld, f"Gebruiker {naam!r} werkt niet voor {self.gemeente}. Vul een gebruikersnaam in."
            ) from None

    def zet_plan(self, groep: Groep, rij: Rij, *opstellers: int | None) -> None:
        """Een plan met zijn datums; herkend aan soort en dag van opstellen."""
        if not rij["plan_opgesteld_op"]:
            if rij["plan_getekend_op"] or rij["plan_soort"]:
                raise fout("plan_opgesteld_op", "Vul in op welke dag het plan is opgesteld.")
            return
        soort, dag, getekend = rij["plan_soort"] or "pop", rij["plan_opgesteld_op"], rij["plan_getekend_op"]
        if getekend and getekend < dag:
            raise fout(
                "plan_getekend_op", "Het plan is getekend voordat het is opgesteld. Controleer de datums."
            )
        plannen = self.feiten(Ontwikkelplan, groep.persoon)
        van_soort = [p for p in plannen if p.soort == soort]
        if bestaand := next((p for p in van_soort if p.opgesteld_op == dag), None):
            if (
                getekend
                and bestaand.getekend_op
                and bestaand.getekend_op != getekend
                and not bestaand.digitaal
            ):
                raise fout(
                    "plan_getekend_op",
                    f"Dit plan is al getekend op {bestaand.getekend_op:%d-%m-%Y} en staat vast. Laat het vak leeg.",
                )
            if getekend and not bestaand.digitaal:
                vervangen = bestaand.status == Planstatus.VERVANGEN
                status = Planstatus.VERVANGEN if vervangen else Planstatus.GETEKEND
                self.plan.wijzig(bestaand, getekend_op=getekend, status=status)
            return
        opsteller = next((g for g in (*opstellers, self.door and self.door.pk) if g), None)
        if not opsteller:
            raise fout("contactpersoon", "Vul de contactpersoon in: die heeft het plan opgesteld.")
        versie = max((p.versie for p in van_soort), default=0) + 1
        self.plan.voeg_toe(
            Ontwikkelplan(
                persoon=groep.persoon,
                soort=soort,
                versie=versie,
                opgesteld_op=dag,
                getekend_op=getekend,
                status=Planstatus.GETEKEND if getekend else Planstatus.TER_ONDERTEKENING,
                opgesteld_door_id=opsteller,
            ),
            plannen,
        )

    # ---- partners: iemand uit hetzelfde bestand of met een dossier
    def partner(self, rij: Rij, persoon: Persoon) -> Persoon | None:
        bsn = rij["partner_bsn"]
        if not bsn:
            return None
        ander = self.per_bsn.get(bsn)
        if ander is persoon:
            raise fout("partner_bsn", "Dit is het BSN van de persoon zelf. Vul het BSN van de partner in.")
        if ander is None:
            raise fout(
                "partner_bsn",
                "Deze partner staat niet in het bestand en heeft geen dossier. Voeg een rij toe of laat het vak leeg.",
            )
        if ander.pk is None:
            self._partners.append((rij, ander))
        return ander

    def controleer_partners(self) -> None:
        """Een partner wiens eigen rij fout is, komt er niet: dan kan deze rij ook niet."""
        for rij, ander in self._partners:
            if not rij.fouten and not self.plan.is_nieuw(ander):
                tekst = "De rij van deze partner heeft een fout. Herstel die rij eerst."
                self.plan.alsnog_fout[rij.nummer] = [{"veld": "partner_bsn", "tekst": tekst}]


def eis_einde_met_reden(rij: Rij, einde: str = "einddatum", reden: str = "reden_einde") -> None:
    """Een laatste dag en een reden horen bij elkaar."""
    if rij[einde] and not rij[reden]:
        raise fout(reden, "Vul ook in waarom het eindigt.")
    if rij[reden] and not rij[einde]:
        raise fout(einde, "Vul ook de laatste dag in, of haal de reden weg.")


def eis_periode(begin: date, einde: date | None, veld: str) -> None:
    if einde and einde < begin:
        raise fout(veld, f"De laatste dag ligt voor de eerste dag ({begin:%d-%m-%Y}). Pas een van beide aan.")


def geef_nummers(personen: list[Persoon]) -> None:
    """Dossiernummers voor nieuwe personen, in één opdracht."""
    for persoon, nummer in zip(personen, neem_nummers(len(personen)), strict=True):
        persoon.nummer = nummer


def _naamsleutel(tussenvoegsel: str, achternaam: str, geboortedatum: date) -> tuple:
    # "van Dijk" may stand in one column or in two.
    return vouw(f"{tussenvoegsel} {achternaam}").replace(" ", ""), geboortedatum


def _vul_namen(persoon: Persoon) -> None:
    for veld, waarde in namen_van(persoon).items():
        setattr(persoon, veld, waarde)


def _gebruikers_van(gemeente) -> dict[str, int]:
    """Gebruikersnamen van wie ooit een rol in deze gemeente had, ook via een verband."""
    gebruikers = Gebruiker.objects.filter(
        Q(rolvervullingen__gemeente=gemeente) | Q(rolvervullingen__verband__deelnames__gemeente=gemeente)
    )
    return {naam.lower(): pk for naam, pk in gebruikers.values_list("username", "pk").distinct()}
