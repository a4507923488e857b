"""Uren van een maand: standaardweek tenzij, compleet, slot, en het verschil na het factureren (functies V3–V6)."""

from datetime import date
from decimal import Decimal as D

import pytest
from django.core.exceptions import ValidationError

from tests.factories.kern import BeleidskaderFactory, ParameterFactory
from tests.factories.overeenkomsten import (
    OvereenkomstFactory,
    OvereenkomstversieFactory,
    TariefafspraakFactory,
)
from tests.factories.werkgevers import PlaatsingFactory
from werkgevers.actions.overeenkomst import beeindig_overeenkomst
from werkgevers.actions.tarief import spreek_tarief_af
from werkgevers.actions.uren import maak_alle_compleet, maak_compleet, vul_uren_in, zet_maand_open
from werkgevers.models import Overeenkomst, Urenstaat
from werkgevers.overeenkomst_signalen import buiten_band, eindigt, niet_getekend, zonder_overeenkomst
from werkgevers.queries.tarieven import post_van, te_factureren
from werkgevers.queries.uren import per_werkgever, urenrijen
from werkgevers.queries.verschillen import verschilregels

pytestmark = pytest.mark.django_db
OKTOBER = date(2026, 10, 1)
# 22 working days of 4,8 hours.
STANDAARD = D("105.60")


@pytest.fixture
def overeenkomst(db):
    rij = OvereenkomstFactory()
    OvereenkomstversieFactory(overeenkomst=rij)
    TariefafspraakFactory(overeenkomst=rij)
    return rij


@pytest.fixture
def door(overeenkomst):
    return overeenkomst.opgesteld_door


def uren_van(staat):
    return dict(staat.regels.values_list("soort", "uren"))


def test_zonder_opgave_is_compleet_de_standaardweek(overeenkomst, door):
    staat = maak_compleet(overeenkomst, OKTOBER, door=door)

    assert uren_van(staat) == {"gewerkt": STANDAARD}
    assert post_van(overeenkomst, OKTOBER).bedrag == D("458.30")  # 105,6 × 4,34 = 458,304


def test_ziekte_en_verlof_gaan_van_de_standaardweek_af(overeenkomst, door):
    staat = vul_uren_in(overeenkomst, OKTOBER, uren={"ziek": D("9.6"), "verlof": D("4.8")}, door=door)

    assert uren_van(staat) == {"gewerkt": D("91.20"), "ziek": D("9.60"), "verlof": D("4.80")}


def test_nul_uur_is_een_opgave(overeenkomst, door):
    staat = vul_uren_in(overeenkomst, OKTOBER, uren={"gewerkt": D(0)}, door=door)
    maak_compleet(overeenkomst, OKTOBER, door=door)

    assert uren_van(staat) == {"gewerkt": D("0.00")}
    assert post_van(overeenkomst, OKTOBER).probleem == ""


def test_een_feestdag_staat_apart(overeenkomst, door):
    # April 2026: 20 werkdagen, en tweede paasdag en Koningsdag.
    staat = maak_compleet(overeenkomst, date(2026, 4, 1), door=door)

    assert uren_van(staat) == {"gewerkt": D("96.00"), "feestdag": D("9.60")}


def test_meer_uren_dan_het_contract_geeft_een_duidelijke_zin_en_niets_halfs(overeenkomst, door):
    with pytest.raises(ValidationError) as fout:
        vul_uren_in(overeenkomst, OKTOBER, uren={"gewerkt": D(120)}, door=door)

    assert "Er staan 120 uur, maar het contract geeft in deze maand 105,6 uur" in " ".join(
        fout.value.messages
    )
    assert not Urenstaat.objects.exists()


def test_meeruren_vragen_een_toelichting(overeenkomst, door):
    with pytest.raises(ValidationError, match="meeruren"):
        vul_uren_in(overeenkomst, OKTOBER, uren={"meer": D(4)}, door=door)
    vul_uren_in(overeenkomst, OKTOBER, uren={"meer": D(4)}, toelichting="zaterdag", door=door)
    maak_compleet(overeenkomst, OKTOBER, door=door)

    assert post_van(overeenkomst, OKTOBER).bedrag == D("475.66")  # 109,6 × 4,34 = 475,664


