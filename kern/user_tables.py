"""The lists of beheer: users and the two logs."""

from django.db.models import Exists, OuterRef
from django.utils import timezone

from kern.lists import (
    DatumFilter,
    DatumKolom,
    EtiketKolom,
    KeuzeFilter,
    KeuzeKolom,
    Leeg,
    Lijst,
    LinkKolom,
    ModelKeuzeFilter,
    MomentKolom,
    TekstFilter,
    TekstKolom,
    TredeFilterSet,
    TredeTabel,
    VinkFilter,
)
from kern.models import Gebruiker, Gemeente, Rolvervulling, Team, Vervanging
from kern.models.logboek import Inzagesoort
from kern.permissions import Recht, Rol
from kern.queries_beheer import gebeurtenismodel


def _gemeenten(recht):
    return lambda request: Gemeente.objects.met_recht(request.user, recht)


# ---- gebruikers ------------------------------------------------------------------------------------
class RollenKolom(TekstKolom):
    """ "beleid in Rijssen-Holten" becomes "beleidsadviseur in Rijssen-Holten"."""

    def exporteer(self, waarde, rij):
        delen = [deel.split(" in ", 1) for deel in (waarde or "").split(", ") if " in " in deel]
        return ", ".join(f"{Rol(rol).label} in {plek}" for rol, plek in delen)

    def toon(self, waarde, rij):
        return super().toon(self.exporteer(waarde, rij), rij)


class GebruikerTabel(TredeTabel):
    naam = LinkKolom(route="kern:gebruiker")
    username = TekstKolom(verbose_name="Gebruikersnaam")
    rollen = RollenKolom(verbose_name="Rollen nu", orderable=False)
    teams = TekstKolom(verbose_name="Teams nu", orderable=False)
    vervanger = TekstKolom(verbose_name="Vervanger", orderable=False)
    last_login = DatumKolom(verbose_name="Laatst ingelogd")
    is_active = EtiketKolom(verbose_name="Account", tonen={True: ("aan", "gelukt"), False: ("uit", "let-op")})


class GebruikerFilter(TredeFilterSet):
    rol = KeuzeFilter(label="Rol", choices=Rol.choices, method="met_rol")
    team = ModelKeuzeFilter(
        label="Team",
        queryset=lambda request: Team.objects.filter(
            gemeente_id__in=request.user.toegang.gemeenten_met(Recht.GEBRUIKER_BEHEREN)
        ),
        method="in_team",
    )
    zonder_vervanger = VinkFilter(label="Zonder vervanger vandaag", method="zonder")
    zonder_rol = VinkFilter(label="Zonder rol vandaag", method="geen_rol")
    uit = VinkFilter(label="Account uit", method="staat_uit")

    class Meta(TredeFilterSet.Meta):
        zoekvelden = ("naam", "username")

    def met_rol(self, queryset, naam, waarde):
        return queryset.filter(self._rollen(rol=waarde))

    def in_team(self, queryset, naam, team):
        leden = team.leden.op(timezone.localdate()) if team else []
        return queryset.filter(pk__in=[lid.gebruiker_id for lid in leden]) if team else queryset

    def zonder(self, queryset, naam, waarde):
        vervangingen = Vervanging.objects.op(timezone.localdate()).filter(afwezige=OuterRef("pk"))
        return queryset.filter(is_active=True).exclude(Exists(vervangingen))

    def geen_rol(self, queryset, naam, waarde):
        return queryset.exclude(self._rollen())

    def staat_uit(self, queryset, naam, waarde):
        return queryset.filter(is_active=False)

    def _rollen(self, **waar):
        return Exists(Rolvervulling.objects.op(timezone.localdate()).filter(gebruiker=OuterRef("pk"), **waar))


