"""Inlezen van werkgevers en andere relaties, met hun contactpersoon."""

from collections import Counter, defaultdict
from datetime import date

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from kern.imports import cells
from kern.imports.plan import Plan, Rij, fout
from kern.models import Deelname
from kern.registers import Importsoort, Importveld
from werkgevers.choices import Relatiesoort
from werkgevers.models import Contactpersoon, Relatie
from werkgevers.rules import zoeknaam

VELDEN = (
    Importveld(
        "naam",
        "Naam",
        cells.tekst(150),
        verplicht=True,
        voorbeeld="Voorbeeld Groen BV",
        ook_bekend_als=("werkgever", "bedrijfsnaam", "bedrijf"),
    ),
    Importveld(
        "kvk",
        "KvK-nummer",
        cells.kvk,
        uitleg="8 cijfers",
        voorbeeld="90000001",
        ook_bekend_als=("kvknr", "kvknummer"),
    ),
    Importveld(
        "soorten",
        "Soorten",
        cells.meerkeuze(Relatiesoort.choices),
        uitleg="met ; ertussen; leeg is werkgever",
        voorbeeld="werkgever",
        ook_bekend_als=("soort",),
    ),
    Importveld("branche", "Branche", cells.tekst(80), voorbeeld="groen", ook_bekend_als=("sector",)),
    Importveld("straat", "Straat", cells.tekst(100), voorbeeld="Industrieweg"),
    Importveld("huisnummer", "Huisnummer", cells.tekst(20), voorbeeld="10"),
    Importveld("postcode", "Postcode", cells.postcode, voorbeeld="7461 AB"),
    Importveld(
        "plaats", "Plaats", cells.tekst(80), voorbeeld="Rijssen", ook_bekend_als=("vestigingsplaats",)
    ),
    Importveld("telefoon", "Telefoon", cells.telefoon, voorbeeld="0548-123456"),
    Importveld(
        "email", "E-mailadres", cells.email, voorbeeld="info@voorbeeld.nl", ook_bekend_als=("e-mail",)
    ),
    Importveld("werknemers", "Aantal werknemers", cells.heel_getal(1_000_000), voorbeeld="35"),
    Importveld("contactpersoon_naam", "Contactpersoon", cells.tekst(120), voorbeeld="B. Contact"),
    Importveld(
        "contactpersoon_functie", "Functie contactpersoon", cells.tekst(80), voorbeeld="bedrijfsleider"
    ),
    Importveld("contactpersoon_telefoon", "Telefoon contactpersoon", cells.telefoon),
    Importveld("contactpersoon_email", "E-mailadres contactpersoon", cells.email),
    Importveld(
        "gedeeld",
        "Gedeeld",
        cells.tekst(120),
        uitleg="ja of de naam van het samenwerkingsverband: alle gemeenten daarvan zien deze relatie",
        voorbeeld="nee",
    ),
)
_GEWOON = (
    "naam",
    "kvk",
    "soorten",
    "branche",
    "straat",
    "huisnummer",
    "postcode",
    "plaats",
    "telefoon",
    "email",
    "werknemers",
)


class Relatieboek:
    """De relaties die een gemeente ziet, in het geheugen: op nummer, KvK en naam."""

    def __init__(self, gemeente, relaties: list[Relatie] | None = None):
        self.gemeente = gemeente
        self.relaties = list(zichtbare_relaties(gemeente)) if relaties is None else relaties
        self.op_nummer = {r.nummer.upper(): r for r in self.relaties}
        self.op_kvk: dict[str, list[Relatie]] = defaultdict(list)
        self.op_naam: dict[str, list[Relatie]] = defaultdict(list)
        for relatie in self.relaties:
            self.onthoud(relatie)

    def onthoud(self, relatie: Relatie) -> None:
        if relatie.kvk:
            self.op_kvk[relatie.kvk].append(relatie)
        self.op_naam[zoeknaam(relatie.naam)].append(relatie)

    def zoek(self, tekst: str, veld: str) -> Relatie:
        """De relatie met dit relatienummer, KvK-nummer of deze naam."""
        if relatie := self.op_nummer.get(tekst.strip().upper()):
            return relatie
        cijfers = tekst.replace(" ", "")
        gevonden = (
            self.op_kvk.get(cijfers.zfill(8), [])
            if cijfers.isdigit()
            else self.op_naam.get(zoeknaam(tekst), [])
        )
        # The own gemeente before one that is shared by another.
        gevonden = [r for r in gevonden if r.gemeente_id == self.gemeente.pk] or gevonden
        if len(gevonden) > 1:
            nummers = ", ".join(r.nummer for r in gevonden[:4])
            raise fout(veld, f"Er zijn meer werkgevers met deze naam ({nummers}). Vul het relatienummer in.")
        if not gevonden:
            raise fout(
                veld, f"Werkgever {tekst[:60]!r} bestaat niet. Voeg hem toe of lees eerst de werkgevers in."
            )
        return gevonden[0]


