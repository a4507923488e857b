"""Besluiten, werkafspraken en bijsturing: regels, acties en wat de database weigert (RH-030, RH-078)."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from kern.actions.afspraken import maak_afspraak, rond_taak_af, sluit_afspraak, wijzig_afspraak
from kern.models import Afspraak, Gebeurtenis, Taak
from kern.permissions import Rol
from kern.rules import eerste_na, kalenderdagen, plus_maanden, volgende_dag
from kern.uploads import Upload
from kern.versions import Verouderd
from tests.factories.kern_werk import AfspraakFactory, TaakFactory, VerplichtingFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(maak_gebruiker, gemeente):
    return maak_gebruiker(Rol.TEAMMANAGER, gemeente, naam="T. Manager")


@pytest.fixture
def accountmanager(maak_gebruiker, gemeente):
    return maak_gebruiker(Rol.ACCOUNTMANAGER, gemeente, naam="A. Accountmanager")


def werkafspraak(gemeente, manager, **velden):
    return maak_afspraak(
        gemeente=gemeente,
        soort="werkafspraak",
        door=manager,
        **{
            "code": "g",
            "tekst": "PR-opdracht bij de accountmanager; elk halfjaar het resultaat",
            "rol": Rol.ACCOUNTMANAGER,
            "cadans": "halfjaarlijks",
            "begindatum": date(2020, 1, 1),
            "eerstvolgend": date(2026, 7, 31),
            **velden,
        },
    )


@pytest.mark.parametrize(
    ("dag", "cadans", "volgende"),
    [
        (date(2026, 3, 31), "jaarlijks", date(2027, 3, 31)),
        (date(2026, 3, 31), "kwartaal", date(2026, 6, 30)),
        (date(2026, 6, 30), "kwartaal", date(2026, 9, 30)),
        (date(2026, 1, 31), "maandelijks", date(2026, 2, 28)),
        (date(2026, 2, 28), "maandelijks", date(2026, 3, 31)),
        (date(2026, 1, 30), "maandelijks", date(2026, 2, 28)),
        (date(2024, 2, 29), "jaarlijks", date(2025, 2, 28)),
        (date(2026, 7, 15), "halfjaarlijks", date(2027, 1, 15)),
        (date(2026, 7, 15), "eenmalig", None),
        (date(2026, 7, 15), "doorlopend", None),
    ],
)
def test_de_volgende_dag_volgt_de_cadans(dag, cadans, volgende):
    assert volgende_dag(dag, cadans) == volgende


def test_gemiste_beurten_worden_overgeslagen():
    assert eerste_na(date(2024, 1, 31), "halfjaarlijks", date(2026, 2, 1)) == date(2026, 7, 31)


def test_maanden_terug_kan_ook_over_het_jaar_heen():
    assert plus_maanden(date(2026, 1, 15), -2) == date(2025, 11, 15)


@pytest.mark.parametrize(
    ("norm", "dagen"),
    [
        ("31-03", [date(2025, 3, 31), date(2026, 3, 31)]),
        (["15-02", "15-08"], [date(2025, 2, 15), date(2025, 8, 15), date(2026, 2, 15)]),
        ([1, 7], [date(2025, 1, 31), date(2025, 7, 31), date(2026, 1, 31)]),
        (date(2025, 10, 1), [date(2025, 10, 1)]),
        ("01-10-2026", []),
        ("29-02", [date(2025, 2, 28), date(2026, 2, 28)]),
    ],
)
def test_een_norm_geeft_de_dagen_van_de_kalender(norm, dagen):
    assert kalenderdagen(norm, date(2025, 1, 1), date(2026, 6, 30)) == dagen


def test_elke_maand_op_een_dag_geeft_twaalf_dagen_per_jaar():
    dagen = kalenderdagen("elke maand op 31", date(2026, 1, 1), date(2026, 12, 31))

    assert len(dagen) == 12
    assert dagen[:4] == [date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30)]


@pytest.mark.parametrize("norm", ["31-13", "soms", [13], "32-01"])
def test_een_norm_die_geen_dag_is_wordt_geweigerd(norm):
    with pytest.raises(ValueError):
        kalenderdagen(norm, date(2026, 1, 1), date(2026, 12, 31))


@time_machine.travel("2026-07-20")
def test_een_afspraak_met_een_dag_heeft_meteen_een_taak(gemeente, manager):
    afspraak = werkafspraak(gemeente, manager)

    taak = afspraak.taken.get()
    assert (taak.vervaldatum, taak.rol, taak.status) == (date(2026, 7, 31), "accountmanager", "open")
    assert Gebeurtenis.objects.filter(soort="afspraak.gemaakt", gebruiker=manager).count() == 1


@time_machine.travel("2026-07-20")
def test_een_beurt_met_bewijs_schuift_de_eerstvolgende_dag(gemeente, manager, accountmanager):
    afspraak = werkafspraak(gemeente, manager)

    rond_taak_af(afspraak.taken.get(), bewijs="Twee artikelen geplaatst.", door=accountmanager)

    afspraak.refresh_from_db()
    assert afspraak.eerstvolgend == date(2027, 1, 31)
    assert list(afspraak.taken.order_by("vervaldatum").values_list("vervaldatum", "status")) == [
        (date(2026, 7, 31), "gedaan"),
        (date(2027, 1, 31), "open"),
    ]


@time_machine.travel("2027-02-10")
def test_wie_te_laat_is_slaat_de_gemiste_beurt_over(gemeente, manager, accountmanager):
    afspraak = werkafspraak(gemeente, manager)

    rond_taak_af(afspraak.taken.get(), bewijs="Alsnog gedaan.", door=accountmanager)

    afspraak.refresh_from_db()
    assert afspraak.eerstvolgend == date(2027, 7, 31)


@time_machine.travel("2026-07-20")
def test_een_eenmalige_afspraak_is_na_de_beurt_afgerond(gemeente, manager):
    afspraak = werkafspraak(gemeente, manager, cadans="eenmalig")

    rond_taak_af(afspraak.taken.get(), bewijs="Verzoek gestuurd.", door=manager)

    afspraak.refresh_from_db()
    assert (afspraak.status, afspraak.eerstvolgend, afspraak.resultaat) == (
        "afgerond",
        None,
        "Verzoek gestuurd.",
    )


@time_machine.travel("2026-07-20")
def test_zonder_bewijs_kan_een_taak_niet_af(gemeente, manager):
    taak = werkafspraak(gemeente, manager).taken.get()

    with pytest.raises(ValidationError) as fout:
        rond_taak_af(taak, bewijs="  ", door=manager)

    assert fout.value.message_dict == {"bewijs": ["Schrijf op wat er is gedaan, of voeg een document toe."]}


@time_machine.travel("2026-07-20")
def test_een_document_is_ook_bewijs(gemeente, manager):
    taak = werkafspraak(gemeente, manager).taken.get()
    upload = Upload("verslag.txt", "text/plain", b"verslag", "a" * 64)

    taak = rond_taak_af(taak, upload=upload, door=manager)

    assert bytes(taak.bestand.inhoud) == b"verslag"


@time_machine.travel("2026-07-20")
def test_een_taak_kan_niet_twee_keer_af(gemeente, manager):
    taak = werkafspraak(gemeente, manager).taken.get()
    rond_taak_af(taak, bewijs="Gedaan.", door=manager)

    with pytest.raises(ValidationError, match="al afgerond"):
        rond_taak_af(taak, bewijs="Nog eens.", door=manager)


@time_machine.travel("2026-07-20")
def test_een_taak_kan_niet_in_de_toekomst_gedaan_zijn(gemeente, manager):
    taak = werkafspraak(gemeente, manager).taken.get()

    with pytest.raises(ValidationError, match="toekomst"):
        rond_taak_af(taak, bewijs="Gedaan.", gedaan_op=date(2026, 7, 21), door=manager)


@time_machine.travel("2026-07-20")
def test_een_collega_met_een_andere_rol_rondt_de_taak_niet_af(gemeente, manager, consulent):
    taak = werkafspraak(gemeente, manager).taken.get()

    with pytest.raises(PermissionDenied):
        rond_taak_af(taak, bewijs="Gedaan.", door=consulent)


@time_machine.travel("2026-07-20")
def test_wijzigen_verplaatst_de_open_taak_en_bewaart_de_oude_waarde(gemeente, manager, accountmanager):
    afspraak = werkafspraak(gemeente, manager)

    wijzig_afspraak(afspraak, versie=1, eigenaar=accountmanager, eerstvolgend=date(2026, 8, 31), door=manager)

    taak = afspraak.taken.get()
    assert (taak.vervaldatum, taak.eigenaar) == (date(2026, 8, 31), accountmanager)
    gebeurtenis = Gebeurtenis.objects.get(soort="afspraak.gewijzigd")
    assert gebeurtenis.gegevens["wijzigingen"]["eerstvolgend"] == ["2026-07-31", "2026-08-31"]


@time_machine.travel("2026-07-20")
def test_een_oude_versie_overschrijft_de_nieuwe_niet(gemeente, manager):
    afspraak = werkafspraak(gemeente, manager)
    wijzig_afspraak(afspraak, versie=1, tekst="Nieuwe tekst", door=manager)

    with pytest.raises(Verouderd):
        wijzig_afspraak(afspraak, versie=1, tekst="Andere tekst", door=manager)


@time_machine.travel("2026-07-20")
def test_bijsturing_zonder_cijfer_wordt_geweigerd(gemeente, manager):
    with pytest.raises(ValidationError, match="cijfer en een peildatum"):
        maak_afspraak(
            gemeente=gemeente, soort="bijsturing", tekst="Meer gesprekken", eigenaar=manager, door=manager,
            eerstvolgend=date(2026, 10, 1),
        )  # fmt: skip


@time_machine.travel("2026-07-20")
def test_bijsturing_krijgt_een_kenmerk_en_later_een_antwoord(gemeente, manager):
    bijsturing = maak_afspraak(
        gemeente=gemeente, soort="bijsturing", tekst="Meer gesprekken", eigenaar=manager, door=manager,
        eerstvolgend=date(2026, 10, 1), kpi="tredestap", peildatum=date(2026, 6, 30),
    )  # fmt: skip

    assert list(Afspraak.objects.bijsturing_op(gemeente, date(2026, 6, 30))) == [bijsturing]
    sluit_afspraak(
        bijsturing, resultaat="Twaalf mensen stapten omhoog.", beantwoord_peildatum=date(2026, 12, 31),
        door=manager,
    )  # fmt: skip

    bijsturing.refresh_from_db()
    assert (bijsturing.code, bijsturing.status) == ("B-1", "afgerond")
    assert bijsturing.taken.get().status == "vervallen"


@time_machine.travel("2026-07-20")
def test_sluiten_zonder_resultaat_kan_niet(gemeente, manager):
    with pytest.raises(ValidationError, match="wat het opleverde"):
        sluit_afspraak(werkafspraak(gemeente, manager), resultaat=" ", door=manager)


def test_een_consulent_legt_geen_afspraken_vast(gemeente, consulent):
    with pytest.raises(PermissionDenied):
        werkafspraak(gemeente, consulent)


@pytest.mark.parametrize(
    "velden",
    [
        {"eerstvolgend": None},
        {"cadans": "doorlopend"},
        {"rol": "", "eigenaar": None},
        {"status": "afgerond", "eerstvolgend": None},
        {"status": "afgerond", "resultaat": "Klaar"},
        {"kpi": "tredestap"},
    ],
)
def test_de_database_weigert_een_afspraak_die_niet_klopt(gemeente, velden):
    with pytest.raises(IntegrityError), transaction.atomic():
        AfspraakFactory(gemeente=gemeente, **velden)


@pytest.mark.parametrize(
    "velden",
    [
        {"rol": ""},
        {"verplichting": None},
        {"status": "gedaan"},
        {"status": "gedaan", "gedaan_op": date(2026, 1, 1)},
        {"bewijs": "al gedaan"},
    ],
)
def test_de_database_weigert_een_taak_die_niet_klopt(gemeente, velden):
    with pytest.raises(IntegrityError), transaction.atomic():
        TaakFactory(gemeente=gemeente, **velden)


def test_dezelfde_verplichting_heeft_een_taak_per_dag(gemeente):
    verplichting = VerplichtingFactory(gemeente=gemeente)
    TaakFactory(gemeente=gemeente, verplichting=verplichting)

    with pytest.raises(IntegrityError), transaction.atomic():
        TaakFactory(gemeente=gemeente, verplichting=verplichting)


def test_een_andere_gemeente_ziet_de_afspraken_niet(gemeente, andere_gemeente, maak_gebruiker):
    vreemde = maak_gebruiker(Rol.TEAMMANAGER, andere_gemeente)
    AfspraakFactory(gemeente=gemeente)

    assert not Afspraak.objects.zichtbaar_voor(vreemde).exists()
    assert not Taak.objects.zichtbaar_voor(vreemde).exists()