GEBRUIKERS = Lijst(
    "gebruikers",
    "Gebruikers",
    GebruikerTabel,
    GebruikerFilter,
    ("naam",),
    wat=("gebruiker", "gebruikers"),
    route="kern:gebruikers",
    zoekveld="Zoek op naam of gebruikersnaam",
    exportrecht=Recht.GEBRUIKER_BEHEREN,
    leeg=Leeg("Nog geen gebruikers.", "Nieuwe gebruiker", "kern:gebruiker-nieuw", Recht.GEBRUIKER_BEHEREN),
)


# ---- audit -----------------------------------------------------------------------------------------
class _AuditFilter(TredeFilterSet):
    """Who, which dossier, from, to."""

    wie = ModelKeuzeFilter(
        label="Wie",
        field_name="gebruiker",
        leeg="Iedereen",
        queryset=lambda request: Gebruiker.objects.zichtbaar_voor(request.user),
    )
    dossier = TekstFilter(label="Dossiernummer", method="van_dossier")
    van = DatumFilter(label="Vanaf", field_name="tijdstip", lookup_expr="date__gte")
    tot = DatumFilter(label="Tot en met", field_name="tijdstip", lookup_expr="date__lte")

    def van_dossier(self, queryset, naam, nummer):
        return queryset.filter(dossiernummer__iexact=nummer.strip())


class OnderwerpKolom(LinkKolom):
    """The kind of event, which opens the history of what it was about, when that has one."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"vast": False, **kwargs})

    def toon(self, waarde, rij):
        if gebeurtenismodel(rij["onderwerp_soort"]) is None:
            return waarde
        return super().toon(waarde, rij)


class GebeurtenisTabel(TredeTabel):
    tijdstip = MomentKolom()
    door = TekstKolom(accessor="gebruiker__naam", order_by=("gebruiker__naam",))
    omschrijving = TekstKolom(accessor="tekst", orderable=False)
    dossiernummer = TekstKolom(verbose_name="Dossier")
    soort = OnderwerpKolom(route="kern:audit-geschiedenis", argumenten=("onderwerp_soort", "onderwerp_id"))
    gemeente = TekstKolom(accessor="gemeente__naam", order_by=("gemeente__naam",))
    verzoek = TekstKolom(verbose_name="Verzoeknummer", standaard=False)


class GebeurtenisFilter(_AuditFilter):
    soort = TekstFilter(label="Soort", lookup_expr="istartswith")

    class Meta(TredeFilterSet.Meta):
        pass


class InzageTabel(TredeTabel):
    tijdstip = MomentKolom()
    door = TekstKolom(accessor="gebruiker__naam", order_by=("gebruiker__naam",))
    soort = KeuzeKolom(keuzes=Inzagesoort)
    dossiernummer = TekstKolom(verbose_name="Dossier")
    reden = TekstKolom()
    pagina = TekstKolom()
    gemeente = TekstKolom(accessor="gemeente__naam", order_by=("gemeente__naam",))
    als_vervanger = EtiketKolom(tonen={True: ("als vervanger", "info"), False: ("zelf", "neutraal")})
    verzoek = TekstKolom(verbose_name="Verzoeknummer", standaard=False)


class InzageFilter(_AuditFilter):
    soort = KeuzeFilter(label="Soort", choices=Inzagesoort.choices)

    class Meta(TredeFilterSet.Meta):
        pass


GEBEURTENISSEN = Lijst(
    "gebeurtenissen",
    "Gebeurtenissen",
    GebeurtenisTabel,
    GebeurtenisFilter,
    ("-tijdstip",),
    wat=("gebeurtenis", "gebeurtenissen"),
    route="kern:audit",
    exportrecht=Recht.AUDIT_INZIEN,
    leeg=Leeg("Nog niets vastgelegd."),
)
INZAGEN = Lijst(
    "inzagen",
    "Inzage",
    InzageTabel,
    InzageFilter,
    ("-tijdstip",),
    wat=("inzage", "inzagen"),
    route="kern:audit-inzagen",
    exportrecht=Recht.AUDIT_INZIEN,
    leeg=Leeg("Nog niemand heeft iets bekeken."),
)