_JA = {"ja", "j", "1", "waar", "true"}
_NEE = {"nee", "n", "0", "onwaar", "false"}


def verbanden_van(gemeente, dag: date) -> dict[str, int]:
    """De verbanden waaraan de gemeente op deze dag deelneemt, op code en op naam (kleine letters)."""
    rijen = Deelname.objects.op(dag).filter(gemeente=gemeente).select_related("verband")
    paren = [(d.verband.code, d.verband.naam, d.verband_id) for d in rijen]
    return {tekst.lower(): pk for code, naam, pk in paren for tekst in (code, naam)}


def zichtbare_relaties(gemeente):
    """Eigen relaties en die van het samenwerkingsverband zijn gedeeld."""
    verbanden = verbanden_van(gemeente, timezone.localdate())
    return Relatie.objects.filter(Q(gemeente=gemeente) | Q(verband_id__in=set(verbanden.values()))).order_by(
        "pk"
    )


def verwerk(plan: Plan, rijen: list[Rij], *, gemeente, door, vandaag: date) -> None:
    plan.nummeraars[Relatie] = geef_nummers
    eigen = Relatie.objects.filter(gemeente=gemeente).order_by("pk")
    boek = Relatieboek(gemeente, list(eigen.select_for_update(of=("self",)) if plan.definitief else eigen))
    contacten: dict[int, list[Contactpersoon]] = defaultdict(list)
    for contact in Contactpersoon.objects.filter(relatie__in=[r.pk for r in boek.relaties]):
        contacten[contact.relatie_id].append(contact)
    per_relatie = {id(r): contacten[r.pk] for r in boek.relaties}
    verbanden = verbanden_van(gemeente, vandaag)
    laatste = _laatste_rij_per_relatie(rijen, boek)
    for rij in rijen:
        with plan.rij(rij):
            relatie = rij.onderwerp = _vind_of_maak(plan, boek, rij)
            if laatste.get(_sleutel(rij)) == rij.nummer:
                _werk_bij(plan, relatie, rij)
            _zet_verband(plan, relatie, rij, verbanden)
            _zet_contactpersoon(plan, relatie, rij, per_relatie.setdefault(id(relatie), []))


def _sleutel(rij: Rij) -> str:
    return rij["kvk"] or zoeknaam(rij["naam"])


def _laatste_rij_per_relatie(rijen: list[Rij], boek: Relatieboek) -> dict[str, int]:
    """Staat een relatie twee keer in het bestand, dan telt voor haar gegevens de laatste rij."""
    return {_sleutel(rij): rij.nummer for rij in rijen}


