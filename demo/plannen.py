"""Ontwikkelplannen van de caseload van `consulent`: in elke stand, via de acties van het scherm."""

from datetime import timedelta
from random import Random

from django.db import transaction

from demo.people import VANDAAG
from kern.models import Gebruiker
from personen import actions
from personen.choices import Ondertekenwijze, Plansoort, Stapstatus
from personen.models import Ontwikkelplan, Persoon, Stap, Voorbeeldstap
from wsw.models import Dienstverband

AANTAL = 40
# (eigen woorden, sterk, hulp, doel, thema's van de stappen)
VERHALEN = [
    (
        "Ik wil weer werken. Het liefst buiten.",
        "Ik ben handig. Ik werk graag met planten.",
        "Ik vind sollicitatiebrieven lastig.",
        "Ik werk 24 uur in het groen",
        ("Solliciteren", "Werk ontdekken"),
    ),
    (
        "Ik wil beter Nederlands praten. Dan kan ik werken in een winkel.",
        "Ik ben vriendelijk. Ik kom altijd op tijd.",
        "Lezen en schrijven gaat nog langzaam.",
        "Ik spreek goed genoeg Nederlands voor een winkel",
        ("Taal", "Werk ontdekken"),
    ),
    (
        "Ik wil vaker onder de mensen zijn.",
        "Ik kan goed luisteren. Ik kook graag.",
        "Ik vind het moeilijk om te beginnen.",
        "Ik doe elke week mee aan iets in de buurt",
        ("Meedoen", "Geld en thuis"),
    ),
    (
        "Ik wil een diploma halen en dan werken in een magazijn.",
        "Ik ben sterk. Ik houd van aanpakken.",
        "Ik wil hulp bij het kiezen van een cursus.",
        "Ik haal mijn certificaat voor de heftruck",
        ("Leren", "Solliciteren"),
    ),
]
WSW = (
    "Ik wil mijn werk leuk blijven vinden. Ik wil iets nieuws leren.",
    "Ik werk rustig en precies. Collega's vragen mij om hulp.",
    "Drukke dagen kosten mij veel energie.",
    "Ik leer een nieuwe taak op mijn werk",
    ("Op de werkplek",),
)
GESPREKKEN = [
    "De stappen gaan goed. Wij gaan zo door.",
    "De taalles kost veel tijd. De andere stap komt later.",
    "Het doel komt dichtbij. Er is een gesprek bij een bedrijf gepland.",
]


def maak_plannen(random: Random) -> int:
    """Maak ongeveer veertig plannen; wie al een digitaal plan heeft, wordt overgeslagen."""
    door = Gebruiker.objects.get(username="consulent")
    caseload = Persoon.objects.caseload_van([door.pk], VANDAAG).lopend_op(VANDAAG)
    mensen = list(caseload.exclude(ontwikkelplannen__digitaal=True).order_by("nummer")[: AANTAL * 2 : 2])
    for nummer, persoon in enumerate(mensen):
        with transaction.atomic():
            _plan(random, nummer, persoon, door)
    return len(mensen)