def test_een_complete_maand_staat_op_slot_tot_iemand_haar_opent(overeenkomst, door):
    maak_compleet(overeenkomst, OKTOBER, door=door)
    with pytest.raises(ValidationError, match="op slot"):
        vul_uren_in(overeenkomst, OKTOBER, uren={"ziek": D(8)}, door=door)
    zet_maand_open(overeenkomst, OKTOBER, door=door, reden="ziekmelding kwam later")
    vul_uren_in(overeenkomst, OKTOBER, uren={"ziek": D(8)}, door=door)

    assert post_van(overeenkomst, OKTOBER).probleemsoort == "geen_uren"


@pytest.mark.parametrize("maand", [date(2025, 12, 1), date(2027, 2, 1)])
def test_buiten_de_overeenkomst_zijn_er_geen_uren(maand):
    rij = OvereenkomstFactory(einddatum=date(2026, 12, 31))
    OvereenkomstversieFactory(overeenkomst=rij)

    with pytest.raises(ValidationError, match="gold niet"):
        maak_compleet(rij, maand, door=rij.opgesteld_door)


def test_zonder_handtekening_geen_uren():
    rij = OvereenkomstFactory(overeengekomen=True)
    OvereenkomstversieFactory(overeenkomst=rij, overeengekomen=True)

    with pytest.raises(ValidationError, match="nog niet getekend"):
        maak_compleet(rij, OKTOBER, door=rij.overeengekomen_door)


def test_alles_compleet_slaat_over_wat_al_compleet_was(overeenkomst, door):
    ander = OvereenkomstFactory(persoon__gemeente=overeenkomst.gemeente)
    OvereenkomstversieFactory(overeenkomst=ander)
    maak_compleet(ander, OKTOBER, door=door)

    assert maak_alle_compleet([overeenkomst, ander], OKTOBER, door=door) == 1


def test_het_overzicht_telt_wie_er_mist_in_een_vast_aantal_vragen(
    overeenkomst, door, django_assert_max_num_queries
):
    maak_compleet(overeenkomst, OKTOBER, door=door)
    with django_assert_max_num_queries(4):
        (blok,) = per_werkgever(urenrijen(Overeenkomst.objects.all(), OKTOBER))
    assert (blok.compleet, blok.mist) == (1, 0)
    for _ in range(5):
        OvereenkomstversieFactory(
            overeenkomst__persoon__gemeente=overeenkomst.gemeente, overeenkomst__relatie=overeenkomst.relatie
        )
    with django_assert_max_num_queries(4):
        (blok,) = per_werkgever(urenrijen(Overeenkomst.objects.all(), OKTOBER))
    assert (blok.compleet, blok.mist) == (1, 5)


# ---- na het factureren ---------------------------------------------------------------------------
def afgerekend(overeenkomst, maand=OKTOBER):
    return {(overeenkomst.pk, maand): post_van(overeenkomst, maand).bedrag}


def test_zonder_verandering_is_er_geen_verschil(overeenkomst, door):
    maak_compleet(overeenkomst, OKTOBER, door=door)

    assert verschilregels(overeenkomst.gemeente, afgerekend(overeenkomst)) == []


def test_een_tarief_in_het_verleden_wordt_een_voorstel_voor_het_verschil(overeenkomst, door):
    maak_compleet(overeenkomst, OKTOBER, door=door)
    oud = afgerekend(overeenkomst)
    spreek_tarief_af(
        overeenkomst,
        begindatum=OKTOBER,
        methode="uren_tarief",
        bedrag=D("4.51"),
        door=overeenkomst.overeengekomen_door,
    )
    (verschil,) = verschilregels(overeenkomst.gemeente, oud)

    # 105,6 × 4,51 = 476,256 → 476,26; was 458,30
    assert (verschil.gefactureerd, verschil.nu, verschil.bedrag) == (D("458.30"), D("476.26"), D("17.96"))