def _vind_of_maak(plan: Plan, boek: Relatieboek, rij: Rij) -> Relatie:
    naam = zoeknaam(rij["naam"])
    if not naam:
        raise fout("naam", "In de naam staat geen letter of cijfer. Vul de naam in.")
    gevonden = boek.op_kvk.get(rij["kvk"], []) if rij["kvk"] else []
    if not gevonden:
        # The same name with another KvK number is another company.
        gevonden = [r for r in boek.op_naam.get(naam, []) if not (rij["kvk"] and r.kvk)]
    gevonden = [r for r in gevonden if r.pk or plan.is_nieuw(r)]
    if len(gevonden) > 1:
        nummers = ", ".join(r.nummer or "een andere rij" for r in gevonden[:4])
        raise fout("kvk", f"Dubbel: deze naam past bij {nummers}. Kies zelf: vul het KvK-nummer in.")
    if gevonden:
        return gevonden[0]
    velden = rij.kies(*_GEWOON)
    velden.setdefault("soorten", [str(Relatiesoort.WERKGEVER)])
    relatie = Relatie(gemeente=boek.gemeente, zoeknaam=naam, **velden)
    plan.voeg_toe(relatie, hoofd=True)
    boek.onthoud(relatie)
    return relatie


def _werk_bij(plan: Plan, relatie: Relatie, rij: Rij) -> None:
    if plan.wijzig(relatie, **rij.kies(*_GEWOON)):
        plan.wijzig(relatie, zoeknaam=zoeknaam(relatie.naam))


def _zet_verband(plan: Plan, relatie: Relatie, rij: Rij, verbanden: dict[str, int]) -> None:
    """ "nee" maakt de relatie eigen; "ja" deelt haar in het ene verband, een naam in dat verband."""
    tekst = (rij["gedeeld"] or "").strip().lower()
    if not tekst or (tekst in _JA and relatie.verband_id in verbanden.values()):
        return
    if tekst in _NEE:
        plan.wijzig(relatie, verband_id=None)
    elif tekst in verbanden:
        plan.wijzig(relatie, verband_id=verbanden[tekst])
    elif not verbanden:
        raise fout("gedeeld", "Deze gemeente zit niet in een samenwerkingsverband. Vul nee in.")
    elif tekst in _JA and len(set(verbanden.values())) == 1:
        plan.wijzig(relatie, verband_id=next(iter(verbanden.values())))
    else:
        codes = ", ".join(sorted(naam for naam in verbanden if " " not in naam))
        raise fout("gedeeld", f"Kies het verband waarin je deelt: {codes}, of vul nee in.")


def _zet_contactpersoon(plan: Plan, relatie: Relatie, rij: Rij, contacten: list[Contactpersoon]) -> None:
    velden = {
        "functie": rij["contactpersoon_functie"],
        "telefoon": rij["contactpersoon_telefoon"],
        "email": rij["contactpersoon_email"],
    }
    velden = {veld: waarde for veld, waarde in velden.items() if waarde}
    naam = rij["contactpersoon_naam"]
    if not naam:
        if velden:
            raise fout("contactpersoon_naam", "Vul ook de naam van de contactpersoon in.")
        return
    bekend = next((c for c in contacten if zoeknaam(c.naam) == zoeknaam(naam)), None)
    if bekend:
        plan.wijzig(bekend, **velden)
    else:
        plan.voeg_toe(Contactpersoon(relatie=relatie, naam=naam, **velden), contacten)


def geef_nummers(relaties: list[Relatie]) -> None:
    """Relatienummers voor nieuwe relaties, in één opdracht."""
    with connection.cursor() as cursor:
        cursor.execute("select nextval('relatie_nummer') from generate_series(1, %s)", [len(relaties)])
        for relatie, (nummer,) in zip(relaties, cursor.fetchall(), strict=True):
            relatie.nummer = f"W-{nummer}"


def controletotalen(rijen: list[Rij]) -> dict[str, dict[str, int]]:
    plaatsen = Counter(rij["plaats"] or "onbekend" for rij in rijen)
    return {"Rijen": {"totaal": len(rijen)}, "Plaats": dict(plaatsen.most_common(12))}


def stand(gemeente, peildatum: date) -> dict[str, dict[str, int]]:
    return {"Relaties": {"totaal": Relatie.objects.filter(gemeente=gemeente).count()}}


SOORT = Importsoort(
    code="werkgevers",
    naam="Werkgevers",
    uitleg="Werkgevers en andere relaties met hun contactpersoon. Lees deze in vóór het Wsw-bestand.",
    velden=VELDEN,
    verwerk=verwerk,
    controletotalen=controletotalen,
    stand=stand,
    volgorde=10,
)
