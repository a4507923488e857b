"""Acties op een dossier: regels, perioden, toewijzing en het logboek."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from kern.models import Gebeurtenis
from kern.permissions import Rol
from kern.versions import Verouderd
from personen import actions
from personen.models import Contactmoment, Document, Persoon
from tests.factories.personen import (
    ContactmomentFactory,
    LoonwaardemetingFactory,
    MeetbevoegdheidFactory,
    PersoonFactory,
    ToewijzingFactory,
)

pytestmark = pytest.mark.django_db
GEBOREN = date(1984, 5, 12)


@pytest.fixture
def persoon(gemeente):
    return PersoonFactory(gemeente=gemeente, in_begeleiding=True)


def test_een_nieuw_dossier_krijgt_een_nummer_en_een_zoeknaam(gemeente, consulent):
    persoon = actions.maak_persoon(
        gemeente=gemeente,
        door=consulent,
        achternaam="Dijk",
        tussenvoegsel="van der",
        voorletters="J.",
        geboortedatum=GEBOREN,
        bsn="111222333",
    )

    assert persoon.nummer.startswith("P-1")
    assert (persoon.zoeknaam, persoon.sorteernaam) == ("dyk j van der", "dyk j")
    regel = Gebeurtenis.objects.get(soort="persoon.gemaakt")
    assert (regel.gebruiker, regel.dossier_id) == (consulent, persoon.pk)
    assert "111222333" not in f"{regel.omschrijving} {regel.gegevens}"


@pytest.mark.parametrize("bsn", ["123456789", "000000000", "12345"])
def test_een_bsn_dat_niet_klopt_wordt_geweigerd(gemeente, consulent, bsn):
    with pytest.raises(ValidationError, match="Dit BSN klopt niet"):
        actions.maak_persoon(
            gemeente=gemeente, door=consulent, achternaam="Proef", geboortedatum=GEBOREN, bsn=bsn
        )

    assert Persoon.objects.count() == 0


def test_hetzelfde_bsn_kan_geen_tweede_keer_ook_niet_met_toch(gemeente, andere_gemeente, consulent):
    velden = {"door": consulent, "achternaam": "Proef", "bsn": "111222333", "geboortedatum": GEBOREN}
    actions.maak_persoon(gemeente=gemeente, **velden)

    with pytest.raises(ValidationError, match="Er is al een dossier met dit BSN"):
        actions.maak_persoon(gemeente=gemeente, toch=True, **velden)
    actions.maak_persoon(gemeente=andere_gemeente, **velden)

    assert Persoon.objects.count() == 2


def test_een_verouderde_versie_verandert_niets(persoon, consulent):
    actions.wijzig_persoon(persoon, door=consulent, versie=1, telefoon="0612345678")

    with pytest.raises(Verouderd):
        actions.wijzig_persoon(persoon, door=consulent, versie=1, telefoon="0687654321")

    persoon.refresh_from_db()
    assert (persoon.telefoon, persoon.versie) == ("0612345678", 2)


def test_terugkomen_is_een_nieuwe_periode(persoon, consulent):
    actions.beeindig_dossierperiode(persoon, per=date(2026, 3, 31), reden="werk", door=consulent)
    actions.start_dossierperiode(persoon, vanaf=date(2026, 9, 1), door=consulent)

    perioden = list(persoon.dossierperioden.order_by("begindatum").values_list("begindatum", "einddatum"))
    assert perioden == [(date(2019, 1, 1), date(2026, 3, 31)), (date(2026, 9, 1), None)]


def test_een_tweede_lopende_periode_wordt_geweigerd(persoon, consulent):
    with pytest.raises(ValidationError, match="loopt het dossier al"):
        actions.start_dossierperiode(persoon, vanaf=date(2026, 9, 1), door=consulent)


def test_einde_voor_begin_wordt_geweigerd(persoon, consulent):
    with pytest.raises(ValidationError, match="laatste dag ligt voor de eerste dag"):
        actions.beeindig_dossierperiode(persoon, per=date(2018, 1, 1), reden="werk", door=consulent)


def test_een_nieuwe_contactpersoon_sluit_de_vorige_de_dag_ervoor(
    persoon, consulent, maak_gebruiker, gemeente
):
    ToewijzingFactory(persoon=persoon, gebruiker=consulent)
    nieuw = maak_gebruiker(Rol.CONSULENT, gemeente)

    actions.wijs_toe(persoon, aan=nieuw, vanaf=date(2026, 11, 1), door=consulent, reden="verlof")

    rijen = list(
        persoon.toewijzingen.order_by("begindatum").values_list("gebruiker", "begindatum", "einddatum")
    )
    assert rijen == [
        (consulent.pk, date(2019, 1, 1), date(2026, 10, 31)),
        (nieuw.pk, date(2026, 11, 1), None),
    ]


def test_twintig_dossiers_toewijzen_gaat_in_een_keer_en_terug(gemeente, consulent, maak_gebruiker):
    manager, nieuw = maak_gebruiker(Rol.TEAMMANAGER, gemeente), maak_gebruiker(Rol.CONSULENT, gemeente)
    personen = [PersoonFactory(gemeente=gemeente) for _ in range(20)]
    for persoon in personen:
        ToewijzingFactory(persoon=persoon, gebruiker=consulent)

    stappen = actions.wijs_toe(personen, aan=nieuw, vanaf=date(2026, 11, 1), door=manager)
    actions.maak_toewijzing_ongedaan(stappen, door=manager)

    assert len(stappen) == 20
    rijen = [(t.gebruiker, t.einddatum) for p in personen for t in p.toewijzingen.all()]
    assert rijen == [(consulent, None)] * 20


def test_wie_intussen_de_loonwaarde_mat_wordt_door_ongedaan_maken_geen_contactpersoon(
    gemeente, persoon, consulent, maak_gebruiker
):
    nieuw, manager = maak_gebruiker(Rol.CONSULENT, gemeente), maak_gebruiker(Rol.TEAMMANAGER, gemeente)
    ToewijzingFactory(persoon=persoon, gebruiker=consulent)
    stappen = actions.wijs_toe(persoon, aan=nieuw, vanaf=date(2026, 11, 1), door=manager)
    MeetbevoegdheidFactory(gebruiker=consulent)
    LoonwaardemetingFactory(persoon=persoon, beoordelaar=consulent, bureau="", datum=date(2026, 11, 1))

    with pytest.raises(ValidationError, match="mat intussen de loonwaarde"):
        actions.maak_toewijzing_ongedaan(stappen, door=manager)
    assert persoon.toewijzingen.count() == 2


def test_toewijzen_voor_een_latere_toewijzing_is_alles_of_niets(gemeente, consulent, maak_gebruiker):
    nieuw = maak_gebruiker(Rol.CONSULENT, gemeente)
    goed, later = PersoonFactory(gemeente=gemeente), PersoonFactory(gemeente=gemeente)
    ToewijzingFactory(persoon=later, gebruiker=consulent, begindatum=date(2027, 1, 1))

    with pytest.raises(ValidationError, match="Kies een latere dag"):
        actions.wijs_toe([goed, later], aan=nieuw, vanaf=date(2026, 11, 1), door=consulent)

    assert not goed.toewijzingen.exists()


def test_een_bijzonder_kenmerk_vraagt_het_recht(persoon, maak_gebruiker, gemeente):
    jobcoach = maak_gebruiker(Rol.JOBCOACH, gemeente)

    with pytest.raises(PermissionDenied):
        actions.leg_kenmerk_vast(
            persoon, soort="belemmering", waarde="schulden", vanaf=date(2026, 1, 1), door=jobcoach
        )


def test_een_nieuw_taalniveau_sluit_het_vorige(persoon, consulent):
    for vanaf, waarde in ((date(2025, 1, 1), "A2"), (date(2026, 1, 1), "B1")):
        actions.leg_kenmerk_vast(persoon, soort="taalniveau", waarde=waarde, vanaf=vanaf, door=consulent)

    rijen = list(persoon.kenmerken.order_by("begindatum").values_list("waarde", "einddatum"))
    assert rijen == [("A2", date(2025, 12, 31)), ("B1", None)]


def test_een_ingetrokken_contact_blijft_bewaard_en_kan_terug(persoon, consulent):
    contact = ContactmomentFactory(persoon=persoon, door=consulent)

    actions.trek_contact_in(contact, door=consulent)
    ingetrokken = Contactmoment.objects.get().ingetrokken_op
    actions.herstel_contact(contact, door=consulent)

    assert ingetrokken is not None
    assert Contactmoment.objects.get().ingetrokken_op is None
    soorten = Gebeurtenis.objects.order_by("pk").values_list("soort", flat=True)
    assert list(soorten) == ["contact.ingetrokken", "contact.hersteld"]


def test_een_getekend_plan_staat_vast(persoon, consulent):
    plan = actions.registreer_plan(
        persoon, opgesteld_op=date(2026, 3, 1), getekend_op=date(2026, 3, 3), door=consulent
    )

    with pytest.raises(ValidationError, match="staat vast"):
        actions.wijzig_plan(plan, door=consulent, evaluatie_op=date(2026, 12, 1))
    with pytest.raises(IntegrityError, match="staat vast"), transaction.atomic():
        type(plan).objects.filter(pk=plan.pk).update(evaluatie_op=date(2026, 12, 1))
    tweede = actions.registreer_plan(persoon, opgesteld_op=date(2026, 9, 1), door=consulent)

    assert (plan.versie, tweede.versie) == (1, 2)
    plan.refresh_from_db()
    assert (plan.evaluatie_op, plan.getekend_op) == (None, date(2026, 3, 3))


def test_een_document_van_een_ander_dossier_kan_niet_bij_een_plan(persoon, consulent, gemeente):
    from tests.factories.personen import DocumentFactory

    vreemd = DocumentFactory(persoon=PersoonFactory(gemeente=gemeente))

    with pytest.raises(ValidationError, match="ander dossier"):
        actions.registreer_plan(persoon, opgesteld_op=date(2026, 9, 1), document=vreemd, door=consulent)

    assert Document.objects.count() == 1
