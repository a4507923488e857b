"""Signalen van personen: uit het oog, zonder contactpersoon, zonder plan, plan niet getekend."""

from collections.abc import Collection, Iterator
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from django.db.models import Case, Count, F, Max, OuterRef, Subquery, When
from django.db.models.functions import Coalesce, Greatest
from django.urls import reverse

from kern.beleid import waarden
from kern.permissions import Recht
from kern.registers import Signaal, Signaalsoort, dossier_in_beeld
from personen.choices import Planstatus
from personen.models import Contactmoment, Dossierperiode, Ontwikkelplan, Persoon, Planevaluatie, Toewijzing


def _dagen(aantal: int) -> str:
    """In weken zodra dat gewoner is: "9 weken", "12 dagen"."""
    return f"{aantal // 7} weken" if aantal >= 14 else f"{aantal} dagen"


def _lopend(gemeenten, peildatum, eigenaar_ids):
    """Personen met een lopend dossier, met hun contactpersoon als `eigenaar`."""
    contactpersoon = Toewijzing.objects.op(peildatum).filter(persoon=OuterRef("pk")).order_by()
    periode = Dossierperiode.objects.op(peildatum).filter(persoon=OuterRef("pk")).order_by()
    personen = Persoon.objects.filter(gemeente_id__in=gemeenten).lopend_op(peildatum)
    if (pk := dossier_in_beeld()) is not None:
        personen = personen.filter(pk=pk)
    # By way of the assignments: a caseload is found by its index, however many people the gemeente has.
    if eigenaar_ids is not None:
        personen = personen.caseload_van(eigenaar_ids, peildatum)
    return personen.annotate(
        eigenaar=Subquery(contactpersoon.values("gebruiker_id")[:1]),
        toegewezen_op=Subquery(contactpersoon.values("begindatum")[:1]),
        begonnen_op=Subquery(periode.values("begindatum")[:1]),
    )


def geen_contact(
    gemeenten: Collection[int], peildatum: date, eigenaar_ids: Collection[int] | None = None
) -> Iterator[Signaal]:
    """Personen met wie langer dan `contact.max_dagen` geen contact was (HT-027).

    De klok begint bij het laatste contact, of anders bij het begin van het dossier of de toewijzing.
    Ingetrokken contactmomenten tellen niet. Niet vastgesteld: de regel staat uit.
    """
    norm = _gezet("contact.max_dagen", gemeenten, peildatum)
    if not norm:
        return
    kortste = min(int(n.waarde) for n in norm.values())
    geldig = Contactmoment.objects.filter(persoon=OuterRef("pk"), ingetrokken_op=None, datum__lte=peildatum)
    rijen = (
        _lopend(norm, peildatum, eigenaar_ids)
        .annotate(laatste=Subquery(geldig.order_by("-datum").values("datum")[:1]))
        .annotate(sinds=Coalesce("laatste", Greatest("begonnen_op", "toegewezen_op")))
        .filter(sinds__lt=peildatum - timedelta(days=kortste))
        .order_by("sinds", "pk")
    )
    for persoon in rijen:
        termijn = int(norm[persoon.gemeente_id].waarde)
        stil = (peildatum - persoon.sinds).days
        if stil <= termijn:
            continue
        wat = f"{_dagen(stil)} geen contact" if persoon.laatste else f"Nog geen contact in {_dagen(stil)}"
        yield Signaal(
            soort="persoon.geen_contact",
            sleutel=f"{persoon.pk}-{persoon.sinds}",
            niveau="let_op",
            reden=f"{wat} (norm {_dagen(termijn)})",
            onderwerp=persoon.weergavenaam,
            onderwerp_url=persoon.get_absolute_url(),
            actie="Leg contact vast",
            actie_url=reverse("personen:contact-nieuw", args=[persoon.nummer]),
            gemeente_id=persoon.gemeente_id,
            eigenaar_id=persoon.eigenaar,
            dossier_id=persoon.pk,
            vanaf=persoon.sinds + timedelta(days=termijn + 1),
            norm=f"Ten minste elke {termijn} dagen contact",
            norm_versie=norm[persoon.gemeente_id].versie,
        )


def zonder_contactpersoon(
    gemeenten: Collection[int], peildatum: date, eigenaar_ids: Collection[int] | None = None
) -> Iterator[Signaal]:
    """Eén signaal per gemeente voor wie mag toewijzen: hoeveel lopende dossiers niemand hebben (HT-032)."""
    rijen = (
        _lopend(gemeenten, peildatum, None)
        .filter(eigenaar=None)
        .values("gemeente_id", "gemeente__naam")
        .annotate(aantal=Count("pk"), eerste=Max("begonnen_op"))
    )
    for rij in rijen:
        wie = "1 persoon" if rij["aantal"] == 1 else f"{rij['aantal']} personen"
        yield Signaal(
            soort="persoon.zonder_contactpersoon",
            sleutel=f"gemeente-{rij['gemeente_id']}",
            niveau="moet",
            reden=f"{wie} zonder contactpersoon",
            onderwerp=rij["gemeente__naam"],
            onderwerp_url=reverse("kern:team"),
            actie="Wijs toe",
            actie_url=reverse("personen:lijst") + "?status=lopend&zonder_contactpersoon=on",
            gemeente_id=rij["gemeente_id"],
            eigenaar_id=None,
            norm="Iedereen met een lopend dossier heeft precies één contactpersoon",
            norm_versie="vaste regel (HT-032)",
        )


