"""Loonwaarde: wie mag meten, wat een meting vastlegt, en dat de database hetzelfde weigert als het formulier."""

from datetime import date
from decimal import Decimal as D

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.urls import reverse

from kern.permissions import Rol
from personen import actions
from personen.loonwaarde_dossier import opdrachten, opnieuw_meten
from personen.loonwaarde_rules import Taak
from personen.models import Hoofdtaak, Loonwaardemeting, Meetopdracht
from tests.factories.kern import BeleidskaderFactory, ParameterFactory
from tests.factories.kern_werk import BestandFactory
from tests.factories.personen import (
    DossierperiodeFactory,
    HoofdtaakFactory,
    LoonwaardemetingFactory,
    MeetbevoegdheidFactory,
    MeetopdrachtFactory,
    PersoonFactory,
    ToewijzingFactory,
)
from tests.lezen import pdf_tekst

DAG = date(2026, 10, 5)
TAKEN = [
    Taak("inpakken", D(60), D(80), D(100), D(90)),
    Taak("vegen", D(40), D(50), D(90), D(100)),
]
pytestmark = pytest.mark.django_db


@pytest.fixture
def meter(maak_gebruiker, gemeente):
    gebruiker = maak_gebruiker(Rol.CONSULENT, gemeente, naam="M. Meter")
    MeetbevoegdheidFactory(gebruiker=gebruiker)
    return gebruiker


@pytest.fixture
def persoon(gemeente, consulent):
    """Consulent K. is the contact person, and holds the diploma as well."""
    persoon = PersoonFactory(gemeente=gemeente, in_begeleiding=True)
    ToewijzingFactory(persoon=persoon, gebruiker=consulent)
    MeetbevoegdheidFactory(gebruiker=consulent)
    return persoon


def meet(persoon, door, **velden):
    begin = {
        "datum": DAG,
        "werkplek": "Bakkerij, inpak",
        "taken": TAKEN,
        "uren_per_week": D(36),
        "werkdagen": D(5),
    }
    return actions.leg_meting_vast(
        persoon, door=door, **(begin | {"volgende_op": date(2028, 10, 5)} | velden)
    )


def fout_van(functie, *args, **kwargs) -> dict:
    with pytest.raises(ValidationError) as fout:
        functie(*args, **kwargs)
    return fout.value.message_dict if hasattr(fout.value, "error_dict") else {"": fout.value.messages}


def test_een_meting_rekent_het_percentage_uit_en_krijgt_een_rapport(persoon, meter):
    meting = meet(persoon, meter, beoordelaar=meter)

    assert meting.percentage == D("61.20")
    assert meting.hoofdtaken.count() == 2
    assert meting.bestand.sha256
    # regels §1.6: 60% × (80 × 100 × 90) = 72 and 40% × (50 × 90 × 100) = 45
    papier = pdf_tekst(meting.bestand)
    assert "inpakken 60% 80% 100% 90% 72,00% 43,20%" in papier
    assert "vegen 40% 50% 90% 100% 45,00% 18,00%" in papier
    assert "Loonwaarde 61,2%" in papier
    assert "61,2% van het minimumloon" in papier


def test_de_eigen_contactpersoon_meet_niet_en_de_melding_zegt_waarom(persoon, consulent):
    fouten = fout_van(meet, persoon, consulent, beoordelaar=consulent)

    assert "is op 05-10-2026 contactpersoon" in fouten["beoordelaar"][0]
    assert not Loonwaardemeting.objects.exists()


def test_zonder_diploma_op_de_dag_zelf_meet_niemand(persoon, maak_gebruiker, gemeente):
    later = maak_gebruiker(Rol.CONSULENT, gemeente)
    MeetbevoegdheidFactory(gebruiker=later, begindatum=date(2026, 10, 6))

    assert "geen geldig diploma" in fout_van(meet, persoon, later, beoordelaar=later)["beoordelaar"][0]
    assert meet(persoon, later, beoordelaar=later, datum=date(2026, 10, 6)).pk


def test_de_database_weigert_de_eigen_contactpersoon_ook(persoon, consulent):
    with pytest.raises(IntegrityError, match="niet zelf meten"), transaction.atomic():
        LoonwaardemetingFactory(persoon=persoon, datum=DAG, beoordelaar=consulent, bureau="")


def test_de_database_weigert_wie_geen_diploma_heeft(persoon, maak_gebruiker, gemeente):
    ander = maak_gebruiker(Rol.CONSULENT, gemeente)

    with pytest.raises(IntegrityError, match="geen geldig diploma"), transaction.atomic():
        LoonwaardemetingFactory(persoon=persoon, datum=DAG, beoordelaar=ander, bureau="")


