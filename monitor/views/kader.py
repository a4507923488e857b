"""Wat alle pagina's van de monitor delen: de gekozen gemeente, de subnavigatie en de adressen van rijen."""

from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from kern.gemeentekeuze import Gemeentekeuze, met_vraag
from kern.logbook import leg_inzage_vast
from kern.models import Gemeente, Inzagesoort
from kern.permissions import Recht
from monitor.choices import Dashboard
from monitor.forms import ExportForm
from monitor.queries.kpi import Kpi

BLADEN = (
    ("Participatie", "monitor:participatie"),
    ("Wsw", "monitor:wsw"),
    ("Re-integratie", "monitor:re-integratie"),
    ("Doelen (PDCA)", "monitor:pdca"),
    ("Peilmomenten", "monitor:peilmomenten"),
    ("Collegerapport", "monitor:rapporten"),
    ("Bedragen", "monitor:bedragen"),
    ("Bestand", "monitor:bestand"),
)


class Omgeving(Gemeentekeuze):
    """De gemeenten waarvan deze gebruiker de monitor mag zien, en welke is gekozen."""

    def bladen(self, hier: str, **extra) -> list[dict]:
        """De subnavigatie; wie de peildatum koos, houdt hem op het volgende dashboard."""
        dashboards = {f"monitor:{onderwerp}" for onderwerp in Dashboard.values}
        return [
            self.blad(naam, route, hier, **(extra if route in dashboards else {})) for naam, route in BLADEN
        ]

    def adres(self, kpi: Kpi, van: date, tot: date, alleen_teller: bool = False, groep: str = "") -> str:
        """De rijen achter een cijfer, voor wie die mensen mag zien; anders leeg (K2)."""
        if kpi.rijen is None or not self.mag_rijen(kpi):
            return ""
        vraag = self.vast(van=van.isoformat(), tot=tot.isoformat(), groep=groep)
        if alleen_teller:
            vraag["deel"] = "teller"
        return met_vraag(reverse("monitor:rijen", args=[kpi.code]), vraag)

    def mag_rijen(self, kpi: Kpi) -> bool:
        rechten = (Recht.PERSOON_INZIEN, *kpi.rijrechten)
        return all(self.gebruiker.mag(recht, self.gekozen.pk) for recht in rechten)


def omgeving(request, code: str | None = None) -> Omgeving:
    return Omgeving.uit(request, Recht.MONITOR_INZIEN, code)


def export_gevraagd(request) -> str:
    form = ExportForm(request.GET)
    return form.cleaned_data.get("export", "") if form.is_valid() else ""


def exportlinks(request) -> list[tuple[str, str]]:
    """De links om mee te nemen wat je ziet, met dezelfde keuzes."""
    vast = request.GET.copy()
    vast.pop("export", None)
    return [(naam, f"?{urlencode([*vast.items(), ('export', code)])}") for code, naam in ExportForm.SOORTEN]


def leg_rapport_vast(request, pagina: str, gemeente: Gemeente, peildatum: date, soort: str) -> None:
    leg_inzage_vast(
        Inzagesoort.RAPPORT,
        door=request.user,
        pagina=f"{pagina} ({soort})",
        gemeente_id=gemeente.pk,
        peildatum=peildatum.isoformat(),
    )
