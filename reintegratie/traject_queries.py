"""Wat er over trajecten te weten is: de langste duur met haar teller, de stand, en de kosten per instrument."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, CharField, Count, F, Q, Sum, Value, When
from django.db.models.functions import Coalesce

from kern.beleid import Opgezocht, waarden
from personen.choices import Planstatus, Stapstatus
from personen.models import Stap
from reintegratie import traject_rules as regels
from reintegratie.choices import DUURNORMEN, Trajectmomentsoort, Trajectresultaat
from reintegratie.models import Instrument, Traject, Trajectmoment

GEPLAND, LOOPT, PAUZE, VOORBIJ, EINDE = "gepland", "loopt", "pauze", "voorbij", "beeindigd"
STANDEN = {
    LOOPT: "loopt",
    PAUZE: "in pauze",
    VOORBIJ: "voorbij het geplande einde",
    GEPLAND: "begint nog",
    EINDE: "beëindigd",
}


def duurnormen(instrument: Instrument, dag: date) -> list[Opgezocht]:
    """De parameters die samen de langste duur geven; leeg als het instrument er geen uit het kader neemt."""
    codes = DUURNORMEN.get(instrument.duurnorm, ())
    gevonden = waarden(codes, [instrument.gemeente_id], dag) if codes else {}
    return [gevonden[instrument.gemeente_id, code] for code in codes]


def langste_duur(instrument: Instrument, dag: date) -> int | None:
    """De langste duur in maanden: van het instrument zelf of uit het kader; None is niet vastgesteld (WV-034)."""
    if instrument.max_maanden:
        return instrument.max_maanden
    normen = duurnormen(instrument, dag)
    return sum(int(norm.waarde) for norm in normen) if normen and all(normen) else None


@dataclass(frozen=True)
class Duurteller:
    """De teller van één traject: de uiterste dag, met de pauze die niet meetelt (W13)."""

    maanden: int
    pauzedagen: int
    uiterlijk: date
    bron: str

    def te_lang(self, einde: date) -> bool:
        return einde > self.uiterlijk


def duurteller(traject: Traject, peildatum: date) -> Duurteller | None:
    """De uiterste dag van dit traject, of None als er geen langste duur is vastgesteld."""
    maanden = langste_duur(traject.instrument, traject.begindatum)
    if maanden is None:
        return None
    dagen = dagen_pauze(traject, peildatum)
    normen = duurnormen(traject.instrument, traject.begindatum)
    bron = "; ".join(norm.uitleg for norm in normen) or f"{traject.instrument.bron}"
    return Duurteller(maanden, dagen, regels.uiterste_dag(traject.begindatum, maanden, dagen), bron)


def dagen_pauze(traject: Traject, peildatum: date) -> int:
    """Dagen in pauze; een open pauze telt tot en met de peildatum."""
    return sum(
        regels.pauzedagen(pauze.begindatum, pauze.einddatum or max(peildatum, pauze.begindatum))
        for pauze in traject.momenten.all()
        if pauze.soort == Trajectmomentsoort.PAUZE
    )


def met_stand(trajecten, peildatum: date):
    """Voeg `stand` toe: waar een traject op de peildatum staat."""
    gevallen = (
        When(~Q(resultaat=""), then=Value(EINDE)),
        When(in_pauze=True, then=Value(PAUZE)),
        When(begindatum__gt=peildatum, then=Value(GEPLAND)),
        When(gepland_einde__lt=peildatum, then=Value(VOORBIJ)),
    )
    return trajecten.met_pauze(peildatum).annotate(
        stand=Case(*gevallen, default=Value(LOOPT), output_field=CharField())
    )


def trajecten_van(gebruiker, persoon, peildatum: date):
    """De trajecten op een dossier, nieuwste eerst, met hun stand."""
    eigen = Traject.objects.zichtbaar_voor(gebruiker).filter(persoon=persoon)
    return (
        met_stand(eigen, peildatum).select_related("instrument", "uitvoerder").order_by("-begindatum", "-pk")
    )


def open_stappen(persoon):
    """Stappen van het plan dat nu geldt of in de maak is, en nog niet klaar zijn."""
    open_ = [Planstatus.CONCEPT, Planstatus.TER_ONDERTEKENING, Planstatus.GETEKEND, Planstatus.GEWEIGERD]
    stappen = Stap.objects.met_voortgang().filter(doel__plan__persoon=persoon, doel__plan__status__in=open_)
    klaar = [Stapstatus.GEDAAN, Stapstatus.VERVALT]
    return stappen.exclude(stand__in=klaar).select_related("doel__plan").order_by("pk")


def kosten_per_instrument(instrumenten, eerste: date, laatste: date):
    """Per instrumentversie: trajecten die in de periode liepen, hun resultaat en hun kosten (HT-028, HT-035).

    De kosten zijn die van het hele traject, ook als het over een jaargrens loopt; dat staat bij de cijfers.
    """
    liep = Q(trajecten__begindatum__lte=laatste) & (
        Q(trajecten__einddatum=None) | Q(trajecten__einddatum__gte=eerste)
    )
    gelukt = [Trajectresultaat.BEHAALD, Trajectresultaat.WERK]
    geraamd = Sum("trajecten__kosten_geraamd", filter=liep)
    return instrumenten.annotate(
        aantal=Count("trajecten", filter=liep),
        lopend=Count("trajecten", filter=liep & Q(trajecten__resultaat="")),
        klaar=Count("trajecten", filter=liep & ~Q(trajecten__resultaat="")),
        gelukt=Count("trajecten", filter=liep & Q(trajecten__resultaat__in=gelukt)),
        naar_werk=Count("trajecten", filter=liep & Q(trajecten__resultaat=Trajectresultaat.WERK)),
        geraamd=geraamd,
        werkelijk=Sum("trajecten__kosten_werkelijk", filter=liep),
        verwacht=Sum(Coalesce("trajecten__kosten_werkelijk", "trajecten__kosten_geraamd"), filter=liep),
    ).annotate(gemiddeld=Case(When(aantal__gt=0, then=F("verwacht") / F("aantal"))))


def momenten_van(traject: Traject):
    return Trajectmoment.objects.filter(traject=traject).select_related("door").order_by("-begindatum", "-pk")
