"""Aanmanen, uitstel, afboeken en automatisch incasseren (regels §6.4 en §6.5)."""

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from pypdf import PdfReader

from kern.parameters import parametercode
from tests.factories.betalingen import (
    AfboekingFactory,
    BetalingFactory,
    BetalingtoewijzingFactory,
    IncassoregelFactory,
    MachtigingFactory,
)
from tests.factories.facturen import FactuurFactory
from tests.factories.kern import BeleidskaderFactory, GebruikerFactory, ParameterFactory
from tests.factories.werkgevers import RelatieFactory
from tests.werkgevers.bankbestanden import boeking, camt
from tests.werkgevers.factuur_wereld import zet_afzender
from werkgevers.actions.bankbestanden import laad_bankbestand, verwerk_bankbestand
from werkgevers.actions.incasso import geef_machtiging, maak_incassobatch, te_incasseren, trek_machtiging_in
from werkgevers.actions.invordering import (
    beeindig_incassoafspraak,
    besluit_afboeking,
    gooi_ronde_weg,
    maak_incassoafspraak,
    maak_ronde_definitief,
    neem_brief_mee,
    sla_brief_over,
    start_definitief,
    stel_aanmaanronde_op,
    stel_afboeking_voor,
)
from werkgevers.models import Aanmaanronde, Aanmaning, Factuur, Incassobatch, Incassoregel
from werkgevers.queries.invordering import voorgestelde_brieven
from werkgevers.queries.openstaand import met_open

D = Decimal
VANDAAG = date(2026, 3, 31)
STAFFEL = [
    [["van_bedrag", {"getal": "0"}], ["tot_bedrag", {"getal": "2500"}], ["pct", {"getal": "15"}]],
    [["van_bedrag", {"getal": "2500"}], ["tot_bedrag", "-"], ["pct", {"getal": "10"}]],
]


@pytest.fixture
def nu():
    with time_machine.travel("2026-03-31 10:00:00+02:00", tick=False):
        yield VANDAAG


@pytest.fixture
def door(db):
    return GebruikerFactory()


@pytest.fixture
def normen(gemeente):
    kader = zet_afzender(gemeente)
    for code, waarde in (
        ("aanmaning.herinnering_dagen", "7"),
        ("aanmaning.termijn_dagen", "14"),
        ("incasso.brief_dagen", "14"),
        ("incasso.bezorgdagen", "3"),
        ("wik.minimum", "40.00"),
        ("wik.maximum", "6775.00"),
        ("wik.staffel", STAFFEL),
        ("rente.handel", "10.15"),
        ("sepa.incassant_id", "NL69ZZZ123456780000"),
        ("sepa.vooraankondiging_dagen", "14"),
        ("sepa.aanlevertermijn_werkdagen", "1"),
    ):
        soort = parametercode(code).soort
        ParameterFactory(kader=kader, code=code, soort=soort, waarde=waarde, begindatum=date(2026, 1, 1))
    return kader


@pytest.fixture
def groen(gemeente):
    return RelatieFactory(
        gemeente=gemeente,
        naam="Voorbeeld Groen BV",
        kvk="90000001",
        straat="Weg",
        huisnummer="1",
        postcode="7461 AB",
        plaats="Rijssen",
    )


def factuur(relatie, vervaldatum=date(2026, 3, 1), **velden):
    velden.setdefault("factuurdatum", min(date(2026, 1, 30), vervaldatum))
    return FactuurFactory(relatie=relatie, vervaldatum=vervaldatum, **velden)


def _ronde(gemeente, door, dag=VANDAAG):
    return maak_ronde_definitief(stel_aanmaanronde_op(gemeente, peildatum=dag, door=door), door=door)


def test_een_factuur_krijgt_eerst_een_herinnering_zonder_kosten(gemeente, normen, groen, door, nu):
    factuur(groen)
    factuur(groen, vervaldatum=date(2026, 3, 25))  # six days late: not yet

    (brief,) = voorgestelde_brieven(gemeente, VANDAAG).brieven

    assert (brief.soort, brief.hoofdsom, brief.kosten.bedrag, brief.rente) == (
        "herinnering",
        D("121.00"),
        0,
        0,
    )
    assert brief.uiterste_datum == date(2026, 4, 14)


