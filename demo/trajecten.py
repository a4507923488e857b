"""Trajecten, trede-wijzigingen en overdrachten van Rijssen-Holten: twee jaar leven, via de acties.

De instrumenten komen uit de brondocumenten; prijzen, uitvoerders en wie wat volgt zijn verzonnen. Metingen komen
alleen bij na de brondatum, zodat de ladder van 30-9-2019 blijft zoals de bron haar noemt.
"""

from datetime import date, timedelta
from decimal import Decimal
from random import Random

from django.db import transaction
from django.db.models import Exists, OuterRef

from demo.people import VANDAAG, dag_tussen
from kern.models import Gebruiker, Gemeente, Team
from personen.models import Persoon, Toewijzing
from reintegratie import actions, overdracht_actions, traject_actions
from reintegratie.instrument_actions import laad_instrumenten
from reintegratie.models import Instrument, Traject, Tredemeting, Uitkering
from wsw.models import Dienstverband

CODE = "1742"
BEGIN = VANDAAG - timedelta(days=730)
TRAJECTEN, METINGEN = 64, 150
# (code, uitvoerder, maanden, geraamde kosten)
AANBOD = [
    ("leerwerk-buitendienst", "Buitendienst Rijssen-Holten", 6, "2400.00"),
    ("duaal-traject", "Taalhuis Voorbeeld", 9, "3150.00"),
    ("stage", "Voorbeeld Techniek BV", 3, "0.00"),
    ("werkervaringsplaats", "Sterkerij", 6, "1500.00"),
    ("korte-beroepsopleiding", "Vakschool Voorbeeld", 4, "1850.00"),
    ("ontwikkeltraject", "Groei in Werk", 6, "2750.00"),
    ("activering", "Welzijn Voorbeeld", 6, "600.00"),
]
DOELEN = (
    "Werkritme opbouwen en op tijd komen",
    "Certificaat halen",
    "Beter Nederlands spreken op het werk",
    "Ontdekken welk werk past",
)
REDENEN = {
    1: (
        "Komt vaker buiten en doet mee in de buurt",
        "Werkt nu een paar dagen in de week mee",
        "Traject gaat goed",
    ),
    -1: ("Ziek geworden, doet tijdelijk minder", "Stage gestopt, zoekt iets anders"),
    0: ("Halfjaarlijkse meting",),
}
UITVAL = ("Te zwaar naast de zorg thuis", "Andere richting gekozen", "Langdurig ziek")


def maak_trajecten(random: Random) -> dict[str, int]:
    """Alles via de acties. Staat er al een traject, dan is de demo er en gebeurt er niets."""
    laad_instrumenten()
    if Traject.objects.exists():
        return {}
    gemeente = Gemeente.objects.get(code=CODE)
    mensen = _actieven(gemeente)
    random.shuffle(mensen)
    metingen = sum(_meet(random, toewijzing) for toewijzing in mensen[:METINGEN])
    actief = [t for t in mensen if (_doel(t) or 0) >= 4]
    instrumenten = {i.code: i for i in Instrument.objects.op(VANDAAG).filter(gemeente=gemeente)}
    trajecten = sum(
        _traject(random, nummer, toewijzing, instrumenten)
        for nummer, toewijzing in enumerate(actief[:TRAJECTEN])
    )
    overdrachten = _overdrachten(gemeente)
    return {"tredemetingen": metingen, "trajecten": trajecten, "overdrachten": overdrachten}


def _actieven(gemeente) -> list[Toewijzing]:
    """Wie nu een uitkering en een contactpersoon heeft, en geen Wsw-dienstverband."""
    loopt = Uitkering.objects.op(VANDAAG).filter(persoon=OuterRef("persoon_id"))
    wsw = Dienstverband.objects.op(VANDAAG).filter(persoon=OuterRef("persoon_id"))
    gemeten = Tredemeting.objects.filter(persoon=OuterRef("persoon_id"))
    rijen = Toewijzing.objects.op(VANDAAG).filter(persoon__gemeente=gemeente)
    rijen = rijen.filter(Exists(loopt), Exists(gemeten)).exclude(Exists(wsw))
    return list(rijen.select_related("persoon", "gebruiker").order_by("persoon__nummer"))


def _laatste(persoon) -> Tredemeting:
    return Tredemeting.objects.filter(persoon=persoon).order_by("-datum", "-pk")[0]


def _doel(toewijzing) -> int | None:
    return _laatste(toewijzing.persoon).doeltrede


def _meet(random, toewijzing) -> int:
    """Eén tot drie halfjaarlijkse metingen; de doeltrede blijft, dus het segment ook."""
    keren, aantal = random.randint(1, 3), 0
    with transaction.atomic():
        for keer in range(keren):
            vorige = _laatste(toewijzing.persoon)
            if vorige.huidige_trede is None or vorige.doeltrede is None:
                return aantal
            vroegst = max(
                vorige.datum + timedelta(days=90), toewijzing.begindatum, BEGIN + timedelta(days=180 * keer)
            )
            laatst = min(vroegst + timedelta(days=150), VANDAAG - timedelta(days=3))
            if vroegst >= laatst:
                return aantal
            stap = random.choices([1, 0, -1], [30, 60, 10])[0]
            if not 1 <= vorige.huidige_trede + stap <= min(5, max(vorige.doeltrede, vorige.huidige_trede)):
                stap = 0
            actions.meet_trede(
                toewijzing.persoon, datum=dag_tussen(random, vroegst, laatst), door=toewijzing.gebruiker,
                huidige_trede=vorige.huidige_trede + stap, doeltrede=vorige.doeltrede, bron="gesprek",
                reden=random.choice(REDENEN[stap]),
            )  # fmt: skip
            aantal += 1
    return aantal


