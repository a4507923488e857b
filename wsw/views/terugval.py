"""Terugvalplekken: de lijst, één plek, iemand plaatsen en de klok stoppen (RH-122, RH-123)."""

from functools import partial

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kern.decorators import vereist
from kern.lists import toon_lijst
from kern.models import Gemeente
from kern.once import eenmalig
from kern.permissions import Recht
from personen.dossier import open_dossier
from werkgevers.models import Plaatsing, Relatie
from werkgevers.views.blad import verwerk
from wsw import terugval_actions as actions
from wsw.models import Herplaatsing, Terugvalplek
from wsw.terugval_forms import NieuweTerugvalplekForm, SluitHerplaatsingForm, TerugvalForm, TerugvalplekForm
from wsw.terugval_queries import met_bezetting, met_klok, plekken_van, terug_te_vallen
from wsw.terugval_tables import HERPLAATSINGEN, TERUGVALPLEKKEN
from wsw.views.formulier import toon_formulier


@require_safe
@vereist(Recht.WSW_INZIEN)
def plekken(request):
    """Alle locaties met hun oordeel en bezetting; bovenaan de stand tegen wat per jaar nodig is."""
    eigen = list(Gemeente.objects.met_recht(request.user, Recht.WSW_INZIEN))
    context = {
        "standen": plekken_van(eigen, timezone.localdate()),
        "mag_wijzigen": request.user.mag(Recht.WSW_WIJZIGEN),
        "meer_gemeenten": len(eigen) > 1,
    }
    rijen = met_bezetting(Terugvalplek.objects.zichtbaar_voor(request.user))
    return toon_lijst(
        request, TERUGVALPLEKKEN, rijen, template="wsw/terugvalplek_lijst.html", context=context
    )


@require_safe
@vereist(Recht.WSW_INZIEN)
def herplaatsingen(request):
    """Wie op een terugvalplek zit of zat, met de uiterste dag voor een nieuwe plek."""
    request.vandaag = timezone.localdate()
    rijen = met_klok(Herplaatsing.objects.zichtbaar_voor(request.user))
    return toon_lijst(request, HERPLAATSINGEN, rijen, template="wsw/herplaatsing_lijst.html")


@require_safe
@vereist(Recht.WSW_INZIEN)
def plek(request, pk):
    """Eén locatie: de afspraak, het oordeel, en wie er nu zit."""
    eigen = met_bezetting(Terugvalplek.objects.zichtbaar_voor(request.user)).select_related(
        "relatie", "gemeente"
    )
    gekozen = get_object_or_404(eigen, pk=pk)
    mensen = met_klok(Herplaatsing.objects.zichtbaar_voor(request.user).filter(plek=gekozen))
    context = {
        "plek": gekozen,
        "mensen": mensen.select_related("persoon", "vorige__relatie").order_by("-begindatum", "-pk")[:200],
        "mag_wijzigen": request.user.mag(Recht.WSW_WIJZIGEN, gekozen.gemeente_id),
    }
    return render(request, "wsw/terugvalplek.html", context)


@require_http_methods(["GET", "POST"])
@vereist(Recht.WSW_WIJZIGEN)
@eenmalig
def plek_nieuw(request):
    """Een locatie vastleggen, ook als zij nog wordt onderzocht."""
    form = NieuweTerugvalplekForm(
        request.POST or None,
        relaties=Relatie.objects.zichtbaar_voor(request.user),
        gemeenten=Gemeente.objects.met_recht(request.user, Recht.WSW_WIJZIGEN),
        initial={"begindatum": timezone.localdate()},
    )
    return toon_formulier(
        request,
        form,
        lambda gemeente, **velden: actions.leg_terugvalplek_vast(gemeente, door=request.user, **velden),
        titel="Terugvalplek vastleggen",
        knop="Leg plek vast",
        melding="De terugvalplek is vastgelegd.",
        terug=reverse("wsw:terugvalplekken"),
        kruimels=[("Terugvalplekken", reverse("wsw:terugvalplekken"))],
    )


