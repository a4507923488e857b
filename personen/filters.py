"""Filters van de lijst van personen."""

import re

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from kern.lists import DatumFilter, KeuzeFilter, ModelKeuzeFilter, TredeFilterSet, VinkFilter
from kern.models import Gebruiker, Gemeente, Rolvervulling, Team, Teamlid
from kern.namen import vouw
from kern.permissions import Recht, rollen_met
from personen.models import Contactmoment, Dossierperiode, Toewijzing

_NUMMER = re.compile(r"p[- ]?([0-9]{5,9})", re.IGNORECASE | re.ASCII)
MAX_WOORDEN = 6


def contactpersonen(request):
    """Collega's met een rol waarin je contact vastlegt, in gemeenten waar ook de gebruiker werkt."""
    gemeenten = request.user.toegang.gemeenten
    rollen = Rolvervulling.objects.op(timezone.localdate()).filter(
        Q(gemeente_id__in=gemeenten) | Q(verband__deelnames__gemeente_id__in=gemeenten),
        rol__in=rollen_met(Recht.CONTACT_VASTLEGGEN),
    )
    # Who has such a role is visible by it: the wider scope of zichtbaar_voor would only add joins.
    collegas = Gebruiker.objects.filter(pk__in=rollen.values("gebruiker_id"))
    return collegas.only("naam", "username").order_by("naam", "pk")


def teams(request):
    return Team.objects.zichtbaar_voor(request.user)


def gemeenten(request):
    return Gemeente.objects.met_recht(request.user, Recht.PERSOON_INZIEN)


class PersoonFilter(TredeFilterSet):
    """Wie begeleid wordt, door wie, en hoe lang er geen contact was."""

    status = KeuzeFilter(
        label="Status",
        choices=[("lopend", "lopend"), ("beeindigd", "beëindigd")],
        leeg="Lopend en beëindigd",
        method="filter_status",
    )
    contactpersoon = ModelKeuzeFilter(
        label="Contactpersoon", queryset=contactpersonen, leeg="Iedereen", method="filter_contactpersoon"
    )
    team = ModelKeuzeFilter(label="Team", queryset=teams, leeg="Alle teams", method="filter_team")
    gemeente = ModelKeuzeFilter(label="Gemeente", queryset=gemeenten, leeg="Alle gemeenten")
    geen_contact_sinds = DatumFilter(
        label="Geen contact sinds", method="filter_geen_contact", help_text="Bijvoorbeeld 01-07-2026"
    )
    mijn_caseload = VinkFilter(label="Mijn caseload", method="filter_mijn")
    zonder_contactpersoon = VinkFilter(label="Zonder contactpersoon", method="filter_zonder")

    class Meta(TredeFilterSet.Meta):
        pass

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.vandaag = timezone.localdate()
        toegang = self.request.user.toegang
        if len(toegang.gemeenten_met(Recht.PERSOON_INZIEN)) < 2:
            del self.filters["gemeente"]
        if not toegang.mag(Recht.CONTACT_INZIEN):
            del self.filters["geen_contact_sinds"]

    def zoek(self, queryset, term):
        """Alle woorden komen voor in de naam (accenten en ij/y maken niet uit), of het is een dossiernummer."""
        if gevonden := _NUMMER.fullmatch(term.strip()):
            return queryset.filter(nummer=f"P-{gevonden[1]}")
        woorden = vouw(term).split()[:MAX_WOORDEN]
        if not woorden:
            return queryset.none()
        for woord in woorden:
            queryset = queryset.filter(zoeknaam__contains=woord)
        return queryset

    def filter_status(self, queryset, naam, waarde):
        loopt = Exists(Dossierperiode.objects.op(self.vandaag).filter(persoon_id=OuterRef("pk")))
        return queryset.filter(loopt if waarde == "lopend" else ~loopt)

    def filter_contactpersoon(self, queryset, naam, waarde):
        return queryset.caseload_van([waarde.pk], self.vandaag)

    def filter_team(self, queryset, naam, waarde):
        leden = Teamlid.objects.op(self.vandaag).filter(team=waarde).values("gebruiker_id")
        return queryset.caseload_van(leden, self.vandaag)

    def filter_mijn(self, queryset, naam, waarde):
        """Ook de caseload van wie je vandaag vervangt."""
        gebruiker = self.request.user
        return queryset.caseload_van([gebruiker.pk, *gebruiker.toegang.vervangt], self.vandaag)

    def filter_zonder(self, queryset, naam, waarde):
        return queryset.filter(~Exists(Toewijzing.objects.op(self.vandaag).filter(persoon_id=OuterRef("pk"))))

    def filter_geen_contact(self, queryset, naam, waarde):
        """Alleen personen van wie de gebruiker contacten mag lezen: anders zou iedereen 'geen contact' hebben."""
        sinds = Contactmoment.objects.filter(
            persoon_id=OuterRef("pk"), datum__gte=waarde, ingetrokken_op=None
        )
        leesbaar = self.request.user.toegang.gemeenten_met(Recht.CONTACT_INZIEN)
        return queryset.filter(~Exists(sinds), gemeente_id__in=leesbaar)