def test_wie_mat_wordt_niet_alsnog_contactpersoon_op_die_dag(gemeente, meter, consulent):
    persoon = PersoonFactory(gemeente=gemeente, in_begeleiding=True)
    meet(persoon, meter, beoordelaar=meter)

    fouten = fout_van(actions.wijs_toe, persoon, aan=meter, vanaf=date(2026, 10, 1), door=consulent)
    with pytest.raises(IntegrityError, match="mat in deze periode"), transaction.atomic():
        ToewijzingFactory(persoon=persoon, gebruiker=meter, begindatum=date(2026, 10, 1))

    assert "mat de loonwaarde" in fouten["aan"][0]
    assert actions.wijs_toe(persoon, aan=meter, vanaf=date(2026, 10, 6), door=consulent)


def test_voor_de_dag_van_zelf_meten_meet_een_bureau(gemeente, meter):
    kader = BeleidskaderFactory(gemeente=gemeente)
    ParameterFactory(kader=kader, code="loonwaarde.eigen_vanaf", soort="datum", waarde="2020-07-01")
    persoon = PersoonFactory(gemeente=gemeente, in_begeleiding=True)
    dag = date(2020, 6, 30)

    assert "01-07-2020" in fout_van(meet, persoon, meter, beoordelaar=meter, datum=dag)["beoordelaar"][0]
    meting = meet(persoon, meter, bureau="Bureau", taken=(), percentage=D(45), datum=dag)
    assert meting.wie_mat == "Bureau"
    assert meet(persoon, meter, beoordelaar=meter, datum=date(2020, 7, 1)).pk


def test_de_volgende_datum_komt_van_de_norm_en_is_anders_verplicht(gemeente, persoon, meter):
    zonder = fout_van(meet, persoon, meter, beoordelaar=meter, volgende_op=None)
    ParameterFactory(
        kader=BeleidskaderFactory(gemeente=gemeente), code="loonwaarde.hermeting_maanden", waarde="24"
    )

    assert "opnieuw wordt gemeten" in zonder["volgende_op"][0]
    assert meet(persoon, meter, beoordelaar=meter, volgende_op=None).volgende_op == date(2028, 10, 5)


@pytest.mark.parametrize(
    ("velden", "veld"),
    [
        ({"datum": date(2126, 1, 1)}, "datum"),
        ({"taken": [Taak("inpakken", D(99), D(80), D(100), D(90))]}, ""),
        ({"uren_per_week": None}, "uren_per_week"),
        ({"volgende_op": DAG}, "volgende_op"),
        ({"bureau": "Bureau"}, "bureau"),
        ({"taken": ()}, ""),
    ],
)
def test_onjuiste_invoer_geeft_een_melding_bij_het_veld(persoon, meter, velden, veld):
    fouten = fout_van(meet, persoon, meter, beoordelaar=meter, **velden)

    assert list(fouten) == [veld] or (veld == "" and "__all__" in fouten)
    assert not Loonwaardemeting.objects.exists()


def test_een_meting_staat_vast_en_kan_alleen_worden_ingetrokken(persoon, meter):
    meting = meet(persoon, meter, beoordelaar=meter)

    with pytest.raises(ProgrammingError), transaction.atomic():
        Loonwaardemeting.objects.filter(pk=meting.pk).update(percentage=10)
    assert "reden" in fout_van(actions.trek_meting_in, meting, reden=" ", door=meter)
    actions.trek_meting_in(meting, reden="verkeerde persoon", door=meter)

    assert not Loonwaardemeting.objects.geldig().exists()
    assert meet(persoon, meter, beoordelaar=meter).pk


def test_de_database_wil_dat_aandelen_samen_honderd_zijn(persoon):
    meting = LoonwaardemetingFactory(persoon=persoon)

    with pytest.raises(IntegrityError, match="geen 100"), transaction.atomic():
        HoofdtaakFactory(meting=meting, aandeel=60)
        with connection.cursor() as cursor:
            cursor.execute("set constraints all immediate")
    assert not Hoofdtaak.objects.exists()


def test_een_aanvraag_gaat_naar_een_ander_en_wordt_klaar_door_de_meting(persoon, meter, consulent):
    ver = date(2126, 12, 1)
    eigen = fout_van(
        actions.vraag_meting_aan, persoon, beoordelaar=consulent, uiterlijk_op=ver, door=consulent
    )
    opdracht = actions.vraag_meting_aan(persoon, beoordelaar=meter, uiterlijk_op=ver, door=consulent)
    tweede = fout_van(actions.vraag_meting_aan, persoon, beoordelaar=meter, uiterlijk_op=ver, door=consulent)
    meting = meet(persoon, meter, beoordelaar=meter)

    assert "contactpersoon" in eigen["beoordelaar"][0]
    assert "loopt al" in tweede["__all__"][0]
    opdracht.refresh_from_db()
    assert opdracht.meting == meting


def test_een_diploma_eindigt_niet_voor_een_meting(persoon, meter):
    meet(persoon, meter, beoordelaar=meter)
    diploma = meter.meetbevoegdheden.get()

    assert (
        "05-10-2026"
        in fout_van(actions.beeindig_diploma, diploma, per=date(2026, 10, 4), door=meter)["per"][0]
    )
    assert actions.beeindig_diploma(diploma, per=DAG, door=meter).einddatum == DAG