def _traject(random, nummer, toewijzing, instrumenten) -> int:
    """De stand volgt uit het volgnummer: beëindigd, lopend, in pauze, verlengd, bijna om of voorbij het einde."""
    code, uitvoerder, maanden, kosten = AANBOD[nummer % len(AANBOD)]
    duur = timedelta(days=30 * maanden)
    stand = nummer % 8
    vroegst, laatst = max(BEGIN, toewijzing.begindatum), VANDAAG - duur - timedelta(days=40)
    if stand < 3 and vroegst > laatst:
        stand = 7  # not here long enough to have finished one
    if stand < 3:
        begin = dag_tussen(random, vroegst, laatst)
    else:
        # Still running: some end within weeks, one in eight is past its planned end.
        over = {3: -12, 4: 15}.get(stand, random.randint(30, 120))
        begin = VANDAAG + timedelta(days=over) - duur
    begin = max(begin, toewijzing.begindatum)
    with transaction.atomic():
        traject = traject_actions.begin_traject(
            toewijzing.persoon, instrument=instrumenten[code], begindatum=begin, gepland_einde=begin + duur,
            uitvoerder_naam=uitvoerder, doel=random.choice(DOELEN), kosten_geraamd=Decimal(kosten),
            door=toewijzing.gebruiker,
        )  # fmt: skip
        if stand < 3:
            _beeindig(random, nummer, traject, toewijzing.gebruiker)
        elif stand == 5:
            van = max(begin, VANDAAG - timedelta(days=18))
            traject_actions.pauzeer_traject(traject, van=van, reden="Geopereerd", door=toewijzing.gebruiker)
        elif stand == 6:
            traject_actions.verleng_traject(
                traject, gepland_einde=traject.gepland_einde + timedelta(days=60), reden="Nog niet klaar",
                door=toewijzing.gebruiker,
            )  # fmt: skip
        if (
            stand != 5
            and traject.evaluatie_op
            and traject.evaluatie_op < VANDAAG
            and stand >= 3
            and nummer % 3
        ):
            dag = max(traject.evaluatie_op, begin)
            traject_actions.evalueer_traject(
                traject,
                datum=dag,
                verslag="Het tempo gaat vooruit. Wij gaan zo door.",
                door=toewijzing.gebruiker,
            )
    return 1


def _beeindig(random, nummer, traject, door) -> None:
    resultaat = ("behaald", "werk", "deels", "gestopt", "behaald", "niet")[nummer // 8 % 6]
    per = min(traject.gepland_einde, VANDAAG - timedelta(days=random.randint(5, 90)))
    if resultaat == "gestopt":
        per = traject.begindatum + (traject.gepland_einde - traject.begindatum) / 2
    factor = Decimal(random.choice([85, 95, 100, 110])) / 100
    traject_actions.beeindig_traject(
        traject, per=max(per, traject.begindatum), resultaat=resultaat, door=door,
        toelichting=random.choice(UITVAL) if resultaat in ("gestopt", "niet") else "",
        kosten_werkelijk=(traject.kosten_geraamd * factor).quantize(Decimal("0.01")),
    )  # fmt: skip


def _overdrachten(gemeente) -> int:
    """Twee mensen van passief naar actief: de ene overdracht is geaccepteerd, de andere wacht."""
    namen = {g.username: g for g in Gebruiker.objects.filter(username__in=("consulent-inkomen", "consulent"))}
    geeft, krijgt = namen["consulent-inkomen"], namen["consulent"]
    team = Team.objects.filter(gemeente=gemeente, leden__gebruiker=krijgt).order_by("naam").first()
    eigen = Persoon.objects.caseload_van([geeft.pk], VANDAAG).lopend_op(VANDAAG).order_by("nummer")
    aantal = 0
    for persoon in eigen:
        vorige = _laatste_of_niets(persoon)
        if vorige is None or vorige.doeltrede != 3 or vorige.datum >= VANDAAG - timedelta(days=20):
            continue
        with transaction.atomic():
            actions.meet_trede(
                persoon, datum=VANDAAG - timedelta(days=1), huidige_trede=vorige.huidige_trede, doeltrede=4,
                bron="herbeoordeling", reden="Wil en kan meer dan bij de vorige beoordeling", door=geeft,
            )  # fmt: skip
            overdracht = overdracht_actions.stel_overdracht_voor(
                persoon, naar_team=team if aantal else None, naar=None if aantal else krijgt,
                reden="De doeltrede is nu 4: het dossier hoort bij re-integratie.", door=geeft,
            )  # fmt: skip
            if not aantal:
                overdracht_actions.accepteer_overdracht(
                    overdracht, aan=krijgt, reden="Kennismaking volgt deze week.", door=krijgt
                )
        aantal += 1
        if aantal == 2:
            break
    return aantal


def _laatste_of_niets(persoon) -> Tredemeting | None:
    return Tredemeting.objects.filter(persoon=persoon, datum__gt=date(2019, 9, 30)).order_by("-datum").first()
