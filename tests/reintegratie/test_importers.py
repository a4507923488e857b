"""Het bijstandsbestand inlezen: perioden, metingen, partners en het dossier dat volgt."""

import pytest

from kern.imports.undo import zet_terug
from kern.models import Importbatch
from kern.permissions import Rol
from personen.models import Dossierperiode, Ontwikkelplan, Persoon, Toewijzing
from reintegratie.models import Tredemeting, Uitkering
from tests.factories.personen import PersoonFactory
from tests.inlezen import lees, perioden

pytestmark = pytest.mark.django_db

ANNA = {"bsn": "999990019", "voorletters": "A.", "achternaam": "Voorbeeld", "geboortedatum": "12-05-1984"}
UITKERING = ANNA | {"begindatum": "01-02-2018"}


@pytest.fixture(autouse=True)
def consulent_in_gemeente(gemeente, maak_gebruiker):
    maak_gebruiker(Rol.CONSULENT, gemeente, username="cons")


def test_elke_rij_is_een_eigen_gedateerd_feit(gemeente):
    rijen = [
        UITKERING
        | {
            "huidige_trede": "2",
            "doeltrede": "4",
            "trede_datum": "01-03-2018",
            "einddatum": "31-03-2019",
            "reden_einde": "werk",
        },
        UITKERING
        | {
            "huidige_trede": "3",
            "doeltrede": "4",
            "trede_datum": "01-09-2018",
            "einddatum": "31-03-2019",
            "reden_einde": "werk",
        },
        ANNA
        | {
            "begindatum": "01-06-2020",
            "huidige_trede": "5",
            "trede_datum": "01-07-2020",
            "contactpersoon": "cons",
        },
    ]

    assert lees("bijstandsbestand", gemeente, *rijen)[1] == []
    herhaald, _ = lees("bijstandsbestand", gemeente, *rijen)

    assert herhaald["gelijk"] == 3
    assert Persoon.objects.count() == 1
    assert perioden(Uitkering.objects.all()) == [("01-02-2018", "31-03-2019"), ("01-06-2020", "")]
    assert perioden(Dossierperiode.objects.all()) == [("01-02-2018", "31-03-2019"), ("01-06-2020", "")]
    assert list(Tredemeting.objects.order_by("datum").values_list("huidige_trede", flat=True)) == [2, 3, 5]
    assert perioden(Toewijzing.objects.all()) == [("01-06-2020", "")]


def test_een_dag_later_weer_een_uitkering_is_geen_nieuw_dossier(gemeente):
    lees("bijstandsbestand", gemeente, UITKERING | {"einddatum": "31-03-2019", "reden_einde": "relatie"})
    lees("bijstandsbestand", gemeente, ANNA | {"begindatum": "01-04-2019"})

    assert perioden(Dossierperiode.objects.all()) == [("01-02-2018", "")]
    assert Dossierperiode.objects.get().reden_einde == ""


def test_een_dossier_blijft_open_zolang_er_nog_een_dienstverband_loopt(gemeente):
    from kern.models import Organisatie

    Organisatie.objects.create(naam="SOWECO")
    wsw = ANNA | {"begindatum": "01-04-2003", "formele_werkgever": "SOWECO", "groep": "beschut", "uren": "20"}
    assert lees("wsw-bestand", gemeente, wsw)[1] == []

    lees("bijstandsbestand", gemeente, UITKERING | {"einddatum": "31-03-2019", "reden_einde": "werk"})

    assert perioden(Dossierperiode.objects.all()) == [("01-04-2003", "")]


def test_een_partner_met_een_foute_rij_maakt_ook_deze_rij_fout(gemeente):
    bert = {
        "bsn": "111222333",
        "achternaam": "Demo",
        "geboortedatum": "01-01-1980",
        "begindatum": "01-02-2018",
    }

    _, fouten = lees(
        "bijstandsbestand",
        gemeente,
        UITKERING | {"partner_bsn": "111222333"},
        bert | {"contactpersoon": "niemand"},
    )

    assert (
        sorted(fouten)[0] == "2 partner_bsn: De rij van deze partner heeft een fout. Herstel die rij eerst."
    )
    assert len(fouten) == 2
    assert lees("bijstandsbestand", gemeente, UITKERING | {"partner_bsn": "111222333"}, bert)[1] == []
    assert Uitkering.objects.get(persoon__bsn="999990019").partner.bsn == "111222333"


def test_twee_dossiers_die_passen_is_een_fout_die_om_een_keuze_vraagt(gemeente):
    for nummer in ("P-1", "P-2"):
        PersoonFactory(
            gemeente=gemeente,
            nummer=nummer,
            achternaam="Voorbeeld",
            geboortedatum="1984-05-12",
            voorletters="",
        )

    _, fouten = lees("bijstandsbestand", gemeente, {k: v for k, v in UITKERING.items() if k != "bsn"})

    assert fouten == [
        "2 bsn: Dubbel: naam en geboortedatum passen bij P-1 en P-2. Kies zelf: vul het BSN in."
    ]


