"""Signalen van overeenkomsten: einde nadert, te lang niet getekend, plaatsing zonder, tarief buiten de band."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from django.db.models import Exists, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone

from kern.beleid import waarden
from kern.opmaak import bedrag
from kern.permissions import Recht
from kern.registers import Signaal, Signaalsoort
from personen.models import Toewijzing
from werkgevers.choices import Overeenkomststatus, Plaatsingssoort, Relatiesoort, Versiestatus
from werkgevers.models import Overeenkomst, Overeenkomstversie, Plaatsing, Tariefafspraak
from werkgevers.queries.tariefuitleg import banden_van, leg_tarief_uit
from werkgevers.queries.tarieven import normen_van
from werkgevers.rules import bereikte_grens

MET_OVEREENKOMST = (Plaatsingssoort.INDIVIDUELE_DETACHERING, Plaatsingssoort.GROEPSDETACHERING)
_BAND = "tarief.band.groep.min"
Rijen = Iterator[Signaal]


def _met_eigenaar(rijen, peildatum, eigenaar_ids, persoon="persoon_id"):
    contactpersoon = Toewijzing.objects.op(peildatum).filter(persoon=OuterRef(persoon))
    rijen = rijen.annotate(eigenaar=Subquery(contactpersoon.values("gebruiker_id")[:1]))
    return rijen if eigenaar_ids is None else rijen.filter(eigenaar__in=eigenaar_ids)


def _signaal(overeenkomst, *, soort, sleutel, niveau, reden, actie, route, eigenaar, **rest) -> Signaal:
    return Signaal(
        soort=soort,
        sleutel=sleutel,
        niveau=niveau,
        reden=reden,
        onderwerp=overeenkomst.persoon.weergavenaam,
        onderwerp_url=overeenkomst.get_absolute_url(),
        actie=actie,
        actie_url=reverse(route, args=[overeenkomst.pk]),
        gemeente_id=overeenkomst.gemeente_id,
        eigenaar_id=eigenaar,
        dossier_id=overeenkomst.persoon_id,
        **rest,
    )


def eindigt(
    gemeenten: Collection[int], peildatum: date, eigenaar_ids: Collection[int] | None = None
) -> Rijen:
    """Overeenkomsten die binnen een van de termijnen eindigen, of al afliepen zonder besluit (RH-123, RH-134)."""
    code = "overeenkomst.signaal_maanden"
    termijnen = {g: o for (g, _), o in waarden([code], gemeenten, peildatum).items() if o}
    if not termijnen:
        return
    verste = max(int(maand) for o in termijnen.values() for maand in o.waarde)
    verlengd = Overeenkomstversie.objects.filter(
        overeenkomst=OuterRef("pk"), status__in=[Versiestatus.OVEREENGEKOMEN, Versiestatus.OPGESTELD]
    )
    rijen = Overeenkomst.objects.getekend().filter(
        ~Exists(verlengd), gemeente_id__in=termijnen, einddatum__lte=peildatum + relativedelta(months=verste)
    )
    rijen = _met_eigenaar(rijen, peildatum, eigenaar_ids).select_related("persoon", "relatie")
    for rij in rijen.order_by("einddatum", "pk"):
        norm = termijnen[rij.gemeente_id]
        maanden = [int(maand) for maand in norm.waarde]
        grens = bereikte_grens(rij.einddatum, peildatum, maanden)
        if grens is None:
            continue
        yield _signaal(
            rij, soort="overeenkomst.eindigt", sleutel=f"overeenkomst-{rij.pk}-{rij.einddatum}!{grens}",
            niveau="moet" if grens == min(maanden) else "let_op",
            reden=f"{rij} met {rij.relatie} eindigt op {rij.einddatum:%d-%m-%Y}", actie="Verleng of beëindig",
            route="werkgevers:overeenkomst-verlengen", eigenaar=rij.eigenaar,
            vanaf=rij.einddatum - relativedelta(months=grens),
            norm=f"Signaal {', '.join(str(m) for m in sorted(maanden, reverse=True))} maanden voor het einde",
            norm_versie=norm.versie,
        )  # fmt: skip


def niet_getekend(
    gemeenten: Collection[int], peildatum: date, eigenaar_ids: Collection[int] | None = None
) -> Rijen:
    """Overeengekomen of opgesteld, en na de termijn nog niet getekend."""
    code = "overeenkomst.tekenen_dagen"
    termijnen = {g: o for (g, _), o in waarden([code], gemeenten, peildatum).items() if o}
    if not termijnen:
        return
    rijen = Overeenkomst.objects.filter(
        gemeente_id__in=termijnen,
        versies__status__in=[Versiestatus.OVEREENGEKOMEN, Versiestatus.OPGESTELD],
        versies__overeengekomen_op__date__lte=peildatum
        - timedelta(days=min(int(o.waarde) for o in termijnen.values())),
    )
    rijen = _met_eigenaar(rijen, peildatum, eigenaar_ids).select_related("persoon", "relatie")
    sinds = Subquery(
        Overeenkomstversie.objects.filter(
            overeenkomst=OuterRef("pk"), status__in=[Versiestatus.OVEREENGEKOMEN, Versiestatus.OPGESTELD]
        ).values("overeengekomen_op")[:1]
    )
    for rij in rijen.annotate(sinds=sinds).order_by("sinds", "pk"):
        norm = termijnen[rij.gemeente_id]
        dagen = (peildatum - timezone.localdate(rij.sinds)).days
        if dagen < int(norm.waarde):
            continue
        stap = "te tekenen" if rij.status == Overeenkomststatus.OPGESTELD else "op te stellen en te tekenen"
        yield _signaal(
            rij, soort="overeenkomst.niet_getekend", sleutel=f"overeenkomst-{rij.pk}-open-{rij.sinds:%Y%m%d}",
            niveau="let_op", reden=f"{rij} met {rij.relatie} wacht {dagen} dagen: nog {stap}",
            actie="Bekijk", route="werkgevers:overeenkomst", eigenaar=rij.eigenaar,
            norm=f"Getekend binnen {int(norm.waarde)} dagen", norm_versie=norm.versie,
        )  # fmt: skip


def zonder_overeenkomst(
    gemeenten: Collection[int], peildatum: date, eigenaar_ids: Collection[int] | None = None
) -> Rijen:
    """Een lopende detachering waarvoor geen overeenkomst is afgesproken (RH-133)."""
    code = "overeenkomst.tekenen_dagen"
    termijnen = {g: o for (g, _), o in waarden([code], gemeenten, peildatum).items() if o}
    afgesproken = Overeenkomst.objects.filter(
        persoon=OuterRef("persoon"), relatie=OuterRef("relatie")
    ).filter(Q(einddatum=None) | Q(einddatum__gte=peildatum))
    rijen = Plaatsing.objects.op(peildatum).filter(
        ~Exists(afgesproken), persoon__gemeente_id__in=termijnen, soort__in=MET_OVEREENKOMST
    )
    # Who works at a place of the gemeente itself has nobody to agree with.
    rijen = rijen.exclude(relatie__soorten__contains=[Relatiesoort.EIGEN_LOCATIE])
    rijen = _met_eigenaar(rijen, peildatum, eigenaar_ids).select_related("persoon", "relatie")
    for rij in rijen.order_by("begindatum", "pk"):
        norm = termijnen[rij.persoon.gemeente_id]
        if rij.begindatum > peildatum - timedelta(days=int(norm.waarde)):
            continue
        nieuw = reverse("werkgevers:overeenkomst-nieuw", args=[rij.persoon.nummer])
        yield Signaal(
            soort="plaatsing.zonder_overeenkomst",
            sleutel=f"plaatsing-{rij.pk}-zonder",
            niveau="let_op",
            reden=f"Werkt sinds {rij.begindatum:%d-%m-%Y} bij {rij.relatie} zonder overeenkomst",
            onderwerp=rij.persoon.weergavenaam,
            onderwerp_url=reverse("werkgevers:dossierblad", args=[rij.persoon.nummer]),
            actie="Spreek overeenkomst af",
            actie_url=f"{nieuw}?plaatsing={rij.pk}",
            gemeente_id=rij.persoon.gemeente_id,
            eigenaar_id=rij.eigenaar,
            dossier_id=rij.persoon_id,
            norm=f"Overeenkomst binnen {int(norm.waarde)} dagen na de start",
            norm_versie=norm.versie,
        )


def buiten_band(
    gemeenten: Collection[int], peildatum: date, eigenaar_ids: Collection[int] | None = None
) -> Rijen:
    """Een tarief dat per fte per jaar buiten de landelijke band voor zijn soort ligt (RH-113)."""
    banden = banden_van(gemeenten, peildatum)
    if not banden:
        return
    rijen = Overeenkomst.objects.getekend().filter(gemeente_id__in={g for g, _ in banden})
    rijen = list(
        _met_eigenaar(rijen, peildatum, eigenaar_ids).select_related("persoon", "relatie").order_by("pk")
    )
    ids = [rij.pk for rij in rijen]
    tarieven = {
        t.overeenkomst_id: t
        for t in Tariefafspraak.objects.geldig().op(peildatum).filter(overeenkomst__in=ids)
    }
    versies: dict[int, list] = defaultdict(list)
    for versie in Overeenkomstversie.objects.filter(overeenkomst__in=ids, status=Versiestatus.GETEKEND).defer(
        "gegevens"
    ):
        versies[versie.overeenkomst_id].append(versie)
    normen = {g: normen_van(g, peildatum.replace(day=1)) for g in {rij.gemeente_id for rij in rijen}}
    for rij in rijen:
        tarief = tarieven.get(rij.pk)
        band = banden.get((rij.gemeente_id, rij.soort))
        versie = next((v for v in versies[rij.pk] if v.geldt_op(peildatum)), None)
        if not (tarief and band and versie):
            continue
        uitleg = leg_tarief_uit(tarief, versie, normen[rij.gemeente_id], band)
        if uitleg.oordeel in ("", "binnen"):
            continue
        yield _signaal(
            rij, soort="overeenkomst.buiten_band", sleutel=f"tarief-{tarief.pk}-{uitleg.oordeel}", niveau="let_op",
            reden=f"Tarief van {rij} is {bedrag(uitleg.per_fte)} per fte per jaar: {uitleg.oordeel_tekst}",
            actie="Bekijk tarief", route="werkgevers:overeenkomst", eigenaar=rij.eigenaar,
            vanaf=tarief.begindatum,
            norm=f"Landelijke band {bedrag(band.laagste)} tot {bedrag(band.hoogste)} per fte per jaar",
            norm_versie=band.versie,
        )  # fmt: skip


SOORTEN = (
    Signaalsoort(
        code="overeenkomst.eindigt",
        naam="Overeenkomst eindigt",
        niveau="let_op",
        recht=Recht.OVEREENKOMST_INZIEN,
        vind=eindigt,
        uitleg="De laatste dag van een overeenkomst komt dichtbij of is voorbij.",
        normen=("overeenkomst.signaal_maanden",),
    ),
    Signaalsoort(
        code="overeenkomst.niet_getekend",
        naam="Overeenkomst niet getekend",
        niveau="let_op",
        recht=Recht.OVEREENKOMST_INZIEN,
        vind=niet_getekend,
        uitleg="Een afspraak wacht te lang op het opstellen of tekenen.",
        normen=("overeenkomst.tekenen_dagen",),
    ),
    Signaalsoort(
        code="plaatsing.zonder_overeenkomst",
        naam="Detachering zonder overeenkomst",
        niveau="let_op",
        recht=Recht.OVEREENKOMST_OVEREENKOMEN,
        vind=zonder_overeenkomst,
        uitleg="Iemand werkt gedetacheerd, maar er is geen overeenkomst afgesproken.",
        normen=("overeenkomst.tekenen_dagen",),
    ),
    Signaalsoort(
        code="overeenkomst.buiten_band",
        naam="Tarief buiten de band",
        niveau="let_op",
        recht=Recht.OVEREENKOMST_INZIEN,
        vind=buiten_band,
        uitleg="Het inleentarief ligt per fte per jaar buiten de landelijke band voor zijn soort.",
        normen=(_BAND,),
    ),
)
