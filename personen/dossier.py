"""The frame of every dossier page: who this is, what to mind, which pages there are, who looked.

Pages of other apps use it as well:

    dossier = open_dossier(request, nummer, recht=Recht.WSW_INZIEN, blad="wsw")
    return toon_blad(request, dossier, "wsw/dossierblad.html", {...})

The template extends "personen/dossier.html" and fills the blocks `bladtitel` and `blad`.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.html import format_html

from kern.lists import toon_lijst
from kern.logbook import leg_inzage_vast
from kern.models import Inzage, Inzagesoort, Vervanging
from kern.permissions import Recht
from kern.registers import Dossierregel, dossierbladen, dossierregels
from personen.choices import RedenEindeDossier
from personen.models import Persoon
from personen.rules import leeftijd

INZAGE_OPNIEUW_NA = timedelta(minutes=5)


@dataclass(frozen=True)
class Dossier:
    """A person as this user may see them today."""

    persoon: Persoon
    gebruiker: object
    peildatum: date
    blad: str
    als_vervanger: bool = False

    def mag(self, recht: Recht) -> bool:
        return self.gebruiker.mag(recht, self.persoon.gemeente_id)

    @property
    def contact_url(self) -> str:
        """Naar de snelinvoer: op de tijdlijn staat die al op de pagina."""
        if self.blad == "tijdlijn":
            return "#snelinvoer"
        return reverse("personen:contact-nieuw", args=[self.persoon.nummer]) + "#snelinvoer"

    @property
    def mag_contact(self) -> bool:
        return self.mag(Recht.CONTACT_VASTLEGGEN)

    @property
    def mag_contact_lezen(self) -> bool:
        return self.mag(Recht.CONTACT_INZIEN)

    @property
    def status(self) -> str:
        """Waar het dossier staat, in woorden."""
        persoon = self.persoon
        if persoon.periode_begin is None:
            return "nog niet in begeleiding"
        if persoon.periode_einde and persoon.periode_einde < self.peildatum:
            mag = self.mag(Recht.KENMERK_INZIEN)
            reden = RedenEindeDossier(persoon.periode_reden).label if mag and persoon.periode_reden else ""
            return f"beëindigd per {persoon.periode_einde:%d-%m-%Y}" + (f" ({reden})" if reden else "")
        return f"lopend sinds {persoon.periode_begin:%d-%m-%Y}"

    @property
    def loopt(self) -> bool:
        persoon = self.persoon
        return bool(persoon.periode_begin) and not (
            persoon.periode_einde and persoon.periode_einde < self.peildatum
        )

    @property
    def kenmerken(self) -> list:
        """De regel onder de naam; het BSN staat er gemaskeerd, ook in de broncode (G1)."""
        persoon = self.persoon
        jaren = leeftijd(persoon.geboortedatum, self.peildatum)
        regel = [f"{persoon.geboortedatum:%d-%m-%Y} ({jaren} jaar)"]
        if persoon.bsn and self.mag(Recht.BSN_TONEN):
            adres = reverse("personen:bsn", args=[persoon.nummer])
            regel.append(
                format_html(
                    'BSN {} <a href="{}">Toon<span class="verborgen"> het BSN</span></a>',
                    persoon.bsn_gemaskeerd,
                    adres,
                )
            )
        elif persoon.bsn:
            regel.append(f"BSN {persoon.bsn_gemaskeerd}")
        regel += [persoon.nummer, persoon.contactpersoon_naam or "nog geen contactpersoon"]
        if persoon.telefoon and self.loopt:
            nummer = "".join(t for t in persoon.telefoon if t in "+0123456789")
            regel.append(format_html('<a href="tel:{}">Bel {}</a>', nummer, persoon.telefoon))
        return regel

    @cached_property
    def _regels(self) -> list[tuple[Dossierregel, str]]:
        eigen = dossierregels.voor(self.gebruiker, self.persoon.gemeente_id)
        return [(regel, regel.regel(self.persoon, self.peildatum)) for regel in eigen]

    @property
    def regels(self) -> list[str]:
        """Een korte stand van zaken per vakgebied, uit het register dossierregels."""
        return [tekst for _, tekst in self._regels if tekst]

    @property
    def regelacties(self) -> list[tuple[str, str]]:
        """Wat je bij die stand meteen kunt doen, zoals de trede wijzigen."""
        acties = [
            regel.actie
            for regel, tekst in self._regels
            if regel.actie and (tekst or not regel.actie_bij_regel)
        ]
        return [(t, reverse(r, args=[self.persoon.nummer])) for t, r, recht in acties if self.mag(recht)]

    @property
    def let_op(self) -> list[dict]:
        return [regel | {"sinds": parse_date(regel["sinds"])} for regel in self.persoon.let_op]

    @property
    def bladen(self) -> list[dict]:
        """De subnavigatie: alleen bladen die deze gebruiker in deze gemeente mag zien."""
        return [
            {
                "naam": blad.naam,
                "url": reverse(blad.route, args=[self.persoon.nummer]) + blad.anker,
                "sneltoets": blad.sneltoets,
                "actief": blad.code == self.blad,
                "aantal": blad.aantal(self.persoon) if blad.aantal else None,
            }
            for blad in dossierbladen.voor(self.gebruiker, self.persoon.gemeente_id)
        ]

    @property
    def menu(self) -> list[tuple[str, str]]:
        """Het menu Acties: alleen wat hier mag en nu kan."""
        acties = [
            (Recht.PERSOON_WIJZIGEN, True, "Gegevens wijzigen", "personen:wijzigen"),
            (Recht.PERSOON_WIJZIGEN, True, "Kenmerk vastleggen", "personen:kenmerk-nieuw"),
            (Recht.PERSOON_TOEWIJZEN, True, "Contactpersoon toewijzen", "personen:toewijzen"),
            (Recht.DOCUMENT_TOEVOEGEN, True, "Document toevoegen", "personen:document-nieuw"),
            (Recht.PLAN_WIJZIGEN, True, "Plan maken", "personen:plan-maken"),
            (Recht.PLAN_WIJZIGEN, True, "Plan op papier vastleggen", "personen:plan-nieuw"),
            (Recht.PERSOON_WIJZIGEN, self.loopt, "Begeleiding beëindigen", "personen:beeindigen"),
            (Recht.PERSOON_WIJZIGEN, not self.loopt, "Begeleiding beginnen", "personen:beginnen"),
            (Recht.CONTACT_INZIEN, True, "Overdracht op één pagina", "personen:overdracht"),
        ]
        nummer = self.persoon.nummer
        menu = [(t, reverse(r, args=[nummer])) for recht, kan, t, r in acties if kan and self.mag(recht)]
        if self.mag(Recht.AUDIT_INZIEN):
            adres = reverse("kern:audit-geschiedenis", args=[self.persoon._meta.label_lower, self.persoon.pk])
            menu += [
                ("Geschiedenis van de gegevens", adres),
                ("Logboek van dit dossier", f"{reverse('kern:audit')}?dossier={nummer}"),
            ]
        return menu


def open_dossier(request, nummer, *, recht: Recht, blad: str, vastleggen: bool = True) -> Dossier:
    """The dossier with this number. Foreign or unknown: 404; not this right here: 403. Logs the look."""
    peildatum = timezone.localdate()
    eigen = Persoon.objects.zichtbaar_voor(request.user).met_kop(peildatum)
    persoon = get_object_or_404(eigen, nummer=nummer)
    if not request.user.mag(recht, persoon.gemeente_id):
        raise PermissionDenied
    als_vervanger = persoon.contactpersoon_id in request.user.toegang.vervangt
    request.gemeentenaam = persoon.gemeente.naam
    if vastleggen:
        _leg_inzage_vast(request, persoon, blad, als_vervanger, peildatum)
    return Dossier(persoon, request.user, peildatum, blad, als_vervanger)


def toon_blad(request, dossier: Dossier, template: str, context=None, status=200) -> HttpResponse:
    """Render a page inside the frame."""
    inhoud = {"dossier": dossier, "persoon": dossier.persoon, **(context or {})}
    return render(request, template, inhoud, status=status)


def toon_dossierlijst(request, dossier: Dossier, lijst, rijen, template: str, context=None, **opties):
    """A list inside the frame; what is exported is logged under this person."""
    inhoud = {"dossier": dossier, "persoon": dossier.persoon, **(context or {})}
    return toon_lijst(
        request,
        lijst,
        rijen,
        template=template,
        context=inhoud,
        gemeente_id=dossier.persoon.gemeente_id,
        dossier_id=dossier.persoon.pk,
        **opties,
    )


def _leg_inzage_vast(request, persoon, blad, als_vervanger, peildatum) -> None:
    """One line per user, person and page in five minutes, however the page is asked for."""
    pagina = f"{blad} van {persoon.nummer}"
    sinds = timezone.now() - INZAGE_OPNIEUW_NA
    al = Inzage.objects.filter(
        gebruiker=request.user, dossier_id=persoon.pk, pagina=pagina, tijdstip__gte=sinds
    )
    if al.exists():
        return
    gegevens = {}
    if als_vervanger:
        rij = Vervanging.objects.op(peildatum).filter(
            vervanger=request.user, afwezige_id=persoon.contactpersoon_id
        )
        if rij := rij.first():
            gegevens["vervangt_tot"] = rij.einddatum.isoformat()
    leg_inzage_vast(
        Inzagesoort.DOSSIER,
        door=request.user,
        pagina=pagina,
        gemeente_id=persoon.gemeente_id,
        dossier_id=persoon.pk,
        als_vervanger=als_vervanger,
        **gegevens,
    )