def test_zonder_vastgestelde_termijnen_gaat_er_geen_brief(gemeente, groen, door, nu):
    factuur(groen)

    assert voorgestelde_brieven(gemeente, VANDAAG).brieven == ()
    with pytest.raises(ValidationError, match="niet vastgesteld"):
        stel_aanmaanronde_op(gemeente, peildatum=VANDAAG, door=door)


def test_een_onderneming_krijgt_daarna_een_aanmaning_met_kosten_en_handelsrente(
    gemeente, normen, groen, door
):
    rij = factuur(groen)
    with time_machine.travel("2026-03-10 10:00:00+02:00", tick=False):
        _ronde(gemeente, door, date(2026, 3, 10))  # pay before 24 March

    with time_machine.travel("2026-03-31 10:00:00+02:00", tick=False):
        (brief,) = voorgestelde_brieven(gemeente, VANDAAG).brieven

    # 121 x 15% = 18,15, at least 40; interest 2 to 31 March: 121 x 10,15% x 30/365 = 1,0094
    assert (brief.soort, brief.kosten.bedrag, brief.rente) == ("aanmaning", D("40.00"), D("1.01"))
    assert brief.regels[0].factuur == rij


def test_de_rente_telt_per_dag_over_wat_er_dan_open_stond(gemeente, normen, groen, door):
    """A partial payment halfway lowers the base from that day; a credit invoice from the first day."""
    rij = factuur(groen)
    FactuurFactory(
        relatie=groen, soort="credit", verwijst_naar=rij, totaal_excl=D(-10), btw=D("-2.10"), totaal=D("-12.10"),
        factuurdatum=date(2026, 3, 5), vervaldatum=date(2026, 3, 5),
    )  # fmt: skip
    BetalingtoewijzingFactory(
        factuur=rij, bedrag=D("48.90"),
        betaling=BetalingFactory(afschrift__bankbestand__gemeente=gemeente, bedrag=D("48.90"), datum=date(2026, 3, 17)),
    )  # fmt: skip
    with time_machine.travel("2026-03-10 10:00:00+02:00", tick=False):
        _ronde(gemeente, door, date(2026, 3, 10))

    with time_machine.travel("2026-03-31 10:00:00+02:00", tick=False):
        (brief,) = voorgestelde_brieven(gemeente, VANDAAG).brieven

    # 121,00 - 12,10 = 108,90: 2 to 16 March 15 d = 0,4542; then 60,00: 17 to 31 March 15 d = 0,2503
    assert brief.hoofdsom == D("60.00")
    assert [stap.bedrag for stap in brief.regels[0].rente.stappen] == [D("0.45"), D("0.25")]
    assert brief.rente == D("0.70")


def test_een_particulier_krijgt_eerst_veertien_dagen_met_het_bedrag_van_de_kosten(gemeente, normen, door):
    factuur(RelatieFactory(gemeente=gemeente, naam="J. Voorbeeld", kvk=""))
    with time_machine.travel("2026-03-10 10:00:00+02:00", tick=False):
        _ronde(gemeente, door, date(2026, 3, 10))

    with time_machine.travel("2026-03-31 10:00:00+02:00", tick=False):
        ronde = _ronde(gemeente, door)

    brief = ronde.aanmaningen.get()
    assert (brief.soort, brief.kosten, brief.rente) == ("veertiendagenbrief", 0, 0)
    # three days for the post, then fourteen days
    assert brief.uiterste_datum == date(2026, 4, 17)
    tekst = PdfReader(BytesIO(bytes(brief.bestand.inhoud))).pages[0].extract_text()
    assert "uiterlijk op 17-04-2026" in " ".join(tekst.split())
    assert "40,00 incassokosten" in " ".join(tekst.replace("\xa0", " ").split())


def test_een_halfjaar_zonder_percentage_geeft_geen_rente_en_de_brief_zegt_dat(gemeente, normen, groen, door):
    factuur(groen, vervaldatum=date(2025, 12, 21))
    with time_machine.travel("2026-01-10 10:00:00+01:00", tick=False):
        _ronde(gemeente, door, date(2026, 1, 10))

    with time_machine.travel("2026-03-31 10:00:00+02:00", tick=False):
        (brief,) = voorgestelde_brieven(gemeente, VANDAAG).brieven

    # 22 to 31 December has no value; 1 January to 31 March is 90 days: 121 x 10,15% x 90/365 = 3,028
    assert brief.rente == D("3.03")
    assert brief.regels[0].rente.ontbreekt.startswith(
        "Wettelijke handelsrente van 22-12-2025 tot en met 31-12-2025"
    )


