"""Openstaande facturen met hun ouderdom, de betaalstand van één factuur, afspraken en afboeken."""

from functools import partial

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kern.decorators import vereist
from kern.downloads import download
from kern.lists import toon_lijst
from kern.logbook import leg_inzage_vast
from kern.models import Gemeente, Inzagesoort
from kern.once import eenmalig
from kern.permissions import Recht
from werkgevers.actions import invordering as actions
from werkgevers.betaling_forms import AfboekingForm, IncassoafspraakForm
from werkgevers.betaling_tables import AFBOEKINGEN, OPEN
from werkgevers.bladen import bladen_van
from werkgevers.choices import Voorstelstatus
from werkgevers.documents.aanmaning import ouderdomslijst_pdf
from werkgevers.models import Aanmaning, Afboeking, Factuur, Incassoafspraak, Machtiging
from werkgevers.queries.openstaand import (
    betaalstand,
    met_laatste_brief,
    met_open,
    met_ouderdom,
    openstaand,
    ouderdomslijst,
)
from werkgevers.queries.vorderingen import met_ontvangen, open_vorderingen, som_vorderingen
from werkgevers.views.geld import bladen, doe, toon_formulier
from werkgevers.views.relaties import zoek_relatie

MEEST = 120  # ten years of monthly invoices on one page


def _facturen(request, recht=Recht.BETALING_INZIEN):
    """Facturen van gemeenten waar je dit mag."""
    return Factuur.objects.filter(gemeente__in=request.user.toegang.gemeenten_met(recht))


@require_safe
@vereist(Recht.BETALING_INZIEN)
def overzicht(request):
    """Wat nog open staat, per ouderdom; `?ouder_dan=30` toont wat langer te laat is."""
    vandaag = timezone.localdate()
    eigen = _facturen(request)
    context = {
        "bladen": bladen(request, "Openstaand"),
        "ouderdomslijst": ouderdomslijst(eigen, vandaag),
        "bijkomend": som_vorderingen(Aanmaning.objects.zichtbaar_voor(request.user)),
        "mag_verwerken": request.user.mag(Recht.BETALING_VERWERKEN),
        "gemeenten": list(Gemeente.objects.met_recht(request.user, Recht.INVORDEREN)),
    }
    rijen = met_laatste_brief(met_ouderdom(openstaand(eigen), vandaag))
    return toon_lijst(request, OPEN, rijen, template="werkgevers/openstaand.html", context=context)


@require_safe
@vereist(Recht.BETALING_INZIEN)
def pdf(request):
    """Dezelfde lijst op papier."""
    vandaag = timezone.localdate()
    eigen = _facturen(request)
    rijen = (
        met_ouderdom(openstaand(eigen), vandaag)
        .select_related("relatie")
        .defer("gegevens")
        .order_by("vervaldatum", "pk")
    )
    gemeenten = Gemeente.objects.met_recht(request.user, Recht.BETALING_INZIEN)
    namen = ", ".join(gemeente.naam for gemeente in gemeenten)
    for gemeente in gemeenten:
        leg_inzage_vast(
            Inzagesoort.EXPORT, door=request.user, pagina=request.path, gemeente_id=gemeente.pk,
            aantal=sum(1 for rij in rijen if rij.gemeente_id == gemeente.pk),
        )  # fmt: skip
    document = ouderdomslijst_pdf(ouderdomslijst(eigen, vandaag), rijen, namen)
    return download(document.bytes, f"openstaand-{vandaag:%Y-%m-%d}.pdf")


@require_safe
@vereist(Recht.BETALING_INZIEN)
def stand(request, nummer):
    """Elke betaling, brief en afspraak van één factuur."""
    factuur = _factuur(request, nummer)
    stand = betaalstand(factuur)
    context = {
        "factuur": factuur,
        "stand": stand,
        "vorderingen": met_ontvangen(Aanmaning.objects.filter(regels__factuur=factuur)).order_by("datum"),
        "afboekingen": factuur.afboekingen.select_related("voorgesteld_door", "besloten_door"),
        "mag_invorderen": request.user.mag(Recht.INVORDEREN, factuur.gemeente_id) and stand.open > 0,
        "vandaag": timezone.localdate(),
    }
    return render(request, "werkgevers/betaalstand.html", context)


