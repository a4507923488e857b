"""De lijsten van signalen en van het team: berekende rijen in dezelfde lijst als elke andere tabel."""

from django import forms

from kern import signalen
from kern.forms import KeuzeField, TredeFilterForm
from kern.lists import (
    DatumKolom,
    EtiketKolom,
    GetalKolom,
    Leeg,
    Lijst,
    LinkKolom,
    RijenFilter,
    TekstKolom,
    TredeTabel,
)
from kern.lists.rows import Rij
from kern.opmaak import getal
from kern.permissions import Recht, Rol


# ---- signalen --------------------------------------------------------------------------------------------
class SignaalTabel(TredeTabel):
    niveau = EtiketKolom(
        accessor="niveau_code",
        tonen={code: (naam, signalen.TONEN[code]) for code, naam in signalen.NIVEAUS.items()},
        order_by=("zwaarte",),
        vast=True,
    )
    reden = TekstKolom()
    onderwerp = TekstKolom()
    soortnaam = TekstKolom(verbose_name="Soort")
    sinds = DatumKolom()
    norm = TekstKolom()
    norm_versie = TekstKolom(verbose_name="Versie van de norm")


class SignaalFilterForm(TredeFilterForm):
    soort = KeuzeField(label="Soort", leeg="Alle soorten", radio=False)
    niveau_code = KeuzeField(
        label="Niveau", leeg="Alle niveaus", radio=False, choices=list(signalen.NIVEAUS.items())
    )


class SignaalFilter(RijenFilter):
    form_class = SignaalFilterForm
    zoekvelden = ("onderwerp", "reden")

    def maak_form(self, data, rijen):
        form = self.form_class(data)
        veld = form.fields["soort"]
        assert isinstance(veld, forms.ChoiceField)
        keuzes = [(soort.code, soort.naam) for soort in signalen.signaalsoorten.alle()]
        veld.choices = [("", "Alle soorten"), *keuzes]
        return form


SIGNALEN = Lijst(
    "signalen",
    "Signalen",
    SignaalTabel,
    SignaalFilter,
    ("zwaarte", "sinds"),
    wat=("signaal", "signalen"),
    route="kern:signalen",
    zoekveld="Zoek op naam of reden",
    gemeente_veld="gemeente_id",
    dossier_veld="dossier_id",
    personen=True,
    sjabloon="kern/_signalen.html",
    leeg=Leeg("Je bent bij. Er zijn nu geen signalen."),
)


def signaalrijen(gevonden) -> list[Rij]:
    """Eén rij per signaal; `pk` is de plek in de lijst, want een signaal heeft pas een nummer als het getoond is."""
    zwaarte = list(signalen.NIVEAUS)
    return [
        {
            "pk": nummer,
            "signaal": s,
            "soort": s.soort,
            "soortnaam": signalen.signaalsoorten.get(s.soort).naam,
            "niveau_code": s.niveau,
            "zwaarte": zwaarte.index(s.niveau),
            "reden": s.reden,
            "onderwerp": s.onderwerp,
            "sinds": s.vanaf,
            "norm": s.norm,
            "norm_versie": s.norm_versie,
            "gemeente_id": s.gemeente_id,
            "dossier_id": s.dossier_id,
        }
        for nummer, s in enumerate(gevonden, start=1)
    ]


# ---- team ------------------------------------------------------------------------------------------------
class DossiersKolom(LinkKolom):
    """Het aantal dossiers; opent precies die rijen."""

    klasse = "getal"

    def exporteer(self, waarde, rij):
        return waarde

    def toon(self, waarde, rij):
        from django.utils.html import format_html

        if not rij["url"]:
            return getal(waarde)
        return format_html(
            '<a href="{}">{}<span class="verborgen"> dossiers van {}</span></a>',
            rij["url"], getal(waarde), rij["naam"],
        )  # fmt: skip


class TeamTabel(TredeTabel):
    naam = TekstKolom(verbose_name="Medewerker", vast=True)
    rol = TekstKolom()
    fte = GetalKolom(verbose_name="fte", decimalen=2)
    dossiers = DossiersKolom(route="", argumenten=())
    per_fte = GetalKolom(verbose_name="Per fte", decimalen=0)
    norm = GetalKolom(decimalen=0)
    norm_versie = TekstKolom(verbose_name="Versie van de norm", standaard=False)
    moet = GetalKolom(verbose_name="Moet", decimalen=0)
    sinds = TekstKolom(order_by=("weken",))
    stand = EtiketKolom(tonen={"boven norm": ("boven norm", "let-op")})

    def render_norm(self, value, record):
        return "niet vastgesteld" if record["norm_ontbreekt"] else getal(value)


class TeamFilterForm(TredeFilterForm):
    rolcode = KeuzeField(
        label="Rol", leeg="Alle rollen", radio=False, choices=[(str(rol), rol.label) for rol in Rol]
    )
    stand = KeuzeField(label="Stand", leeg="Alles", radio=False, choices=[("boven norm", "boven norm")])


class TeamFilter(RijenFilter):
    form_class = TeamFilterForm
    zoekvelden = ("naam",)


TEAM = Lijst(
    "team",
    "Caseload per medewerker",
    TeamTabel,
    TeamFilter,
    ("naam",),
    wat=("medewerker", "medewerkers"),
    route="kern:team",
    zoekveld="Zoek een medewerker",
    exportrecht=Recht.TEAM_INZIEN,
    leeg=Leeg("Er zijn nog geen medewerkers met een caseload."),
)