def test_een_definitieve_ronde_bewaart_de_brieven_en_verandert_niet_meer(gemeente, normen, groen, door, nu):
    factuur(groen)

    ronde = _ronde(gemeente, door)

    brief = ronde.aanmaningen.get()
    assert brief.sha256 == brief.bestand.sha256
    assert bytes(ronde.bestand.inhoud).startswith(b"%PDF")
    with pytest.raises(Exception, match="verandert niet meer"), transaction.atomic():
        Aanmaning.objects.filter(pk=brief.pk).update(hoofdsom=1)
    with pytest.raises(Exception, match="verandert niet meer"), transaction.atomic():
        Aanmaanronde.objects.filter(pk=ronde.pk).update(peildatum=VANDAAG, status="concept")
    with pytest.raises(ValidationError, match="al definitief"):
        maak_ronde_definitief(ronde, door=door)


def test_wie_intussen_betaalde_krijgt_geen_brief(gemeente, normen, groen, door, nu):
    rij = factuur(groen)
    ronde = stel_aanmaanronde_op(gemeente, peildatum=VANDAAG, door=door)
    betaling = BetalingFactory(afschrift__bankbestand__gemeente=gemeente)
    BetalingtoewijzingFactory(betaling=betaling, factuur=rij, bedrag=D("121.00"))

    with pytest.raises(ValidationError, match="iets veranderd"):
        maak_ronde_definitief(ronde, door=door)

    ronde.refresh_from_db()
    assert ronde.status == "concept"
    gooi_ronde_weg(ronde, door=door)
    assert not Aanmaanronde.objects.exists()


def test_een_afspraak_van_na_het_voorstel_houdt_de_brief_tegen(gemeente, normen, groen, door, nu):
    factuur(groen)
    ronde = stel_aanmaanronde_op(gemeente, peildatum=VANDAAG, door=door)
    maak_incassoafspraak(
        gemeente=gemeente, relatie=groen, soort="blokkade", reden="Geschil", begindatum=VANDAAG, door=door
    )

    with pytest.raises(ValidationError, match="een afspraak gemaakt"):
        maak_ronde_definitief(ronde, door=door)
    assert not Aanmaning.objects.exclude(bestand=None).exists()


def test_een_voorstel_van_een_eerdere_dag_gaat_niet_meer_weg(gemeente, normen, groen, door, nu):
    factuur(groen)
    ronde = stel_aanmaanronde_op(gemeente, peildatum=VANDAAG - timedelta(days=1), door=door)

    with pytest.raises(ValidationError, match="termijn in de brieven loopt dan al"):
        start_definitief(ronde, door=door)
    gooi_ronde_weg(ronde, door=door)
    assert start_definitief(stel_aanmaanronde_op(gemeente, peildatum=VANDAAG, door=door), door=door)


def test_een_incasso_die_onderweg_is_krijgt_nog_geen_brief(gemeente, normen, groen, door, nu):
    rij = factuur(groen)
    regel = IncassoregelFactory(factuur=rij, batch__incassodag=VANDAAG - timedelta(days=7))
    assert voorgestelde_brieven(gemeente, VANDAAG).brieven == ()

    # Eight days after the day of collection the money should have been there.
    assert len(voorgestelde_brieven(gemeente, VANDAAG + timedelta(days=1)).brieven) == 1
    Incassoregel.objects.filter(pk=regel.pk).update(vervallen=True)
    assert len(voorgestelde_brieven(gemeente, VANDAAG).brieven) == 1


def test_wie_uitstel_heeft_wordt_niet_geincasseerd(gemeente, normen, groen, door, nu):
    rij = factuur(groen)
    MachtigingFactory(relatie=groen)
    dag = date(2026, 4, 7)
    assert list(te_incasseren(gemeente, dag)) == [rij]
    maak_incassoafspraak(
        gemeente=gemeente, relatie=groen, factuur=rij, soort="uitstel", reden="Bouw", begindatum=VANDAAG,
        einddatum=dag, door=door,
    )  # fmt: skip

    assert not te_incasseren(gemeente, dag).exists()


