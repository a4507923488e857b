"""Wat alle formatiepagina's delen: de gekozen gemeente, de subnavigatie en meenemen."""

from datetime import date
from urllib.parse import urlencode

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from formatie.documents.tabel import exporteer
from formatie.forms import EXPORTSOORTEN, ExportForm
from formatie.models import Scenario
from formatie.queries.telling import Soort
from kern.gemeentekeuze import Gemeentekeuze
from kern.permissions import Recht

BLADEN = (
    ("Overzicht", "formatie:overzicht"),
    ("Caseload", "formatie:caseload"),
    ("Wat als", "formatie:wat-als"),
    ("Prognose Wsw", "formatie:prognose"),
    ("Functieboek", "formatie:functieboek"),
)
LIJSTEN = {
    "wsw": ("wsw:medewerkers", Recht.WSW_INZIEN),
    "ladder": ("reintegratie:ladder", Recht.REINTEGRATIE_INZIEN),
    "lks": ("reintegratie:lks-lijst", Recht.LKS_INZIEN),
}


class Omgeving(Gemeentekeuze):
    """De gemeenten waarvan deze gebruiker de formatie mag zien, en welke is gekozen."""

    def bladen(self, hier: str) -> list[dict]:
        return [self.blad(naam, route, hier) for naam, route in BLADEN]

    def mag_wijzigen(self) -> bool:
        return self.gebruiker.mag(Recht.FORMATIE_WIJZIGEN, self.gekozen.pk)


def omgeving(request) -> Omgeving:
    return Omgeving.uit(request, Recht.FORMATIE_INZIEN)


def peildatum_uit(form) -> date:
    return (form.cleaned_data.get("peildatum") if form.is_valid() else None) or timezone.localdate()


def scenarios_van(request, gemeente) -> list[Scenario]:
    """De bewaarde scenario's van deze gemeente, het plan (oudste) eerst."""
    rijen = Scenario.objects.zichtbaar_voor(request.user).filter(gemeente=gemeente)
    return list(rijen.order_by("peildatum", "pk"))


def scenario_of_404(request, pk: int) -> Scenario:
    eigen = Scenario.objects.zichtbaar_voor(request.user).select_related("gemeente", "gemaakt_door")
    return get_object_or_404(eigen, pk=pk)


def adres_van(omgeving: Omgeving, peildatum: date):
    """Een functie die bij een soort caseload de lijst met precies die mensen geeft, voor wie hem mag zien (K2)."""

    def adres(soort: Soort) -> str:
        if not soort.lijst:
            return ""
        route, recht = LIJSTEN[soort.lijst]
        if not omgeving.gebruiker.mag(recht, omgeving.gekozen.pk):
            return ""
        filters = {"peildatum": peildatum.isoformat(), "gemeente": omgeving.gekozen.code}
        return f"{reverse(route)}?{urlencode(filters | {'populatie': soort.populatie})}"

    return adres


def export_gevraagd(request) -> str:
    form = ExportForm(request.GET)
    return form.cleaned_data.get("export", "") if form.is_valid() else ""


def exportlinks(request) -> list[tuple[str, str]]:
    """De links om mee te nemen wat je ziet, met dezelfde keuzes."""
    vast = request.GET.copy()
    vast.pop("export", None)
    return [(naam, f"?{urlencode([*vast.items(), ('export', code)])}") for code, naam in EXPORTSOORTEN]


def neem_mee(request, stuk, soort: str):
    return exporteer(stuk, soort, door=request.user)
