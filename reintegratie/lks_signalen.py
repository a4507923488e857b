"""Signalen en tijdlijn van de loonkostensubsidie."""

from collections.abc import Collection, Iterator
from datetime import date, timedelta

from django.db.models import F, OuterRef, Subquery
from django.urls import reverse

from kern.beleid import waarden
from kern.permissions import Recht
from kern.registers import Signaal, Signaalsoort, Tijdlijnpunt
from personen.models import Loonwaardemeting, Persoon, Toewijzing
from personen.queries.tijdlijn import tekst
from reintegratie.choices import Lksgrondslag, Lksstatus, RedenEindeLks
from reintegratie.lks_actions import loonwaarde_bekend_sinds
from reintegratie.lks_rules import uiterste_besluitdag
from reintegratie.models import Loonkostensubsidie

VOORAF_BESLUIT = timedelta(days=14)
VOORAF_EINDE = timedelta(days=42)


def _met_eigenaar(gemeenten, peildatum, eigenaar_ids):
    contactpersoon = Toewijzing.objects.op(peildatum).filter(persoon=OuterRef("persoon_id")).order_by()
    rijen = (
        Loonkostensubsidie.objects.filter(persoon__gemeente_id__in=gemeenten)
        .annotate(eigenaar=Subquery(contactpersoon.values("gebruiker_id")[:1]))
        .select_related("persoon")
    )
    return rijen if eigenaar_ids is None else rijen.filter(eigenaar__in=eigenaar_ids)


def besluit_nodig(
    gemeenten: Collection[int], peildatum: date, eigenaar_ids: Collection[int] | None = None
) -> Iterator[Signaal]:
    """Binnen vijf weken na de vaststelling van de loonwaarde besluit het college (art. 10d lid 12)."""
    norm = waarden(["lks.besluit_weken"], gemeenten, peildatum)
    laatste_meting = Loonwaardemeting.objects.geldig().filter(persoon=OuterRef("persoon_id"))
    rijen = (
        _met_eigenaar(gemeenten, peildatum, eigenaar_ids)
        .filter(status=Lksstatus.AANGEVRAAGD)
        .annotate(gemeten_op=Subquery(laatste_meting.order_by("-datum", "-pk").values("datum")[:1]))
    )
    for subsidie in rijen.order_by("aangevraagd_op", "pk"):
        weken = norm[subsidie.persoon.gemeente_id, "lks.besluit_weken"]
        sinds = loonwaarde_bekend_sinds(subsidie, gemeten_op=subsidie.gemeten_op)
        if not weken or sinds is None:
            continue
        uiterlijk = uiterste_besluitdag(sinds, int(weken.waarde))
        if peildatum < uiterlijk - VOORAF_BESLUIT:
            continue
        te_laat = peildatum > uiterlijk
        yield Signaal(
            soort="lks.besluit_nodig",
            sleutel=f"lks-{subsidie.pk}" + ("!te-laat" if te_laat else ""),
            niveau="moet" if te_laat else "let_op",
            reden=f"Besluit loonkostensubsidie uiterlijk {uiterlijk:%d-%m-%Y}"
            + (", te laat" if te_laat else ""),
            onderwerp=subsidie.persoon.weergavenaam,
            onderwerp_url=subsidie.get_absolute_url(),
            actie="Neem besluit",
            actie_url=reverse("reintegratie:lks-besluit", args=[subsidie.pk]),
            gemeente_id=subsidie.persoon.gemeente_id,
            eigenaar_id=subsidie.eigenaar,
            dossier_id=subsidie.persoon_id,
            vanaf=uiterlijk - VOORAF_BESLUIT,
            norm=f"Binnen {int(weken.waarde)} weken na de vaststelling van de loonwaarde",
            norm_versie=weken.versie,
        )


def forfaitair_eindigt(
    gemeenten: Collection[int], peildatum: date, eigenaar_ids: Collection[int] | None = None
) -> Iterator[Signaal]:
    """De zes maanden zonder meting zijn bijna om en er is nog geen subsidie daarna."""
    rijen = _met_eigenaar(gemeenten, peildatum, eigenaar_ids).filter(
        status=Lksstatus.TOEGEKEND,
        grondslag=Lksgrondslag.FORFAITAIR,
        reden_einde="",
        einddatum__gte=peildatum - VOORAF_EINDE,
        einddatum__lte=peildatum + VOORAF_EINDE,
    )
    later = Loonkostensubsidie.objects.filter(
        persoon=OuterRef("persoon_id"), relatie=OuterRef("relatie_id"), begindatum__gt=OuterRef("einddatum")
    ).exclude(status=Lksstatus.AFGEWEZEN)
    rijen = rijen.annotate(vervolg=Subquery(later.values("pk")[:1])).filter(vervolg=None)
    for subsidie in rijen.order_by("einddatum", "pk"):
        nummer = subsidie.persoon.nummer
        yield Signaal(
            soort="lks.forfaitair_eindigt",
            sleutel=f"lks-{subsidie.pk}",
            niveau="let_op",
            reden=f"Subsidie zonder meting loopt tot en met {subsidie.einddatum:%d-%m-%Y}: laat de loonwaarde meten",
            onderwerp=subsidie.persoon.weergavenaam,
            onderwerp_url=subsidie.get_absolute_url(),
            actie="Vraag meting aan",
            actie_url=reverse("personen:loonwaarde", args=[nummer]),
            gemeente_id=subsidie.persoon.gemeente_id,
            eigenaar_id=subsidie.eigenaar,
            dossier_id=subsidie.persoon_id,
            vanaf=subsidie.einddatum - VOORAF_EINDE,
            norm="Zonder meting ten hoogste zes maanden (Participatiewet art. 10d lid 5)",
        )


BESLUIT_NODIG = Signaalsoort(
    code="lks.besluit_nodig",
    naam="Besluit loonkostensubsidie",
    niveau="let_op",
    recht=Recht.LKS_TOEKENNEN,
    vind=besluit_nodig,
    normen=("lks.besluit_weken",),
    uitleg="De loonwaarde is bekend en het besluit over de subsidie moet binnen vijf weken.",
)
FORFAITAIR_EINDIGT = Signaalsoort(
    code="lks.forfaitair_eindigt",
    naam="Subsidie zonder meting eindigt",
    niveau="let_op",
    recht=Recht.LKS_TOEKENNEN,
    vind=forfaitair_eindigt,
    uitleg="Zonder meting stopt de loonkostensubsidie na zes maanden.",
)


def rijen(persoon: Persoon):
    """Begin en einde van elke toegekende subsidie, voor de tijdlijn."""
    subsidies = Loonkostensubsidie.objects.toegekend().filter(persoon=persoon)
    subsidies = subsidies.annotate(a=tekst("relatie__naam"), b=tekst("reden_einde"), c=tekst("pk"))
    yield "lks", subsidies, F("begindatum")
    yield "lks_einde", subsidies.filter(einddatum__isnull=False), F("einddatum")


def _punt(werk: str):
    def maak(persoon, rij) -> Tijdlijnpunt:
        reden = RedenEindeLks(rij["b"]).label if rij["b"] and werk == "eindigt" else ""
        regel = f"Loonkostensubsidie {werk} bij {rij['a']}" + (f": {reden}" if reden else "")
        return Tijdlijnpunt(
            rij["dag"], "Loonkostensubsidie", regel, url=reverse("reintegratie:lks", args=[rij["c"]])
        )

    return maak


MAAK = {"lks": _punt("begonnen"), "lks_einde": _punt("eindigt")}