def test_een_overgeslagen_brief_gaat_niet_mee_en_telt_niet(gemeente, normen, groen, door, nu):
    rij = factuur(groen)
    factuur(RelatieFactory(gemeente=gemeente, kvk="90000002"))
    ronde = stel_aanmaanronde_op(gemeente, peildatum=VANDAAG, door=door)
    brief = ronde.aanmaningen.get(relatie=groen)
    with pytest.raises(ValidationError) as fout:
        sla_brief_over(brief, reden=" ", door=door)
    assert "reden" in fout.value.message_dict
    sla_brief_over(brief, reden="Belt maandag", door=door)

    maak_ronde_definitief(ronde, door=door)

    assert Aanmaning.objects.exclude(bestand=None).count() == 1
    (opnieuw,) = voorgestelde_brieven(gemeente, VANDAAG).brieven
    assert (opnieuw.soort, opnieuw.regels[0].factuur) == ("herinnering", rij)
    with pytest.raises(ValidationError, match="definitief"):
        neem_brief_mee(brief, door=door)


@pytest.mark.parametrize("voor_factuur", [True, False])
def test_uitstel_houdt_een_brief_tegen_tot_de_laatste_dag(gemeente, normen, groen, door, nu, voor_factuur):
    rij = factuur(groen)
    afspraak = maak_incassoafspraak(
        gemeente=gemeente, relatie=groen, factuur=rij if voor_factuur else None, soort="uitstel", reden="Bouw loopt uit",
        begindatum=date(2026, 3, 1), einddatum=VANDAAG, door=door,
    )  # fmt: skip

    voorstel = voorgestelde_brieven(gemeente, VANDAAG)
    assert (voorstel.brieven, voorstel.tegengehouden) == ((), ((rij, afspraak),))

    beeindig_incassoafspraak(afspraak, per=date(2026, 3, 30), door=door)
    assert len(voorgestelde_brieven(gemeente, VANDAAG).brieven) == 1


@pytest.mark.parametrize(
    ("velden", "veld"),
    [
        ({"soort": "uitstel", "einddatum": None}, "einddatum"),
        ({"soort": "uitstel", "reden": " "}, "reden"),
        ({"soort": "regeling"}, "termijnen"),
        ({"soort": "uitstel", "einddatum": date(2026, 1, 1)}, "einddatum"),
    ],
)
def test_een_halve_afspraak_wordt_geweigerd(gemeente, groen, door, velden, veld):
    goed = {
        "soort": "uitstel",
        "reden": "Wacht op geld",
        "begindatum": date(2026, 3, 1),
        "einddatum": date(2026, 5, 1),
    }

    with pytest.raises(ValidationError) as fout:
        maak_incassoafspraak(gemeente=gemeente, relatie=groen, door=door, **(goed | velden))

    assert veld in fout.value.message_dict


# ---- writing off ---------------------------------------------------------------------------------------------
def test_afboeken_vraagt_een_collega(gemeente, groen, door):
    rij = factuur(groen)
    voorstel = stel_afboeking_voor(
        rij, bedrag=D("21.00"), reden="coulance", toelichting="Afgesproken", door=door
    )

    with pytest.raises(ValidationError, match="zelf voorgesteld"):
        besluit_afboeking(voorstel, akkoord=True, door=door)
    assert met_open(Factuur.objects.all()).get().open == D("121.00")

    besluit_afboeking(voorstel, akkoord=True, door=GebruikerFactory())
    assert met_open(Factuur.objects.all()).get().open == D("100.00")
    with pytest.raises(ValidationError, match="al besloten"):
        besluit_afboeking(voorstel, akkoord=False, door=GebruikerFactory())


def test_niet_meer_afboeken_dan_er_open_staat(gemeente, groen, door):
    with pytest.raises(ValidationError) as fout:
        stel_afboeking_voor(factuur(groen), bedrag=D("121.01"), reden="oninbaar", toelichting="x", door=door)

    assert "bedrag" in fout.value.message_dict


def test_de_database_bewaakt_vier_ogen(gemeente, groen, door):
    rij = AfboekingFactory(factuur=factuur(groen), voorgesteld_door=door)

    with pytest.raises(IntegrityError, match="vier_ogen"), transaction.atomic():
        type(rij).objects.filter(pk=rij.pk).update(
            status="goedgekeurd", besloten_door=door, besloten_op="2026-03-31T10:00:00Z"
        )


