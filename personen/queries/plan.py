"""Een plan zoals je het leest: doelen met stappen en hun stand, handtekeningen, en twee versies naast elkaar."""

from dataclasses import dataclass
from datetime import date

from django.db.models import IntegerField, OuterRef, Prefetch, Subquery

from personen.choices import Doeleigenaar, Planstatus, Stapstatus
from personen.models import Doel, Ondertekening, Ontwikkelplan, Planevaluatie, Planinhoud, Stap
from personen.rules import Leesniveau, leesniveau, ontbreekt_aan_plan


class SubqueryCount(Subquery):
    """count(*) of a subquery."""

    template = "(SELECT count(*) FROM (%(subquery)s) _telling)"
    output_field = IntegerField()


@dataclass(frozen=True)
class Doelweergave:
    """Eén doel met zijn stappen en hoeveel daarvan klaar zijn."""

    doel: Doel
    stappen: list[Stap]

    @property
    def tellend(self) -> int:
        return sum(stap.stand != Stapstatus.VERVALT for stap in self.stappen)

    @property
    def gedaan(self) -> int:
        return sum(stap.stand == Stapstatus.GEDAAN for stap in self.stappen)

    @property
    def voortgang(self) -> str:
        return f"{self.gedaan} van {self.tellend} {'stap' if self.tellend == 1 else 'stappen'} gedaan"


@dataclass(frozen=True)
class Planweergave:
    """Alles van één versie van een plan."""

    plan: Ontwikkelplan
    inhoud: Planinhoud | None
    doelen: list[Doelweergave]
    ondertekeningen: list[Ondertekening]
    evaluaties: list[Planevaluatie]

    @property
    def eigen_doelen(self) -> list[Doelweergave]:
        """Eerst wat de inwoner zelf wil (HT-036)."""
        return [d for d in self.doelen if d.doel.eigenaar == Doeleigenaar.INWONER]

    @property
    def doelen_gemeente(self) -> list[Doelweergave]:
        return [d for d in self.doelen if d.doel.eigenaar == Doeleigenaar.GEMEENTE]

    @property
    def teksten(self) -> list[str]:
        inhoud = self.inhoud
        vast = [
            inhoud.eigen_woorden,
            inhoud.sterk,
            inhoud.hulp_bij,
            inhoud.gemeente_doet,
            inhoud.inwoner_doet,
        ]
        lijst = [d.doel.tekst for d in self.doelen] + [s.tekst for d in self.doelen for s in d.stappen]
        return [*vast, *lijst]

    @property
    def leesniveau(self) -> Leesniveau:
        return leesniveau(*self.teksten) if self.inhoud else leesniveau("")

    @property
    def ontbreekt(self) -> list[str]:
        if not self.inhoud:
            return []
        return ontbreekt_aan_plan(
            eigen_woorden=self.inhoud.eigen_woorden,
            doelen=[(d.doel.tekst, len(d.stappen)) for d in self.doelen],
            evaluatie_op=self.plan.evaluatie_op,
        )

    @property
    def volgende_evaluatie(self) -> date | None:
        """Het afgesproken gesprek: uit het laatste gesprek, of anders uit het plan zelf."""
        return self.evaluaties[0].volgende_op if self.evaluaties else self.plan.evaluatie_op

    def ondertekening(self, wie: str) -> Ondertekening | None:
        return next((o for o in self.ondertekeningen if o.wie == wie), None)

    @property
    def van_inwoner(self) -> Ondertekening | None:
        return self.ondertekening("inwoner")

    @property
    def van_gemeente(self) -> Ondertekening | None:
        return self.ondertekening("gemeente")


def plannen_van(persoon):
    """De plannen van iemand met het aantal stappen en hoeveel er gedaan zijn, in één vraag."""
    eigen = {"doel__plan": OuterRef("pk")}
    stappen = Stap.objects.met_voortgang().filter(**eigen).exclude(stand=Stapstatus.VERVALT)
    return Ontwikkelplan.objects.filter(persoon=persoon).annotate(
        stappen=SubqueryCount(stappen), stappen_gedaan=SubqueryCount(stappen.filter(stand=Stapstatus.GEDAAN))
    )