@require_http_methods(["GET", "POST"])
@vereist(Recht.WSW_WIJZIGEN)
@eenmalig
def plek_wijzigen(request, pk):
    """De afspraak of het oordeel wijzigen; stoppen is een laatste dag invullen."""
    eigen = Terugvalplek.objects.filter(
        gemeente__in=Gemeente.objects.met_recht(request.user, Recht.WSW_WIJZIGEN)
    )
    gekozen = get_object_or_404(eigen, pk=pk)
    oud = {veld: getattr(gekozen, veld) for veld in actions.VELDEN}
    relaties = Relatie.objects.zichtbaar_voor(request.user)
    return toon_formulier(
        request,
        TerugvalplekForm(request.POST or None, initial=oud, versie=gekozen.versie, relaties=relaties),
        partial(actions.wijzig_terugvalplek, gekozen, door=request.user),
        titel=f"{gekozen} wijzigen",
        knop="Bewaar",
        melding="De terugvalplek is gewijzigd.",
        terug=gekozen.get_absolute_url(),
        kruimels=[
            ("Terugvalplekken", reverse("wsw:terugvalplekken")),
            (str(gekozen), gekozen.get_absolute_url()),
        ],
    )


@require_http_methods(["GET", "POST"])
@vereist(Recht.WSW_WIJZIGEN)
@eenmalig
def terugval(request, nummer):
    """Iemand op een terugvalplek zetten: reden en plek kiezen, de datum van vandaag staat klaar."""
    dossier = open_dossier(request, nummer, recht=Recht.WSW_WIJZIGEN, blad="wsw")
    vandaag = timezone.localdate()
    plaatsingen = Plaatsing.objects.filter(
        pk__in=[p.pk for p in terug_te_vallen(dossier.persoon, vandaag)]
    ).select_related("relatie")
    ruimte = Terugvalplek.objects.te_gebruiken_op(vandaag).filter(gemeente=dossier.persoon.gemeente)
    ruimte = met_bezetting(ruimte).filter(vrij__gt=0).select_related("relatie").order_by("-vrij", "naam")
    if not (plaatsingen and ruimte):
        messages.error(request, _waarom_niet(plaatsingen))
        return redirect("wsw:dossierblad", nummer)
    form = TerugvalForm(request.POST or None, plekken=ruimte, vorige=plaatsingen, initial={"vanaf": vandaag})
    return verwerk(
        request,
        dossier,
        form,
        partial(actions.zet_op_terugvalplek, dossier.persoon, door=request.user),
        titel="Op een terugvalplek zetten",
        knop="Zet op terugvalplek",
        melding="De terugvalplek is begonnen en de klok voor een nieuwe plek loopt.",
        terug=reverse("wsw:dossierblad", args=[nummer]),
    )


def _waarom_niet(plaatsingen) -> str:
    if not plaatsingen:
        return "Deze persoon heeft geen plaatsing om van terug te vallen. Begin eerst een plaatsing."
    return "Er is geen terugvalplek vrij. Leg een plek vast bij Wsw, Terugvalplekken."


@require_http_methods(["GET", "POST"])
@vereist(Recht.WSW_WIJZIGEN)
@eenmalig
def afsluiten(request, pk):
    """De klok stoppen zonder nieuwe plek."""
    eigen = Herplaatsing.objects.zichtbaar_voor(request.user).select_related("persoon", "plek")
    herplaatsing = get_object_or_404(eigen, pk=pk)
    dossier = open_dossier(request, herplaatsing.persoon.nummer, recht=Recht.WSW_WIJZIGEN, blad="wsw")
    form = SluitHerplaatsingForm(
        request.POST or None, versie=herplaatsing.versie, initial={"per": timezone.localdate()}
    )
    return verwerk(
        request,
        dossier,
        form,
        partial(actions.sluit_herplaatsing, herplaatsing, door=request.user),
        titel="Terugval afsluiten",
        knop="Sluit af",
        melding="De terugval is afgesloten.",
        nu=lambda form, huidig: {"per": huidig.afgesloten_op, "uitkomst": huidig.uitkomst},
        terug=reverse("wsw:dossierblad", args=[herplaatsing.persoon.nummer]),
    )
