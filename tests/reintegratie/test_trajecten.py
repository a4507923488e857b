"""Trajecten en instrumenten: de acties, hun weigeringen, de signalen en de kosten (HT-028, HT-069, WV-034)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kern.models import Gebeurtenis, Gemeente, Ongedaan
from kern.undo import maak_ongedaan
from kern.versions import Verouderd
from personen.choices import Planstatus
from reintegratie import traject_actions as actions
from reintegratie.instrument_actions import beeindig_instrument, laad_instrumenten, nieuwe_instrumentversie
from reintegratie.models import Instrument, Traject, Tredemeting
from reintegratie.traject_queries import duurteller, kosten_per_instrument, met_stand
from reintegratie.traject_signalen import eindigt, evaluatie, gat, te_lang
from tests.factories.kern import BeleidskaderFactory, ParameterFactory
from tests.factories.personen import DoelFactory, OntwikkelplanFactory, PersoonFactory, StapFactory
from tests.factories.reintegratie import InstrumentFactory, TrajectFactory, TredemetingFactory

pytestmark = pytest.mark.django_db
VANDAAG = timezone.localdate()


@pytest.fixture
def persoon(gemeente):
    return PersoonFactory(gemeente=gemeente, in_begeleiding=True)


@pytest.fixture
def leerwerk(gemeente):
    return InstrumentFactory(gemeente=gemeente, code="leerwerk", max_maanden=6, exclusief=True)


def begin(persoon, instrument, consulent, **anders):
    velden = {"begindatum": date(2026, 1, 1), "gepland_einde": date(2026, 6, 30), "uitvoerder_naam": "Werf"}
    return actions.begin_traject(persoon, instrument=instrument, door=consulent, **velden | anders)


# ---- beginnen -------------------------------------------------------------------------------------------
def test_een_traject_krijgt_zijn_raming_en_evaluatie_en_staat_in_het_logboek(persoon, leerwerk, consulent):
    traject = begin(persoon, leerwerk, consulent)

    assert traject.kosten_geraamd == Decimal("2400.00")  # zes maanden van € 400
    assert traject.evaluatie_op == date(2026, 4, 1)
    assert (traject.code, traject.exclusief, traject.eerste_einde) == ("leerwerk", True, date(2026, 6, 30))
    laatste = Gebeurtenis.objects.order_by("-pk").first()
    assert (laatste.soort, laatste.dossier_id) == ("traject.begonnen", persoon.pk)


def test_zonder_gepland_einde_geldt_de_langste_duur(persoon, leerwerk, consulent):
    traject = begin(persoon, leerwerk, consulent, gepland_einde=None)

    assert traject.gepland_einde == date(2026, 6, 30)


def test_zonder_langste_duur_moet_je_het_einde_invullen(persoon, gemeente, consulent):
    with pytest.raises(ValidationError) as fout:
        begin(persoon, InstrumentFactory(gemeente=gemeente), consulent, gepland_einde=None)

    assert list(fout.value.message_dict) == ["gepland_einde"]


def test_de_langste_duur_komt_uit_het_kader_en_is_anders_niet_vastgesteld(persoon, gemeente, consulent):
    proef = InstrumentFactory(gemeente=gemeente, duurnorm="proefplaats", kosten=None, kostengrondslag="geen")
    traject = begin(persoon, proef, consulent)
    assert duurteller(traject, VANDAAG) is None

    kader = BeleidskaderFactory(gemeente=gemeente)
    for code, waarde in (("proefplaats.maanden", "2"), ("proefplaats.verlenging_maanden", "4")):
        ParameterFactory(kader=kader, code=code, soort="getal", waarde=waarde, begindatum=date(2020, 1, 1))
    teller = duurteller(traject, VANDAAG)

    assert (teller.maanden, teller.uiterlijk) == (6, date(2026, 6, 30))


def test_hetzelfde_instrument_tegelijk_wordt_geweigerd(persoon, gemeente, consulent):
    instrument = InstrumentFactory(gemeente=gemeente)
    begin(persoon, instrument, consulent)

    with pytest.raises(ValidationError) as fout:
        begin(persoon, instrument, consulent, begindatum=date(2026, 3, 1), gepland_einde=date(2026, 9, 1))

    assert fout.value.message_dict == {
        "begindatum": ["Deze persoon volgt dit instrument al in deze periode. Beëindig dat traject eerst."]
    }


def test_twee_exclusieve_trajecten_gaan_niet_samen_en_een_gewoon_ernaast_wel(
    persoon, gemeente, leerwerk, consulent
):
    begin(persoon, leerwerk, consulent)
    begin(persoon, InstrumentFactory(gemeente=gemeente), consulent)

    with pytest.raises(ValidationError) as fout:
        begin(persoon, InstrumentFactory(gemeente=gemeente, exclusief=True), consulent)

    assert list(fout.value.message_dict) == ["begindatum"]


def test_de_doeltrede_van_het_instrument_wordt_gecontroleerd(persoon, gemeente, consulent):
    instrument = InstrumentFactory(gemeente=gemeente, naam="SKILLS", doeltrede_van=4, doeltrede_tot=6)
    with pytest.raises(ValidationError, match="Leg eerst de doeltrede vast"):
        begin(persoon, instrument, consulent)
    TredemetingFactory(persoon=persoon, doeltrede=3)
    with pytest.raises(ValidationError, match="deze persoon heeft doeltrede 3"):
        begin(persoon, instrument, consulent)
    TredemetingFactory(persoon=persoon, datum=date(2020, 1, 1), doeltrede=4)

    assert begin(persoon, instrument, consulent).pk


def test_een_uitvoerder_is_nodig_en_het_instrument_moet_gelden(
    persoon, gemeente, leerwerk, andere_gemeente, consulent
):
    with pytest.raises(ValidationError) as fout:
        begin(persoon, leerwerk, consulent, uitvoerder_naam=" ")
    assert list(fout.value.message_dict) == ["uitvoerder_naam"]
    for instrument, dag in (
        (leerwerk, date(2017, 1, 1)),
        (InstrumentFactory(gemeente=andere_gemeente), date(2026, 1, 1)),
    ):
        with pytest.raises(ValidationError) as fout:
            begin(persoon, instrument, consulent, begindatum=dag)
        assert list(fout.value.message_dict) == ["begindatum"]


def test_een_einde_voor_het_begin_staat_bij_het_veld(persoon, leerwerk, consulent):
    with pytest.raises(ValidationError) as fout:
        begin(persoon, leerwerk, consulent, gepland_einde=date(2025, 12, 31))

    assert list(fout.value.message_dict) == ["gepland_einde"]


# ---- onderweg -------------------------------------------------------------------------------------------
def test_een_pauze_schuift_het_einde_op_en_telt_niet_mee_in_de_langste_duur(persoon, leerwerk, consulent):
    traject = begin(persoon, leerwerk, consulent)

    traject = actions.pauzeer_traject(
        traject, van=date(2026, 3, 1), tot=date(2026, 3, 14), reden="ziek", door=consulent
    )

    assert traject.gepland_einde == date(2026, 7, 14)
    teller = duurteller(traject, VANDAAG)
    assert (teller.pauzedagen, teller.uiterlijk) == (14, date(2026, 7, 14))
    moment = traject.momenten.get()
    assert (moment.einde_was, moment.einde_wordt) == (date(2026, 6, 30), date(2026, 7, 14))


def test_een_open_pauze_schuift_pas_op_bij_hervatten(persoon, leerwerk, consulent):
    traject = begin(persoon, leerwerk, consulent)
    actions.pauzeer_traject(traject, van=date(2026, 3, 1), reden="opname", door=consulent)
    traject.refresh_from_db()
    assert traject.gepland_einde == date(2026, 6, 30)
    assert met_stand(Traject.objects.all(), date(2026, 4, 1)).get().stand == "pauze"

    with pytest.raises(ValidationError) as fout:
        actions.hervat_traject(traject, per=date(2026, 3, 1), door=consulent)
    assert list(fout.value.message_dict) == ["per"]
    traject = actions.hervat_traject(traject, per=date(2026, 3, 11), door=consulent)

    assert traject.gepland_einde == date(2026, 7, 10)  # tien dagen later
    with pytest.raises(ValidationError, match="niet stil"):
        actions.hervat_traject(traject, per=date(2026, 5, 1), door=consulent)


def test_pauzes_overlappen_niet_en_hebben_een_reden(persoon, leerwerk, consulent):
    traject = begin(persoon, leerwerk, consulent)
    actions.pauzeer_traject(
        traject, van=date(2026, 3, 1), tot=date(2026, 3, 14), reden="ziek", door=consulent
    )

    with pytest.raises(ValidationError) as fout:
        actions.pauzeer_traject(
            traject, van=date(2026, 3, 14), tot=date(2026, 3, 20), reden="x", door=consulent
        )
    assert list(fout.value.message_dict) == ["van"]
    with pytest.raises(ValidationError) as fout:
        actions.pauzeer_traject(
            traject, van=date(2026, 5, 1), tot=date(2026, 5, 2), reden=" ", door=consulent
        )
    assert "tekst" in fout.value.message_dict or "reden" in fout.value.message_dict


def test_verlengen_gaat_alleen_naar_later(persoon, leerwerk, consulent):
    traject = begin(persoon, leerwerk, consulent)
    with pytest.raises(ValidationError) as fout:
        actions.verleng_traject(traject, gepland_einde=date(2026, 6, 30), reden="nodig", door=consulent)
    assert list(fout.value.message_dict) == ["gepland_einde"]

    traject = actions.verleng_traject(traject, gepland_einde=date(2026, 9, 30), reden="nodig", door=consulent)

    assert (traject.gepland_einde, traject.eerste_einde) == (date(2026, 9, 30), date(2026, 6, 30))


def test_wie_een_oude_versie_wijzigt_krijgt_de_nieuwe_te_zien(persoon, leerwerk, consulent):
    traject = begin(persoon, leerwerk, consulent)
    versie = traject.versie
    actions.wijzig_traject(traject, versie=versie, doel="taal", door=consulent)

    with pytest.raises(Verouderd):
        actions.wijzig_traject(traject, versie=versie, doel="anders", door=consulent)


# ---- einde ----------------------------------------------------------------------------------------------
def test_het_einde_heeft_een_resultaat_en_zet_de_stap_op_gedaan(persoon, leerwerk, consulent):
    plan = OntwikkelplanFactory(persoon=persoon, concept=True)
    stap = StapFactory(doel=DoelFactory(plan=plan))
    traject = begin(persoon, leerwerk, consulent, stap=stap)

    actions.beeindig_traject(
        traject, per=date(2026, 5, 31), resultaat="behaald", kosten_werkelijk=Decimal("1900.00"),
        stap_gedaan=True, door=consulent,
    )  # fmt: skip

    traject.refresh_from_db()
    assert (traject.einddatum, traject.resultaat) == (date(2026, 5, 31), "behaald")
    assert stap.voortgang.get().status == "gedaan"
    assert plan.status == Planstatus.CONCEPT
    with pytest.raises(ValidationError, match="eindigde al"):
        actions.beeindig_traject(traject, per=date(2026, 6, 1), resultaat="werk", door=consulent)


@pytest.mark.parametrize(
    ("per", "resultaat", "veld"),
    [
        (date(2025, 12, 31), "behaald", "per"),
        (VANDAAG + timedelta(days=1), "behaald", "per"),
        (date(2026, 5, 31), "gestopt", "toelichting"),
    ],
)
def test_een_verkeerd_einde_verandert_niets(persoon, leerwerk, consulent, per, resultaat, veld):
    traject = begin(persoon, leerwerk, consulent)

    with pytest.raises(ValidationError) as fout:
        actions.beeindig_traject(traject, per=per, resultaat=resultaat, door=consulent)

    assert list(fout.value.message_dict) == [veld]
    traject.refresh_from_db()
    assert traject.is_open


def test_het_einde_sluit_de_open_pauze_en_is_ongedaan_te_maken(persoon, leerwerk, consulent, client):
    traject = begin(persoon, leerwerk, consulent)
    voor = actions.pauzeer_traject(traject, van=date(2026, 3, 1), reden="ziek", door=consulent)
    client.force_login(consulent)

    client.post(
        f"/trajecten/{traject.pk}/beeindigen/",
        {
            "per": "31-03-2026", "resultaat": "gestopt", "toelichting": "te ziek", "versie": "2",
            "kosten_werkelijk": "500",
        },
    )  # fmt: skip

    traject.refresh_from_db()
    assert (traject.resultaat, traject.momenten.get().einddatum) == ("gestopt", date(2026, 3, 31))
    evaluatie, kosten = voor.evaluatie_op, voor.kosten_werkelijk
    assert evaluatie and traject.evaluatie_op is None
    maak_ongedaan(Ongedaan.objects.get().pk, door=consulent)
    traject.refresh_from_db()
    assert traject.is_open
    # What the end took away comes back: the pause is open again, and so is the evaluation.
    assert traject.momenten.get().einddatum is None
    assert (traject.evaluatie_op, traject.kosten_werkelijk) == (evaluatie, kosten)


# ---- catalogus ------------------------------------------------------------------------------------------
def test_een_nieuwe_versie_laat_lopende_trajecten_zoals_zij_zijn(persoon, leerwerk, consulent):
    oud = begin(persoon, leerwerk, consulent)

    nieuw = nieuwe_instrumentversie(
        leerwerk, begindatum=date(2026, 7, 1), naam="Leerwerktraject", soort="leerwerk", bron="besluit",
        kostengrondslag="maand", kosten=Decimal("500.00"), max_maanden=6, door=consulent, versie=1,
    )  # fmt: skip

    leerwerk.refresh_from_db()
    assert (leerwerk.einddatum, nieuw.versie) == (date(2026, 6, 30), 2)
    oud.refresh_from_db()
    assert oud.instrument == leerwerk
    ander = PersoonFactory(gemeente=persoon.gemeente)
    jong = begin(ander, leerwerk, consulent, begindatum=date(2026, 7, 1), gepland_einde=date(2026, 12, 31))
    assert (jong.instrument, jong.kosten_geraamd) == (nieuw, Decimal("3000.00"))


def test_een_versie_voor_de_vorige_en_een_verouderd_formulier_worden_geweigerd(leerwerk, consulent):
    velden = {"naam": "L", "soort": "leerwerk", "bron": "b", "door": consulent}
    with pytest.raises(ValidationError) as fout:
        nieuwe_instrumentversie(leerwerk, begindatum=date(2018, 1, 1), **velden)
    assert list(fout.value.message_dict) == ["begindatum"]
    with pytest.raises(Verouderd):
        nieuwe_instrumentversie(leerwerk, begindatum=date(2026, 1, 1), versie=7, **velden)


def test_na_het_einde_van_een_instrument_begint_er_geen_traject_meer(persoon, leerwerk, consulent):
    beeindig_instrument(leerwerk, per=date(2025, 12, 31), door=consulent)

    with pytest.raises(ValidationError) as fout:
        begin(persoon, leerwerk, consulent)

    assert list(fout.value.message_dict) == ["begindatum"]


def test_de_instrumenten_van_de_vier_documenten_zijn_te_laden_en_te_herhalen():
    call_command("laad_kaders", verbosity=0)

    nieuw = laad_instrumenten()

    # 11 Rijssen-Holten, 12 Hof van Twente, 3 Twenterand, en 6 voor elk van de negen WVS-gemeenten
    assert nieuw == 11 + 12 + 3 + 9 * 6
    assert laad_instrumenten() == 0
    rh = Instrument.objects.filter(gemeente=Gemeente.objects.get(code="1742"))
    assert set(rh.values_list("bron", flat=True)) and not rh.exclude(kosten=None).exists()
    leerwerk = Instrument.objects.filter(code="leerwerktraject").first()
    assert leerwerk.duurnorm == "leerwerk"


# ---- signalen -------------------------------------------------------------------------------------------
def norm(gemeente, code, waarde):
    kader = BeleidskaderFactory(gemeente=gemeente, begindatum=date(2015, 1, 1))
    ParameterFactory(kader=kader, code=code, soort="getal", waarde=waarde, begindatum=date(2015, 1, 1))


def test_bijna_om_is_een_signaal_als_de_termijn_is_vastgesteld_en_voorbij_altijd(persoon, gemeente):
    TrajectFactory(persoon=persoon, gepland_einde=date(2026, 12, 10))
    assert list(eindigt([gemeente.pk], date(2026, 11, 22))) == []

    norm(gemeente, "traject.signaal_dagen", "28")
    (signaal,) = eindigt([gemeente.pk], date(2026, 11, 22))
    assert (signaal.niveau, signaal.dossier_id) == ("let_op", persoon.pk)
    assert list(eindigt([gemeente.pk], date(2026, 11, 11))) == []
    (signaal,) = eindigt([gemeente.pk], date(2026, 12, 11))
    assert signaal.niveau == "moet"


def test_een_traject_in_pauze_geeft_geen_signaal(persoon, gemeente, consulent):
    traject = TrajectFactory(
        persoon=persoon, gepland_einde=date(2026, 10, 10), evaluatie_op=date(2026, 10, 1)
    )
    assert len(list(evaluatie([gemeente.pk], VANDAAG))) == 1
    actions.pauzeer_traject(traject, van=date(2026, 10, 1), reden="ziek", door=consulent)

    assert list(evaluatie([gemeente.pk], VANDAAG)) == []
    assert list(eindigt([gemeente.pk], VANDAAG)) == []


def test_langer_dan_de_langste_duur_is_een_signaal(persoon, gemeente, leerwerk):
    TrajectFactory(
        persoon=persoon, instrument=leerwerk, begindatum=date(2026, 1, 1), gepland_einde=date(2026, 8, 1)
    )

    (signaal,) = te_lang([gemeente.pk], date(2026, 6, 30))
    assert "30-06-2026" in signaal.reden
    assert signaal.niveau == "let_op"
    assert next(iter(te_lang([gemeente.pk], date(2026, 7, 1)))).niveau == "moet"


def test_een_gat_na_een_traject_is_een_signaal_tenzij_er_werk_is_of_iets_nieuws(persoon, gemeente):
    oud = TrajectFactory(
        persoon=persoon, begindatum=date(2026, 1, 1), gepland_einde=date(2026, 6, 30),
        einddatum=date(2026, 6, 30), resultaat="deels",
    )  # fmt: skip
    assert list(gat([gemeente.pk], VANDAAG)) == []
    norm(gemeente, "stap.max_pauze", "60")
    assert [s.dossier_id for s in gat([gemeente.pk], VANDAAG)] == [persoon.pk]

    oud.resultaat = "werk"
    oud.save()
    assert list(gat([gemeente.pk], VANDAAG)) == []
    oud.resultaat = "deels"
    oud.save()
    TrajectFactory(persoon=persoon)
    assert list(gat([gemeente.pk], VANDAAG)) == []


# ---- kosten ---------------------------------------------------------------------------------------------
def test_de_kosten_per_instrument_tellen_elk_traject_dat_in_het_jaar_liep(persoon, gemeente, leerwerk):
    def traject(begin, einde=None, resultaat="", geraamd=None, werkelijk=None):
        TrajectFactory(
            persoon=PersoonFactory(gemeente=gemeente), instrument=leerwerk, begindatum=begin,
            gepland_einde=date(2026, 12, 31), einddatum=einde, resultaat=resultaat, kosten_geraamd=geraamd,
            kosten_werkelijk=werkelijk,
        )  # fmt: skip

    traject(date(2025, 11, 1), date(2026, 2, 1), "werk", Decimal(1000), Decimal(800))
    traject(date(2026, 3, 1), date(2026, 6, 1), "gestopt", Decimal(1000), Decimal(400))
    traject(date(2026, 9, 1), geraamd=Decimal(1200))
    traject(date(2024, 1, 1), date(2024, 6, 1), "werk", Decimal(9999), Decimal(9999))
    rij = kosten_per_instrument(Instrument.objects.all(), date(2026, 1, 1), date(2026, 12, 31)).get()

    assert (rij.aantal, rij.lopend, rij.klaar, rij.gelukt, rij.naar_werk) == (3, 1, 2, 1, 1)
    assert (rij.geraamd, rij.werkelijk) == (Decimal("3200.00"), Decimal("1200.00"))
    assert rij.gemiddeld == Decimal("800.00")  # (800 + 400 + 1200) / 3


# ---- pagina's -------------------------------------------------------------------------------------------
@pytest.mark.parametrize("pad", ["/trajecten/", "/trajecten/kosten/", "/instrumenten/"])
def test_een_lijst_kost_evenveel_vragen_voor_2_als_voor_20_rijen(client, consulent, gemeente, pad):
    client.force_login(consulent)
    client.get(pad)  # the first request also looks up the session
    aantallen = []
    for extra in (2, 18):
        TrajectFactory.create_batch(extra, persoon__gemeente=gemeente)
        with CaptureQueriesContext(connection) as vragen:
            assert client.get(pad).status_code == 200
        aantallen.append(len(vragen))

    assert aantallen[0] == aantallen[1]


def test_na_het_einde_staat_er_wat_er_nu_hoort(client, consulent, persoon, leerwerk):
    traject = begin(persoon, leerwerk, consulent)
    actions.beeindig_traject(traject, per=date(2026, 5, 31), resultaat="behaald", door=consulent)
    client.force_login(consulent)

    tekst = client.get(f"/trajecten/{traject.pk}/").content.decode()

    assert "Wat nu?" in tekst
    assert "Meet de trede opnieuw" in tekst
    assert "Leg een gesprek vast" in tekst


def test_het_blad_begint_een_traject_en_toont_fouten_bij_het_veld(client, consulent, persoon, leerwerk):
    client.force_login(consulent)
    pad = f"/personen/{persoon.nummer}/trajecten/beginnen/"
    fout = client.post(pad, {"instrument": leerwerk.pk, "begindatum": "01-09-2026"})
    assert "Kies een uitvoerder uit de lijst of typ een naam" in fout.content.decode()

    goed = client.post(
        pad, {"instrument": leerwerk.pk, "begindatum": "01-09-2026", "uitvoerder_naam": "Werf"}, follow=True
    )

    assert "Leerwerktraject loopt van 01-09-2026 tot en met 28-02-2027." in goed.content.decode()
    assert Traject.objects.get().gepland_einde == date(2027, 2, 28)
    assert not Tredemeting.objects.exists()