def test_signalen_noemen_opnieuw_meten_en_de_opdracht_van_de_beoordelaar(gemeente, persoon, meter, consulent):
    LoonwaardemetingFactory(persoon=persoon, volgende_op=date(2026, 11, 1))
    ander = PersoonFactory(gemeente=gemeente)
    DossierperiodeFactory(persoon=ander)
    MeetopdrachtFactory(persoon=ander, beoordelaar=meter, uiterlijk_op=date(2026, 10, 4))

    opnieuw = list(opnieuw_meten([gemeente.pk], DAG))
    eigen = list(opdrachten([gemeente.pk], DAG, [meter.pk]))

    assert [s.eigenaar_id for s in opnieuw] == [consulent.pk]
    assert [(s.niveau, s.dossier_id) for s in eigen] == [("moet", ander.pk)]
    assert list(opdrachten([gemeente.pk], DAG, [consulent.pk])) == []


# ---- pages ---------------------------------------------------------------------------------------------
def test_de_lijst_toont_de_eigen_contactpersoon_grijs_met_de_reden(ingelogd, persoon, meter):
    html = ingelogd.get(reverse("personen:loonwaarde", args=[persoon.nummer])).content.decode()

    assert "contactpersoon van deze inwoner" in html
    assert html.count("disabled") == 1
    assert "M. Meter" in html


def test_een_direct_verzonden_aanvraag_aan_de_eigen_contactpersoon_wordt_geweigerd(
    ingelogd, persoon, consulent
):
    adres = reverse("personen:loonwaarde-aanvragen", args=[persoon.nummer])

    antwoord = ingelogd.post(adres, {"beoordelaar": str(consulent.pk), "uiterlijk_op": "01-12-2126"})

    assert antwoord.status_code == 200
    assert "niet zelf meten" in antwoord.content.decode()
    assert not Meetopdracht.objects.exists()


def test_een_meting_vastleggen_op_de_pagina(ingelogd, persoon, meter):
    gegevens = {
        "datum": "05-10-2026", "beoordelaar": str(meter.pk), "werkplek": "Bakkerij", "uren_per_week": "36",
        "werkdagen": "5", "volgende_op": "05-10-2028",
        "taak1_naam": "inpakken", "taak1_aandeel": "60", "taak1_tempo": "80", "taak1_kwaliteit": "100",
        "taak1_netto_werktijd": "90",
        "taak2_naam": "vegen", "taak2_aandeel": "40", "taak2_tempo": "50", "taak2_kwaliteit": "90",
        "taak2_netto_werktijd": "100",
    }  # fmt: skip

    antwoord = ingelogd.post(
        reverse("personen:loonwaarde-meten", args=[persoon.nummer]), gegevens, follow=True
    )

    assert "Loonwaarde 61,2%" in antwoord.content.decode()
    meting = Loonwaardemeting.objects.get()
    rapport = ingelogd.get(reverse("personen:loonwaarde-rapport", args=[persoon.nummer, meting.pk]))
    assert rapport["Content-Disposition"].startswith("attachment")
    assert rapport.content == bytes(meting.bestand.inhoud)


def test_een_halve_hoofdtaak_wijst_het_lege_veld_aan(ingelogd, persoon, meter):
    gegevens = {
        "datum": "05-10-2026",
        "beoordelaar": str(meter.pk),
        "werkplek": "x",
        "taak1_naam": "inpakken",
    }

    html = ingelogd.post(
        reverse("personen:loonwaarde-meten", args=[persoon.nummer]), gegevens
    ).content.decode()

    assert html.count("maak de hele hoofdtaak leeg") >= 4
    assert not Loonwaardemeting.objects.exists()


def test_het_overzicht_van_diploma_s_zegt_wie_er_nog_geen_heeft(client, maak_gebruiker, gemeente, meter):
    ParameterFactory(
        kader=BeleidskaderFactory(gemeente=gemeente), code="formatie.min_personen_per_taak", waarde="2"
    )
    maak_gebruiker(Rol.CONSULENT_WSW, gemeente, naam="Z. Zonder")
    client.force_login(maak_gebruiker(Rol.TEAMMANAGER, gemeente))

    html = client.get(reverse("personen:meters")).content.decode()

    assert "1 van 2 consulenten heeft een geldig diploma" in html
    assert "Te weinig achtervang" in html
    assert "Z. Zonder" in html


def test_de_lijst_van_metingen_vraagt_niet_meer_bij_meer_metingen(
    ingelogd, persoon, meter, django_assert_max_num_queries
):
    for jaar in range(2015, 2025):
        LoonwaardemetingFactory(
            persoon=persoon,
            datum=date(jaar, 1, 5),
            volgende_op=date(jaar + 1, 1, 5),
            bestand=BestandFactory(),
        )

    with django_assert_max_num_queries(45):
        ingelogd.get(reverse("personen:loonwaarde", args=[persoon.nummer]))