# ---- direct debit -----------------------------------------------------------------------------------------------
def test_een_machtiging_met_een_fout_iban_wordt_geweigerd(gemeente, groen, door):
    with pytest.raises(ValidationError) as fout:
        geef_machtiging(
            gemeente=gemeente, relatie=groen, door=door, kenmerk="M-1", iban="NL91ABNA0417164301", naam="X",
            getekend_op=date(2026, 1, 5),
        )  # fmt: skip

    assert "iban" in fout.value.message_dict


def test_een_batch_int_open_facturen_een_keer_en_bewaart_het_bestand(gemeente, normen, groen, door, nu):
    een, twee = factuur(groen), factuur(groen, vervaldatum=date(2026, 3, 2))
    FactuurFactory(
        relatie=groen, factuurdatum=date(2026, 3, 30), vervaldatum=date(2026, 4, 29)
    )  # announced too late
    MachtigingFactory(relatie=groen, kenmerk="M-7")
    dag = date(2026, 4, 7)
    assert list(te_incasseren(gemeente, dag)) == [een, twee]

    batch = maak_incassobatch(gemeente, incassodag=dag, facturen=[een.pk, twee.pk], versie="08", door=door)

    assert (batch.aantal, batch.totaal) == (2, D("242.00"))
    assert list(batch.regels.values_list("volgorde", flat=True)) == ["FRST", "RCUR"]
    assert b"<CtrlSum>242.00</CtrlSum>" in bytes(batch.bestand.inhoud)
    assert not te_incasseren(gemeente, dag).exists()
    with pytest.raises(ValidationError, match="niets te incasseren"):
        maak_incassobatch(gemeente, incassodag=dag, facturen=[een.pk], versie="08", door=door)


def test_een_incassodag_voor_de_bank_kan_wordt_geweigerd(gemeente, normen, groen, door, nu):
    rij = factuur(groen)
    MachtigingFactory(relatie=groen)

    with pytest.raises(ValidationError, match="op zijn vroegst op 01-04-2026"):
        maak_incassobatch(gemeente, incassodag=VANDAAG, facturen=[rij.pk], versie="08", door=door)

    assert not Incassobatch.objects.exists()


def test_een_ingetrokken_machtiging_telt_na_haar_laatste_dag_niet_meer(gemeente, normen, groen, door, nu):
    factuur(groen)
    machtiging = MachtigingFactory(relatie=groen)
    trek_machtiging_in(machtiging, per=date(2026, 4, 3), reden="Andere bank", door=door)

    assert te_incasseren(gemeente, date(2026, 4, 3)).exists()
    assert not te_incasseren(gemeente, date(2026, 4, 7)).exists()


def test_de_bank_boekt_een_batch_als_een_bedrag_en_een_storno_opent_een_factuur(
    gemeente, normen, groen, door, nu
):
    een, twee = factuur(groen), factuur(groen)
    MachtigingFactory(relatie=groen, kenmerk="M-7")
    batch = maak_incassobatch(
        gemeente, incassodag=date(2026, 4, 7), facturen=[een.pk, twee.pk], versie="08", door=door
    )
    regels = (
        boeking("242.00", tekst=f"Incasso {batch.nummer}", dag="2026-04-07", ref="R1")
        + boeking("-121.00", storno="MD06", eref=twee.nummer, dag="2026-04-09", ref="R2")
    )  # fmt: skip

    bestand = laad_bankbestand(
        gemeente=gemeente, naam="b.xml", inhoud=camt(regels, eind="1121.00"), door=door, met_taak=False
    )
    bestand = verwerk_bankbestand(bestand, door=door)

    open_ = {f.pk: f.open for f in met_open(Factuur.objects.all())}
    assert open_ == {een.pk: 0, twee.pk: D("121.00")}
    assert (bestand.uitkomst["gekoppeld"], bestand.uitkomst["storno"]) == (1, 1)
    assert list(te_incasseren(gemeente, date(2026, 4, 20))) == [twee]


def test_een_kader_van_een_ander_geeft_geen_termijnen(gemeente, groen, nu):
    ander = BeleidskaderFactory()
    ParameterFactory(kader=ander, code="aanmaning.herinnering_dagen", waarde="7")
    factuur(groen)

    assert voorgestelde_brieven(gemeente, VANDAAG).brieven == ()