def zonder_plan(
    gemeenten: Collection[int], peildatum: date, eigenaar_ids: Collection[int] | None = None
) -> Iterator[Signaal]:
    """Jongeren tot en met `pva.leeftijd_tot_en_met` zonder plan (HT-039)."""
    norm = _gezet("pva.leeftijd_tot_en_met", gemeenten, peildatum)
    if not norm:
        return
    oudste = max(int(n.waarde) for n in norm.values())
    rijen = (
        _lopend(norm, peildatum, eigenaar_ids)
        .filter(ontwikkelplannen=None, geboortedatum__gt=peildatum - relativedelta(years=oudste + 1))
        .order_by("begonnen_op", "pk")
    )
    for persoon in rijen:
        leeftijd = int(norm[persoon.gemeente_id].waarde)
        if persoon.geboortedatum <= peildatum - relativedelta(years=leeftijd + 1):
            continue
        yield Signaal(
            soort="persoon.zonder_plan",
            sleutel=f"{persoon.pk}-{persoon.begonnen_op}",
            niveau="let_op",
            reden=f"Nog geen plan (moet tot en met {leeftijd} jaar)",
            onderwerp=persoon.weergavenaam,
            onderwerp_url=persoon.get_absolute_url(),
            actie="Maak plan",
            actie_url=reverse("personen:plan-maken", args=[persoon.nummer]),
            gemeente_id=persoon.gemeente_id,
            eigenaar_id=persoon.eigenaar,
            dossier_id=persoon.pk,
            vanaf=persoon.begonnen_op,
            norm=f"Een plan van aanpak tot en met {leeftijd} jaar",
            norm_versie=norm[persoon.gemeente_id].versie,
        )


def plan_niet_ondertekend(
    gemeenten: Collection[int], peildatum: date, eigenaar_ids: Collection[int] | None = None
) -> Iterator[Signaal]:
    """Plannen die langer dan `plan.ondertekend_binnen_dagen` op een handtekening wachten (HT-040)."""
    norm = _gezet("plan.ondertekend_binnen_dagen", gemeenten, peildatum)
    if not norm:
        return
    nieuwer = Ontwikkelplan.objects.filter(persoon=OuterRef("persoon"), soort=OuterRef("soort"))
    nieuwer = nieuwer.exclude(status=Planstatus.INGETROKKEN)
    open_ = [Planstatus.CONCEPT, Planstatus.TER_ONDERTEKENING]
    kortste = min(int(n.waarde) for n in norm.values())
    lopend = _lopend(norm, peildatum, eigenaar_ids)
    rijen = (
        Ontwikkelplan.objects.filter(
            persoon__in=lopend.values("pk"),
            status__in=open_,
            opgesteld_op__lt=peildatum - timedelta(days=kortste),
        )
        .annotate(laatste=Subquery(nieuwer.order_by("-versie").values("versie")[:1]))
        .filter(versie=F("laatste"))
        .order_by("opgesteld_op", "pk")
    )
    for plan, persoon in _met_persoon(rijen, lopend):
        termijn = int(norm[persoon.gemeente_id].waarde)
        dagen = (peildatum - plan.opgesteld_op).days
        if dagen <= termijn:
            continue
        yield Signaal(
            soort="plan.niet_ondertekend",
            sleutel=f"plan-{plan.pk}",
            niveau="moet",
            reden=f"Plan {dagen} dagen niet ondertekend",
            onderwerp=persoon.weergavenaam,
            onderwerp_url=persoon.get_absolute_url(),
            actie="Open plan",
            actie_url=reverse("personen:plan-versie", args=[persoon.nummer, plan.pk]),
            gemeente_id=persoon.gemeente_id,
            eigenaar_id=persoon.eigenaar,
            dossier_id=persoon.pk,
            vanaf=plan.opgesteld_op + timedelta(days=termijn + 1),
            norm=f"Ondertekend binnen {termijn} dagen",
            norm_versie=norm[persoon.gemeente_id].versie,
        )


