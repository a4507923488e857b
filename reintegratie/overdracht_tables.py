"""De lijst van overdrachten."""

from kern.lists import (
    DatumKolom,
    EtiketKolom,
    KeuzeFilter,
    Leeg,
    Lijst,
    TekstKolom,
    TredeFilterSet,
    TredeTabel,
)
from personen.kolommen import NaamKolom
from reintegratie.choices import Overdrachtstatus


class OverdrachtTabel(TredeTabel):
    naam = NaamKolom(route="reintegratie:overdracht", argumenten=("pk",))
    van = TekstKolom(accessor="van__naam")
    naar_team = TekstKolom(accessor="naar_team__naam", verbose_name="Naar team")
    naar = TekstKolom(accessor="naar__naam", verbose_name="Naar collega")
    segment = TekstKolom(accessor="segment_naar", verbose_name="Nieuw segment")
    voorgesteld = DatumKolom(accessor="voorgesteld_op", verbose_name="Voorgesteld op")
    besloten = DatumKolom(accessor="besloten_op", verbose_name="Besloten op")
    reden = TekstKolom(accessor="reden", standaard=False)
    antwoord = TekstKolom(accessor="reden_besluit", verbose_name="Reden van het antwoord", standaard=False)
    dossiernummer = TekstKolom(accessor="persoon__nummer", standaard=False)
    status = EtiketKolom(
        tonen={
            Overdrachtstatus.VOORGESTELD: ("wacht", "let-op"),
            Overdrachtstatus.GEACCEPTEERD: ("geaccepteerd", "gelukt"),
            Overdrachtstatus.GEWEIGERD: ("geweigerd", "fout"),
            Overdrachtstatus.INGETROKKEN: ("ingetrokken", "neutraal"),
        }
    )

    class Meta(TredeTabel.Meta):
        pass


class OverdrachtFilter(TredeFilterSet):
    status = KeuzeFilter(label="Status", choices=Overdrachtstatus.choices)

    class Meta(TredeFilterSet.Meta):
        naamvelden = ("persoon__zoeknaam",)


OVERDRACHTEN = Lijst(
    "overdrachten",
    "Overdrachten",
    OverdrachtTabel,
    OverdrachtFilter,
    ("-voorgesteld_op",),
    wat=("overdracht", "overdrachten"),
    route="reintegratie:overdrachten",
    zoekveld="Zoek op naam",
    personen=True,
    gemeente_veld="gemeente_id",
    dossier_veld="persoon_id",
    leeg=Leeg("Er is nog geen dossier overgedragen."),
)