def test_een_tweeling_is_twee_mensen(gemeente):
    broer = UITKERING | {"bsn": "111222333", "voorletters": "B."}

    assert lees("bijstandsbestand", gemeente, UITKERING, broer)[1] == []
    assert Persoon.objects.count() == 2


def test_accenten_en_tussenvoegsel_maken_geen_tweede_dossier(gemeente):
    PersoonFactory(
        gemeente=gemeente,
        achternaam="Dijk",
        tussenvoegsel="van",
        geboortedatum="1984-05-12",
        voorletters="A.",
    )

    lees("bijstandsbestand", gemeente, UITKERING | {"achternaam": "Van Dÿk"})

    persoon = Persoon.objects.get()
    assert persoon.bsn == "999990019"


@pytest.mark.parametrize(
    ("velden", "fout"),
    [
        ({"doeltrede": "7", "trede_datum": "01-01-2019"}, "2 doeltrede: 7 bestaat niet. Kies 1 t/m 6."),
        ({"bsn": "000000000"}, "2 bsn: Dit BSN klopt niet. Controleer de 9 cijfers."),
        ({"bsn": "123456789"}, "2 bsn: Dit BSN klopt niet. Controleer de 9 cijfers."),
        ({"begindatum": "31-02-2019"}, "2 begindatum: 31-02-2019 bestaat niet. Controleer de datum."),
        (
            {"begindatum": "vandaag"},
            "2 begindatum: vandaag is geen datum. Vul een datum in zoals 31-12-2019.",
        ),
        ({"huidige_trede": "3"}, "2 trede_datum: Vul in op welke dag deze trede is vastgesteld."),
        ({"achternaam": ""}, "2 achternaam: Achternaam ontbreekt. Vul die in."),
        ({"achternaam": "=cmd|'/c calc'!A1"}, "2 achternaam: Deze cel begint met = of @"),
        (
            {"contactpersoon": "niemand"},
            "2 contactpersoon: Gebruiker 'niemand' werkt niet voor Rijssen-Holten.",
        ),
        ({"partner_bsn": "111222333"}, "2 partner_bsn: Deze partner staat niet in het bestand"),
        ({"partner_bsn": "999990019"}, "2 partner_bsn: Dit is het BSN van de persoon zelf."),
    ],
)
def test_een_rij_die_niet_kan_noemt_de_kolom_en_wat_je_moet_doen(gemeente, velden, fout):
    _, fouten = lees("bijstandsbestand", gemeente, UITKERING | velden)

    assert len(fouten) == 1
    assert fouten[0].startswith(fout)
    assert not Persoon.objects.exists()


def test_een_plan_krijgt_een_versie_en_wordt_later_getekend(gemeente):
    plan = UITKERING | {"plan_soort": "pop", "plan_opgesteld_op": "20-02-2018", "contactpersoon": "cons"}
    lees("bijstandsbestand", gemeente, plan)

    lees("bijstandsbestand", gemeente, plan | {"plan_getekend_op": "01-03-2018"})

    assert list(Ontwikkelplan.objects.values_list("versie", "getekend_op__month")) == [(1, 3)]


PLAN = UITKERING | {"plan_soort": "pop", "plan_opgesteld_op": "20-02-2018", "contactpersoon": "cons"}


def test_een_getekend_plan_op_papier_verandert_niet_door_een_tweede_bestand(gemeente):
    lees("bijstandsbestand", gemeente, PLAN | {"plan_getekend_op": "01-03-2018"})

    _, fouten = lees("bijstandsbestand", gemeente, PLAN | {"plan_getekend_op": "05-03-2018"})
    gelijk, _ = lees("bijstandsbestand", gemeente, PLAN | {"plan_getekend_op": "01-03-2018"})

    assert fouten == [
        "2 plan_getekend_op: Dit plan is al getekend op 01-03-2018 en staat vast. Laat het vak leeg."
    ]
    assert gelijk["gelijk"] == 1


def test_een_import_terugzetten_neemt_zijn_getekende_plan_op_papier_terug(gemeente):
    lees("bijstandsbestand", gemeente, PLAN)
    lees("bijstandsbestand", gemeente, PLAN | {"plan_getekend_op": "01-03-2018"})

    zet_terug(Importbatch.objects.latest("pk"), door=None)
    assert Ontwikkelplan.objects.get().getekend_op is None

    ander = PLAN | {"bsn": "999993653", "achternaam": "Demo", "plan_getekend_op": "01-03-2018"}
    lees("bijstandsbestand", gemeente, ander)
    zet_terug(Importbatch.objects.latest("pk"), door=None)
    assert Ontwikkelplan.objects.get().getekend_op is None  # only that of Anna is left
