"""Signalen van de terugvaloptie: de klok van wie een nieuwe plek zoekt, en plekken die op zijn."""

from collections.abc import Collection, Iterator
from datetime import date, timedelta

from django.urls import reverse

from kern.beleid import waarden
from kern.models import Gemeente
from kern.permissions import Recht
from kern.registers import Signaal, Signaalsoort
from wsw.models import Herplaatsing
from wsw.rules import bereikte_week
from wsw.terugval_queries import eigenaar_op, met_klok, plekken_van

_WEKEN = "herplaatsing.signaal_weken"


def zonder_nieuwe_plek(
    gemeenten: Collection[int], peildatum: date, eigenaar_ids: Collection[int] | None = None
) -> Iterator[Signaal]:
    """Wie op een terugvalplek zit en nog geen nieuwe plek heeft, na 4, 6 en 8 weken (RH-069).

    De weken staan in `herplaatsing.signaal_weken`; elke week is een nieuw signaal. Is de uiterste dag voorbij,
    dan is het altijd 'moet'.
    """
    norm = waarden([_WEKEN], gemeenten, peildatum)
    rijen = met_klok(Herplaatsing.objects.open().filter(persoon__gemeente_id__in=gemeenten))
    rijen = rijen.annotate(eigenaar=eigenaar_op(peildatum)).select_related("persoon", "plek")
    if eigenaar_ids is not None:
        rijen = rijen.filter(eigenaar__in=eigenaar_ids)
    for rij in rijen.order_by("uiterlijk", "pk"):
        opgezocht = norm[rij.persoon.gemeente_id, _WEKEN]
        weken = [int(week) for week in opgezocht.waarde] if opgezocht else []
        week = bereikte_week(rij.laatste_werkdag, peildatum, weken)
        te_laat = rij.uiterlijk is not None and peildatum > rij.uiterlijk
        if week is None and not te_laat:
            continue
        sinds = (peildatum - rij.laatste_werkdag).days // 7
        voor = f"; uiterlijk {rij.uiterlijk:%d-%m-%Y}" if rij.uiterlijk else ""
        yield Signaal(
            soort="wsw.zonder_nieuwe_plek",
            sleutel=f"herplaatsing-{rij.pk}-{'te-laat' if te_laat else week}",
            niveau="moet" if te_laat or week == max(weken) else "let_op",
            reden=f"Nog geen nieuwe plek na {sinds} weken{voor}{', te laat' if te_laat else ''}",
            onderwerp=rij.persoon.weergavenaam,
            onderwerp_url=rij.get_absolute_url(),
            actie="Begin nieuwe plaatsing",
            actie_url=reverse("werkgevers:plaatsing-nieuw", args=[rij.persoon.nummer]),
            gemeente_id=rij.persoon.gemeente_id,
            eigenaar_id=rij.eigenaar,
            dossier_id=rij.persoon_id,
            vanaf=rij.uiterlijk + timedelta(days=1)
            if te_laat
            else rij.laatste_werkdag + timedelta(weeks=week or 0),
            norm="Signaal na " + ", ".join(str(w) for w in weken) + " weken zonder nieuwe plek",
            norm_versie=opgezocht.versie or rij.kaderversie,
        )


def plekken_op(
    gemeenten: Collection[int], peildatum: date, eigenaar_ids: Collection[int] | None = None
) -> Iterator[Signaal]:
    """Er is geen terugvalplek vrij, of er zijn er minder dan per jaar nodig (RH-122)."""
    if eigenaar_ids is not None and not eigenaar_ids:
        return
    for stand in plekken_van(list(Gemeente.objects.filter(pk__in=gemeenten).order_by("naam")), peildatum):
        if not stand.tekort:
            continue
        yield Signaal(
            soort="wsw.terugvalplekken_op",
            sleutel=f"terugvalplekken-{stand.gemeente.pk}-{stand.plaatsen}-{stand.bezet}",
            niveau="let_op",
            reden=stand.tekort,
            onderwerp=f"Terugvalplekken {stand.gemeente.naam}",
            onderwerp_url=reverse("wsw:terugvalplekken"),
            actie="Bekijk de plekken",
            actie_url=reverse("wsw:terugvalplekken"),
            gemeente_id=stand.gemeente.pk,
            eigenaar_id=None,
            norm=f"Ten minste {stand.minst} per jaar",
            norm_versie=stand.minst.versie,
        )


SIGNAALSOORTEN = (
    Signaalsoort(
        code="wsw.zonder_nieuwe_plek",
        naam="Nog geen nieuwe plek na een terugval",
        niveau="let_op",
        recht=Recht.WSW_INZIEN,
        vind=zonder_nieuwe_plek,
        uitleg="Iemand zit op een terugvalplek en heeft nog geen nieuwe plek.",
        normen=(_WEKEN,),
    ),
    Signaalsoort(
        code="wsw.terugvalplekken_op",
        naam="Terugvalplekken zijn op",
        niveau="let_op",
        recht=Recht.WSW_WIJZIGEN,
        vind=plekken_op,
        uitleg="Er is geen terugvalplek vrij, of er zijn er minder dan nodig.",
        normen=("terugval.plaatsen.min",),
        per_dossier=False,
        met_eigenaar=False,
    ),
)