def lees_plan(plan: Ontwikkelplan) -> Planweergave:
    """Het plan in vijf vragen aan de database, hoeveel stappen er ook zijn."""
    stappen = Prefetch("stappen", Stap.objects.met_voortgang().order_by("volgorde", "pk"))
    doelen = Doel.objects.filter(plan=plan).prefetch_related(stappen).order_by("volgorde", "pk")
    return Planweergave(
        plan=plan,
        inhoud=Planinhoud.objects.filter(plan=plan).select_related("standaardtekst").first(),
        doelen=[Doelweergave(doel, list(doel.stappen.all())) for doel in doelen],
        ondertekeningen=list(
            Ondertekening.objects.filter(plan=plan).select_related("document", "door").order_by("-wie")
        ),
        evaluaties=list(Planevaluatie.objects.filter(plan=plan).select_related("door")),
    )


@dataclass(frozen=True)
class Vergelijkregel:
    """Eén onderdeel in de oude en de nieuwe versie."""

    onderdeel: str
    oud: list[str]
    nieuw: list[str]

    @property
    def gelijk(self) -> bool:
        return self.oud == self.nieuw


def vergelijk_plannen(oud: Planweergave, nieuw: Planweergave) -> list[Vergelijkregel]:
    """Twee versies naast elkaar, onderdeel voor onderdeel."""
    links, rechts = _onderdelen(oud), _onderdelen(nieuw)
    return [Vergelijkregel(naam, links.get(naam, []), rechts.get(naam, [])) for naam in rechts]


def _onderdelen(weergave: Planweergave) -> dict[str, list[str]]:
    inhoud = weergave.inhoud
    teksten = {
        "Wat wil ik?": inhoud and inhoud.eigen_woorden,
        "Wat kan ik goed?": inhoud and inhoud.sterk,
        "Waar heb ik hulp bij nodig?": inhoud and inhoud.hulp_bij,
    }
    na = {
        "Wat doet de gemeente?": inhoud and inhoud.gemeente_doet,
        "Wat doet de inwoner?": inhoud and inhoud.inwoner_doet,
        "Vaste tekst": str(inhoud.standaardtekst) if inhoud and inhoud.standaardtekst else "",
    }
    evaluatie = weergave.plan.evaluatie_op
    return {
        **{naam: _regels(tekst) for naam, tekst in teksten.items()},
        "Doelen en stappen": [
            regel
            for d in weergave.doelen
            for regel in (
                f"Doel: {d.doel.tekst} (klaar vóór {d.doel.klaar_voor:%d-%m-%Y})",
                *(f"Stap: {s.tekst} (vóór {s.voor:%d-%m-%Y})" for s in d.stappen),
            )
        ],
        **{naam: _regels(tekst) for naam, tekst in na.items()},
        "Evaluatie": [f"{evaluatie:%d-%m-%Y}"] if evaluatie else [],
    }


def _regels(tekst: str | None) -> list[str]:
    return [regel for regel in (tekst or "").splitlines() if regel.strip()]


STAPPEN = ("situatie", "doelen", "afspraken", "controleren", "tekenen")


def planstappen(weergave: Planweergave | None, nu: str) -> list[dict]:
    """De vijf stappen van het maken, met wat klaar is en waar je nu bent (schermen, POP)."""
    klaar: dict[str, bool] = {}
    if weergave and weergave.inhoud:
        klaar["situatie"] = bool(weergave.inhoud.eigen_woorden)
        klaar["doelen"] = bool(weergave.doelen) and all(d.stappen for d in weergave.doelen)
        klaar["afspraken"] = bool(weergave.plan.evaluatie_op)
        klaar["controleren"] = weergave.plan.status == Planstatus.TER_ONDERTEKENING
    te_openen = {"situatie", "doelen", "afspraken", "controleren"} if weergave else set()
    if weergave and weergave.plan.status != Planstatus.CONCEPT:
        te_openen = {"tekenen"}
    return [
        {
            "naam": f"{nummer} {code.capitalize()}",
            "actief": code == nu,
            "stand": "klaar" if klaar.get(code) else "",
            "route": f"personen:plan-{code}" if code in te_openen else "",
        }
        for nummer, code in enumerate(STAPPEN, 1)
    ]