def test_drie_van_twintig_uur_terug_geeft_precies_het_juiste_totaal(overeenkomst, door):
    """V3: credit 3 of 20 hours, rebill: the total equals the correct hours."""
    vul_uren_in(overeenkomst, OKTOBER, uren={"gewerkt": D(20)}, door=door)
    maak_compleet(overeenkomst, OKTOBER, door=door)
    oud = afgerekend(overeenkomst)
    zet_maand_open(overeenkomst, OKTOBER, door=door)
    assert verschilregels(overeenkomst.gemeente, oud) == []  # waits until the month is complete again
    vul_uren_in(overeenkomst, OKTOBER, uren={"gewerkt": D(17)}, door=door)
    maak_compleet(overeenkomst, OKTOBER, door=door)
    (verschil,) = verschilregels(overeenkomst.gemeente, oud)

    assert verschil.bedrag == D("-13.02")  # 3 × 4,34
    assert verschil.gefactureerd + verschil.bedrag == D("73.78")  # 17 × 4,34


def test_een_einde_in_het_verleden_geeft_het_hele_bedrag_van_de_maanden_erna_terug(overeenkomst, door):
    maak_compleet(overeenkomst, OKTOBER, door=door)
    oud = afgerekend(overeenkomst)
    beeindig_overeenkomst(
        overeenkomst, per=date(2026, 9, 30), reden="werkgever", door=overeenkomst.overeengekomen_door
    )

    assert [v.bedrag for v in verschilregels(overeenkomst.gemeente, oud)] == [D("-458.30")]
    assert te_factureren(overeenkomst.gemeente, OKTOBER) == []


def test_de_signalen_van_een_overeenkomst(overeenkomst, gemeente_normen):
    """Einde nadert, te lang niet getekend, detachering zonder overeenkomst, tarief buiten de band."""
    g, vandaag = overeenkomst.gemeente_id, date(2026, 11, 22)
    Overeenkomst.objects.filter(pk=overeenkomst.pk).update(einddatum=date(2026, 12, 10))
    laat = OvereenkomstversieFactory(
        overeenkomst=OvereenkomstFactory(persoon__gemeente=overeenkomst.gemeente, opgesteld=True),
        opgesteld=True,
    ).overeenkomst
    plaatsing = PlaatsingFactory(persoon__gemeente=overeenkomst.gemeente)
    PlaatsingFactory(persoon__gemeente=overeenkomst.gemeente, relatie__soorten=["eigen_locatie"])

    assert [s.niveau for s in eindigt([g], vandaag)] == ["moet"]
    (signaal,) = niet_getekend([g], vandaag)
    assert f"{laat} met" in signaal.reden
    assert [s.dossier_id for s in zonder_overeenkomst([g], vandaag)] == [plaatsing.persoon_id]
    # 4,34 × 36 × 52 = 8.124,48: inside 7.500 to 9.500; at 5,10 it is 9.547,20 and outside.
    assert list(buiten_band([g], vandaag)) == []
    spreek_tarief_af(
        overeenkomst,
        begindatum=OKTOBER,
        methode="uren_tarief",
        bedrag=D("5.10"),
        door=overeenkomst.overeengekomen_door,
    )
    (signaal,) = buiten_band([g], vandaag)
    assert "€\u00a09.547,20 per fte per jaar: boven de band" in signaal.reden


def test_zonder_norm_staat_elk_signaal_uit(overeenkomst):
    Overeenkomst.objects.update(einddatum=date(2026, 12, 1))

    for soort in (eindigt, niet_getekend, zonder_overeenkomst, buiten_band):
        assert list(soort([overeenkomst.gemeente_id], date(2026, 11, 22))) == []


@pytest.fixture
def gemeente_normen(overeenkomst):
    kader = BeleidskaderFactory(gemeente=overeenkomst.gemeente)
    waarden = {
        "overeenkomst.signaal_maanden": ([6, 3, 1], "lijst"),
        "overeenkomst.tekenen_dagen": (14, "getal"),
        "tarief.band.groep.min": (7500, "bedrag"),
        "tarief.band.groep.max": (9500, "bedrag"),
        "tarief.voltijd_uren": (36, "getal"),
    }
    for code, (waarde, soort) in waarden.items():
        ParameterFactory(kader=kader, code=code, waarde=waarde, soort=soort, begindatum=date(2020, 1, 1))