def plan_evaluatie(
    gemeenten: Collection[int], peildatum: date, eigenaar_ids: Collection[int] | None = None
) -> Iterator[Signaal]:
    """Geldende plannen waarvan de afgesproken dag van evaluatie er is (RH-082)."""
    lopend = _lopend(gemeenten, peildatum, eigenaar_ids)
    laatste = Planevaluatie.objects.filter(plan=OuterRef("pk")).order_by("-datum", "-pk")
    rijen = (
        Ontwikkelplan.objects.filter(
            persoon__in=lopend.values("pk"), status__in=[Planstatus.GETEKEND, Planstatus.GEWEIGERD]
        )
        .annotate(
            geevalueerd=Subquery(laatste.values("datum")[:1]),
            volgende=Case(
                When(geevalueerd=None, then=F("evaluatie_op")),
                default=Subquery(laatste.values("volgende_op")[:1]),
            ),
        )
        .filter(volgende__lte=peildatum)
        .order_by("volgende", "pk")
    )
    for plan, persoon in _met_persoon(rijen, lopend):
        yield Signaal(
            soort="plan.evaluatie",
            sleutel=f"plan-{plan.pk}-{plan.volgende}",
            niveau="let_op",
            reden=f"Plan evalueren (afgesproken op {plan.volgende:%d-%m-%Y})",
            onderwerp=persoon.weergavenaam,
            onderwerp_url=persoon.get_absolute_url(),
            actie="Evalueer",
            actie_url=reverse("personen:plan-evalueren", args=[persoon.nummer, plan.pk]),
            gemeente_id=persoon.gemeente_id,
            eigenaar_id=persoon.eigenaar,
            dossier_id=persoon.pk,
            vanaf=plan.volgende,
            norm="De dag die in het plan staat",
            norm_versie="afspraak in het plan",
        )


def _met_persoon(plannen, lopend) -> Iterator[tuple[Ontwikkelplan, Persoon]]:
    """Elk plan met zijn persoon zoals in `lopend`; zonder plannen wordt naar personen niet gevraagd."""
    plannen = list(plannen)
    personen = (
        {p.pk: p for p in lopend.filter(pk__in={plan.persoon_id for plan in plannen})} if plannen else {}
    )
    return ((plan, personen[plan.persoon_id]) for plan in plannen)


def _gezet(code: str, gemeenten, peildatum) -> dict:
    """De vastgestelde waarden van één norm, per gemeente; een gemeente zonder waarde doet niet mee."""
    return {gemeente: n for (gemeente, _), n in waarden([code], gemeenten, peildatum).items() if n}


# ---- caseload: for the start page and the team --------------------------------------------------------
def caseload_per_medewerker(gemeenten: Collection[int], peildatum: date) -> dict[int, int]:
    """Lopende dossiers per contactpersoon."""
    lopend = Persoon.objects.filter(gemeente_id__in=gemeenten).lopend_op(peildatum)
    rijen = Toewijzing.objects.op(peildatum).filter(persoon__in=lopend.order_by()).values_list("gebruiker_id")
    return dict(rijen.annotate(aantal=Count("pk")).order_by())


def zonder_eigenaar(gemeenten: Collection[int], peildatum: date, limiet: int) -> tuple[int, list]:
    """Lopende dossiers zonder contactpersoon: hoeveel, en de langst wachtende (naam, dossier, toewijzen)."""
    rijen = _lopend(gemeenten, peildatum, None).filter(eigenaar=None).order_by("begonnen_op", "pk")
    return rijen.count(), [
        (p.weergavenaam, p.get_absolute_url(), reverse("personen:toewijzen", args=[p.nummer]), p.begonnen_op)
        for p in rijen[:limiet]
    ]


def caseload_lijst(gebruiker_id: int) -> str:
    """De personenlijst van één contactpersoon."""
    return f"{reverse('personen:lijst')}?status=lopend&contactpersoon={gebruiker_id}"


SIGNAALSOORTEN = (
    Signaalsoort(
        code="persoon.geen_contact",
        naam="Te lang geen contact",
        niveau="let_op",
        recht=Recht.CONTACT_VASTLEGGEN,
        vind=geen_contact,
        uitleg="Er is langer geen contact geweest dan de norm van de gemeente.",
        normen=("contact.max_dagen",),
    ),
    Signaalsoort(
        code="persoon.zonder_contactpersoon",
        naam="Zonder contactpersoon",
        niveau="moet",
        recht=Recht.PERSOON_TOEWIJZEN,
        vind=zonder_contactpersoon,
        uitleg="Iedereen met een lopend dossier hoort één contactpersoon te hebben.",
        per_dossier=False,
        met_eigenaar=False,
    ),
    Signaalsoort(
        code="persoon.zonder_plan",
        naam="Nog geen plan",
        niveau="let_op",
        recht=Recht.PLAN_WIJZIGEN,
        vind=zonder_plan,
        uitleg="Tot en met een bepaalde leeftijd is een plan van aanpak verplicht.",
        normen=("pva.leeftijd_tot_en_met",),
    ),
    Signaalsoort(
        code="plan.niet_ondertekend",
        naam="Plan niet ondertekend",
        niveau="moet",
        recht=Recht.PLAN_WIJZIGEN,
        vind=plan_niet_ondertekend,
        uitleg="Een plan telt pas als beide partijen het hebben ondertekend.",
        normen=("plan.ondertekend_binnen_dagen",),
    ),
    Signaalsoort(
        code="plan.evaluatie",
        naam="Plan evalueren",
        niveau="let_op",
        recht=Recht.PLAN_WIJZIGEN,
        vind=plan_evaluatie,
        uitleg="In het plan staat wanneer jullie samen kijken hoe het gaat. Die dag is er.",
    ),
)