def _factuur(request, nummer, recht=Recht.BETALING_INZIEN) -> Factuur:
    eigen = _facturen(request, recht).select_related("relatie", "gemeente").defer("gegevens")
    return get_object_or_404(eigen.filter(soort="factuur"), nummer=nummer)


@require_safe
@vereist(Recht.BETALING_INZIEN)
def van_werkgever(request, nummer):
    """De facturen van één werkgever met hun betaalstand, brieven en afspraken."""
    relatie = zoek_relatie(request, nummer, Recht.BETALING_INZIEN)
    vandaag = timezone.localdate()
    eigen = _facturen(request).filter(relatie=relatie)
    rijen = (
        met_laatste_brief(met_ouderdom(met_open(eigen), vandaag))
        .defer("gegevens")
        .order_by("-factuurdatum", "-pk")
    )
    afspraken = (
        Incassoafspraak.objects.zichtbaar_voor(request.user).filter(relatie=relatie).select_related("factuur")
    )
    context = {
        "relatie": relatie,
        "bladen": bladen_van(relatie, request.user, "betalingen"),
        "facturen": rijen[:MEEST],
        "ouderdomslijst": ouderdomslijst(eigen, vandaag),
        "afspraken": afspraken,
        "vorderingen": open_vorderingen(
            Aanmaning.objects.zichtbaar_voor(request.user).filter(relatie=relatie)
        ),
        "machtigingen": Machtiging.objects.zichtbaar_voor(request.user).filter(relatie=relatie),
        "mag_invorderen": request.user.mag(Recht.INVORDEREN),
        "vandaag": vandaag,
    }
    return render(request, "werkgevers/relatie_betalingen.html", context)


@require_http_methods(["GET", "POST"])
@vereist(Recht.INVORDEREN)
@eenmalig
def afspraak_nieuw(request, nummer):
    """Uitstel, een regeling of een blokkade voor één factuur."""
    factuur = _factuur(request, nummer, Recht.INVORDEREN)
    form = IncassoafspraakForm(request.POST or None)
    actie = partial(
        actions.maak_incassoafspraak,
        gemeente=factuur.gemeente,
        relatie=factuur.relatie,
        factuur=factuur,
        door=request.user,
    )
    terug = reverse("werkgevers:betaalstand", args=[factuur.nummer])
    return toon_formulier(
        request,
        form,
        actie,
        f"Afspraak over factuur {factuur}",
        "Leg afspraak vast",
        "De afspraak is vastgelegd.",
        terug,
    )


@require_http_methods(["GET", "POST"])
@vereist(Recht.INVORDEREN)
@eenmalig
def afspraak_werkgever(request, nummer):
    """Uitstel, een regeling of een blokkade voor alles van één werkgever."""
    relatie = zoek_relatie(request, nummer, Recht.INVORDEREN)
    # Money is not shared: the agreement counts in the gemeente where this colleague collects.
    eigen = Gemeente.objects.met_recht(request.user, Recht.INVORDEREN)
    gemeente = eigen.filter(pk=relatie.gemeente_id).first() or eigen.first()
    form = IncassoafspraakForm(request.POST or None)
    actie = partial(actions.maak_incassoafspraak, gemeente=gemeente, relatie=relatie, door=request.user)
    terug = reverse("werkgevers:relatie-betalingen", args=[relatie.nummer])
    return toon_formulier(
        request,
        form,
        actie,
        f"Afspraak met {relatie}",
        "Leg afspraak vast",
        "De afspraak is vastgelegd.",
        terug,
    )