def _plan(random, nummer, persoon, door) -> None:
    """De stand volgt uit het volgnummer: elk achtste plan is concept, wacht, of heeft een tweede versie."""
    stand = nummer % 8
    wsw = Dienstverband.objects.filter(persoon=persoon).exists()
    verhaal = WSW if wsw else VERHALEN[nummer % len(VERHALEN)]
    # Long ago: the evaluation is due; lately: everything still fits. Waiting for weeks is a signal.
    dagen = {0: random.randint(1, 9), 1: random.randint(3, 60)}.get(stand, random.randint(40, 330))
    begin = VANDAAG - timedelta(days=dagen)
    eigen, sterk, hulp, doel, themas = verhaal
    plan = actions.begin_plan(
        persoon,
        soort=Plansoort.IOP if wsw else Plansoort.POP,
        opgesteld_op=begin,
        door=door,
        eigen_woorden=eigen,
        sterk=sterk,
        hulp_bij=hulp,
    )
    _doel(random, plan, doel, themas, begin, door)
    if stand in (3, 5):
        _doel(
            random,
            plan,
            "De gemeente helpt om het inkomen te regelen",
            ("Geld en thuis",),
            begin,
            door,
            "gemeente",
        )
    actions.wijzig_planinhoud(
        plan,
        door=door,
        gemeente_doet="Wij bellen elke maand. Wij regelen de afspraken die hierboven staan.",
        inwoner_doet="U zet de stappen. U belt als iets niet lukt.",
        bestede_uren=random.choice([2, 3, 4]),
        evaluatie_op=begin + timedelta(days=random.choice([91, 182])),
    )
    if stand == 0:
        return
    actions.bied_plan_aan(plan, door=door)
    if stand == 1:
        if nummer == 9:
            actions.trek_plan_in(plan, door=door)
        return
    _teken(plan, begin + timedelta(days=random.randint(0, 6)), door, weigert=nummer == 18)
    _voortgang(random, plan, begin, door)
    plan = Ontwikkelplan.objects.get(pk=plan.pk)
    if plan.evaluatie_op < VANDAAG - timedelta(days=10) and stand not in (4, 6):
        actions.evalueer_plan(
            plan,
            datum=plan.evaluatie_op + timedelta(days=3),
            verslag=random.choice(GESPREKKEN),
            volgende_op=VANDAAG + timedelta(days=random.randint(20, 120)),
            door=door,
        )
    if stand == 7 and dagen > 120:
        tweede = actions.nieuwe_versie(plan, opgesteld_op=VANDAAG - timedelta(days=20), door=door)
        actions.wijzig_planinhoud(
            tweede,
            door=door,
            eigen_woorden="Het gaat goed. Ik wil nu meer uren werken.",
            evaluatie_op=VANDAAG + timedelta(days=160),
        )
        actions.bied_plan_aan(tweede, door=door)
        _teken(tweede, VANDAAG - timedelta(days=18), door)


def _doel(random, plan, tekst, themas, begin, door, eigenaar="inwoner") -> None:
    doel = actions.voeg_doel_toe(
        plan,
        tekst=tekst,
        eigenaar=eigenaar,
        klaar_voor=begin + timedelta(days=random.choice([182, 365])),
        door=door,
    )
    voorbeelden = Voorbeeldstap.objects.filter(thema__in=themas, gemeente=None).order_by("code")
    for voorbeeld in list(voorbeelden)[:3]:
        actions.voeg_stap_toe(
            doel,
            tekst=voorbeeld.tekst,
            wie=voorbeeld.wie,
            voor=begin + timedelta(weeks=voorbeeld.weken),
            voorbeeld=voorbeeld,
            door=door,
        )


def _teken(plan, datum, door, *, weigert=False) -> None:
    datum = min(datum, VANDAAG)
    actions.onderteken(
        plan,
        wie="inwoner",
        hoe=Ondertekenwijze.GEWEIGERD if weigert else Ondertekenwijze.SCHERM,
        reden="Vindt twee taallessen per week te veel." if weigert else "",
        naam=plan.persoon.weergavenaam,
        datum=datum,
        door=door,
    )
    actions.onderteken(
        plan, wie="gemeente", hoe=Ondertekenwijze.SCHERM, naam=door.naam, datum=datum, door=door
    )


def _voortgang(random, plan, begin, door) -> None:
    for stap in Stap.objects.filter(doel__plan=plan).order_by("pk"):
        if stap.voor < VANDAAG and random.random() < 0.7:
            dag = min(stap.voor - timedelta(days=random.randint(0, 10)), VANDAAG)
            actions.zet_stap_op(stap, status=Stapstatus.GEDAAN, datum=max(dag, begin), door=door)
        elif random.random() < 0.5:
            dag = min(begin + timedelta(days=14), VANDAAG)
            actions.zet_stap_op(stap, status=Stapstatus.BEZIG, datum=dag, door=door)