@require_POST
@vereist(Recht.INVORDEREN)
def afspraak_beeindigen(request, pk):
    """Vandaag is de laatste dag van de afspraak."""
    eigen = Incassoafspraak.objects.zichtbaar_voor(request.user).select_related(
        "relatie", "factuur", "gemeente"
    )
    mijn = request.user.toegang.gemeenten_met(Recht.INVORDEREN)
    afspraak = get_object_or_404(eigen.filter(gemeente__in=mijn), pk=pk)
    terug = (
        reverse("werkgevers:betaalstand", args=[afspraak.factuur.nummer])
        if afspraak.factuur
        else reverse("werkgevers:relatie-betalingen", args=[afspraak.relatie.nummer])
    )
    actie = partial(actions.beeindig_incassoafspraak, afspraak, per=timezone.localdate(), door=request.user)
    return doe(request, actie, "De afspraak eindigt vandaag.", terug)


@require_http_methods(["GET", "POST"])
@vereist(Recht.INVORDEREN)
@eenmalig
def afboeken(request, nummer):
    """Voorstellen om (een deel van) een factuur niet meer te innen."""
    factuur = _factuur(request, nummer, Recht.INVORDEREN)
    form = AfboekingForm(request.POST or None, initial={"bedrag": betaalstand(factuur).open})
    actie = partial(actions.stel_afboeking_voor, factuur, door=request.user)
    terug = reverse("werkgevers:betaalstand", args=[factuur.nummer])
    return toon_formulier(
        request, form, actie, f"Factuur {factuur} afboeken", "Stel voor", "Een collega kan nu beslissen.", terug,
        uitleg="Een collega beslist. Tot die tijd verandert er niets.",
    )  # fmt: skip


@require_safe
@vereist(Recht.BETALING_INZIEN)
def afboekingen(request):
    """Alle voorstellen en besluiten."""
    rijen = Afboeking.objects.zichtbaar_voor(request.user)
    context = {"bladen": bladen(request, "Afboekingen")}
    return toon_lijst(request, AFBOEKINGEN, rijen, template="werkgevers/geld_lijst.html", context=context)


@require_safe
@vereist(Recht.BETALING_INZIEN)
def afboeking(request, pk):
    """Eén voorstel, met de knoppen voor wie mag beslissen."""
    eigen = Afboeking.objects.zichtbaar_voor(request.user).select_related(
        "factuur__relatie", "voorgesteld_door", "besloten_door"
    )
    gevonden = get_object_or_404(eigen, pk=pk)
    mag = (
        request.user.mag(Recht.AFBOEKEN, gevonden.gemeente_id)
        and gevonden.status == Voorstelstatus.VOORGESTELD
    )
    zelf = gevonden.voorgesteld_door_id == request.user.pk
    context = {"afboeking": gevonden, "mag_besluiten": mag and not zelf, "zelf": mag and zelf}
    return render(request, "werkgevers/afboeking.html", context)


@require_POST
@vereist(Recht.AFBOEKEN)
def afboeking_besluit(request, pk):
    """Goedkeuren of afwijzen."""
    mijn = request.user.toegang.gemeenten_met(Recht.AFBOEKEN)
    gevonden = get_object_or_404(
        Afboeking.objects.zichtbaar_voor(request.user).filter(gemeente__in=mijn), pk=pk
    )
    besluit = request.POST.get("besluit")
    if besluit not in ("akkoord", "afwijzen"):
        messages.error(request, "Kies goedkeuren of afwijzen. Er is niets veranderd.")
        return redirect(gevonden.get_absolute_url())
    akkoord = besluit == "akkoord"
    actie = partial(actions.besluit_afboeking, gevonden, akkoord=akkoord, door=request.user)
    melding = "Het bedrag is afgeboekt." if akkoord else "Het voorstel is afgewezen."
    return doe(request, actie, melding, gevonden.get_absolute_url())
