"""Boeken: nummer, regels en documenten ontstaan samen; daarna verandert een factuur niet meer (RH-025, RH-149)."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from io import BytesIO

import pikepdf
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from django.template.loader import render_to_string

from kern.models import Gebeurtenis
from kern.permissions import Rol
from tests.factories.facturen import FactuurFactory
from tests.factories.kern import GebruikerFactory, GemeenteFactory
from tests.werkgevers.factuur_wereld import administratie, boekregel, overeenkomst, werkgever, zet_afzender
from werkgevers.actions.boeken import boek_factuur, crediteer_factuur, open_per_regel
from werkgevers.documents.factuur import factuurcontext
from werkgevers.models import Factuur, Factuurreeks, Factuurregel
from werkgevers.rules.factuur import is_rf_kenmerk, uit_json

DAG = date(2026, 11, 2)


@pytest.fixture
def stad(gemeente):
    zet_afzender(gemeente)
    return gemeente


@pytest.fixture
def afspraak(stad):
    return overeenkomst(stad, werkgever(stad))


def boek(afspraak, *regels, **anders):
    velden = {
        "gemeente": afspraak.gemeente,
        "relatie": afspraak.relatie,
        "factuurdatum": DAG,
        "betaaltermijn": 30,
        "regels": regels or [boekregel(afspraak)],
        "door": administratie(afspraak.gemeente),
    }
    return boek_factuur(**velden | anders)


def test_een_factuur_heeft_nummer_kenmerk_btw_en_vervaldatum(afspraak):
    factuur = boek(afspraak)

    assert (factuur.nummer, factuur.volgnummer) == ("F1742-2026-0001", 1)
    assert (factuur.totaal_excl, factuur.btw, factuur.totaal) == (Decimal(100), Decimal(21), Decimal(121))
    assert factuur.vervaldatum == date(2026, 12, 2)
    assert is_rf_kenmerk(factuur.betalingskenmerk)
    assert Gebeurtenis.objects.van(factuur).get().soort == "factuur.geboekt"


def test_de_pdf_is_pdf_a_3_met_de_e_factuur_erin_en_de_bewaarde_hash_klopt(afspraak):
    factuur = boek(afspraak)

    inhoud = bytes(factuur.bestand.inhoud)
    assert hashlib.sha256(inhoud).hexdigest() == factuur.sha256 == factuur.bestand.sha256
    with pikepdf.open(BytesIO(inhoud)) as pdf:
        assert bytes(pdf.attachments["factuur.xml"].get_file().read_bytes()) == bytes(factuur.ubl.inhoud)
        assert pdf.Root.AF[0].AFRelationship == "/Alternative"
        assert pdf.Root.Lang == "nl-NL"
        assert pdf.Root.MarkInfo.Marked
        with pdf.open_metadata() as meta:
            assert (meta["pdfaid:part"], meta["pdfaid:conformance"]) == ("3", "A")
        assert pdf.Root.OutputIntents[0].S == "/GTS_PDFA1"


def test_wat_de_wet_vraagt_staat_op_de_factuur(afspraak):
    """Art. 35a Wet OB, een voor een (regels.md §6.1)."""
    factuur = boek(afspraak)
    html = " ".join(factuur_html(factuur).split())

    for tekst in (
        factuur.nummer, "02-11-2026", "02-12-2026", "Gemeente Voorbeeld", "Schild 1", "7461 DD Rijssen", "NL000099998B57",
        "12345678", afspraak.relatie.naam, "Weg 1", "7461 AB Rijssen", f"Inleenvergoeding 10-2026, {afspraak}", "1 maand",
        "01-10-2026 t/m 28-10-2026", "21%", "€ 100,00", "€ 21,00", "€ 121,00", "NL91ABNA0417164300",
    ):  # fmt: skip
        assert tekst in html, tekst


def factuur_html(factuur):
    """De HTML waaruit de PDF is gemaakt, opnieuw uit de bewaarde gegevens."""
    return render_to_string("documenten/factuur.html", factuurcontext(uit_json(factuur.gegevens)))


def test_de_nummers_lopen_door_per_gemeente_reeks_en_jaar(afspraak, andere_gemeente):
    zet_afzender(andere_gemeente)
    elders = overeenkomst(andere_gemeente, werkgever(andere_gemeente))
    eerste = boek(afspraak)
    credit = crediteer_factuur(eerste, reden="Verkeerde maand", door=eerste.gemaakt_door, factuurdatum=DAG)
    tweede = boek(afspraak)
    nieuw_jaar = boek(afspraak, boekregel(afspraak, maand=date(2026, 12, 1)), factuurdatum=date(2027, 1, 4))

    nummers = [factuur.nummer for factuur in (eerste, credit, tweede, nieuw_jaar, boek(elders))]
    assert nummers == [
        "F1742-2026-0001", "C1742-2026-0001", "F1742-2026-0002", "F1742-2027-0001", "F1735-2026-0001",
    ]  # fmt: skip


def test_wie_niet_van_de_administratie_is_boekt_niets(afspraak, maak_gebruiker):
    """RH-025: alleen de administratie factureert."""
    for rol in (Rol.CONSULENT_WSW, Rol.TEAMMANAGER, Rol.ACCOUNTMANAGER):
        with pytest.raises(PermissionDenied):
            boek(afspraak, door=maak_gebruiker(rol, afspraak.gemeente))

    assert Factuur.objects.count() == 0


def test_een_fout_verbruikt_geen_nummer(afspraak):
    boek(afspraak)
    with pytest.raises(ValidationError, match="al gefactureerd"):
        boek(afspraak)
    andere = overeenkomst(afspraak.gemeente, werkgever(afspraak.gemeente, 2, kvk=""))
    with pytest.raises(ValidationError, match="KvK-nummer"):
        boek(andere)

    assert Factuurreeks.objects.get().laatste == Factuur.objects.count() == 1


def test_een_factuurdatum_gaat_nooit_terug_in_de_reeks(afspraak):
    boek(afspraak)

    with pytest.raises(ValidationError, match="vorige factuur is van 02-11-2026"):
        boek(afspraak, boekregel(afspraak, maand=date(2026, 9, 1)), factuurdatum=date(2026, 11, 1))


def test_zonder_gegevens_van_de_gemeente_komt_er_geen_factuur(gemeente):
    afspraak = overeenkomst(gemeente, werkgever(gemeente))

    with pytest.raises(ValidationError, match="ontbreekt: Afzender: naam"):
        boek(afspraak)


# ---- issued = frozen -------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "wijziging",
    [
        "update werkgevers_factuur set totaal_excl = 1, btw = 0, totaal = 1",
        "update werkgevers_factuur set gegevens = '{}'",
        "update werkgevers_factuur set sha256 = repeat('0', 64)",
        "delete from werkgevers_factuur",
        "update werkgevers_factuurregel set bedrag = 1",
        "delete from werkgevers_factuurregel",
        "delete from werkgevers_factuurreeks",
        "update werkgevers_factuurreeks set laatste = laatste + 2",
        "update werkgevers_factuurreeks set laatste = 0",
    ],
)
def test_wat_is_uitgegeven_verandert_ook_met_sql_niet(afspraak, wijziging):
    boek(afspraak)

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(wijziging)


def test_een_nummer_zonder_factuur_mag_niet_blijven_staan(afspraak):
    boek(afspraak)

    with (
        pytest.raises(DatabaseError, match="hoort geen factuur"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("update werkgevers_factuurreeks set laatste = laatste + 1")
        cursor.execute("set constraints all immediate")


def test_een_nummer_buiten_de_reeks_om_wordt_geweigerd(afspraak):
    boek(afspraak)

    with pytest.raises(DatabaseError, match="niet door de reeks gegeven"), transaction.atomic():
        Factuurreeks.objects.filter(reeks="F").update(laatste=2)
        FactuurFactory._meta.model.objects.bulk_create([kopie(Factuur.objects.get(), volgnummer=7)])


def kopie(factuur, **anders):
    velden = {
        veld.attname: getattr(factuur, veld.attname)
        for veld in factuur._meta.concrete_fields
        if not veld.primary_key
    }
    return Factuur(**velden | {"nummer": "F1742-2026-0007", "betalingskenmerk": ""} | anders)


# ---- crediting -------------------------------------------------------------------------------------------------
def test_een_creditfactuur_verwijst_en_is_negatief_en_laat_de_maand_weer_open(afspraak):
    factuur = boek(afspraak)

    credit = crediteer_factuur(factuur, reden="Dubbel gewerkt", door=factuur.gemaakt_door)

    assert (credit.verwijst_naar, credit.soort, credit.totaal) == (factuur, "credit", Decimal("-121.00"))
    assert credit.gegevens["verwijst_naar"] == [[factuur.nummer, "2026-11-02"]]
    assert b"<cbc:ID>F1742-2026-0001</cbc:ID>" in bytes(credit.ubl.inhoud)
    assert factuur.regels.get().vervallen
    assert Factuur.objects.met_gecrediteerd().get(pk=factuur.pk).gecrediteerd == Decimal("121.00")
    assert boek(afspraak, factuurdatum=credit.factuurdatum).volgnummer == 2


def test_een_deel_crediteren_houdt_de_maand_dicht_en_nooit_meer_dan_er_open_staat(afspraak):
    factuur = boek(afspraak)
    regel = factuur.regels.get()

    credit = crediteer_factuur(
        factuur, reden="Korting", bedragen={regel.pk: Decimal("40.00")}, door=factuur.gemaakt_door
    )

    assert (credit.totaal_excl, credit.totaal) == (Decimal("-40.00"), Decimal("-48.40"))
    assert [rest for _, rest in open_per_regel(factuur)] == [Decimal("60.00")]
    assert not factuur.regels.get().vervallen
    for te_veel in ("60.01", "-1"):
        with pytest.raises(ValidationError) as fout:
            crediteer_factuur(
                factuur, reden="x", bedragen={regel.pk: Decimal(te_veel)}, door=factuur.gemaakt_door
            )
        assert "nog €\xa060,00 te crediteren" in fout.value.messages[0]
    crediteer_factuur(factuur, reden="De rest", door=factuur.gemaakt_door)
    with pytest.raises(ValidationError, match="niets te crediteren"):
        crediteer_factuur(factuur, reden="x", door=factuur.gemaakt_door)
    assert Factuurregel.objects.filter(crediteert=regel).count() == 2


def test_een_creditfactuur_is_zelf_niet_te_crediteren(afspraak):
    credit = crediteer_factuur(boek(afspraak), reden="x", door=administratie(afspraak.gemeente))

    with pytest.raises(ValidationError, match="kun je niet crediteren"):
        crediteer_factuur(credit, reden="y", door=GebruikerFactory())


# ---- at the same time --------------------------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_vijftig_tegelijk_geeft_vijftig_opeenvolgende_nummers():
    gemeente = GemeenteFactory(code="1742", naam="Rijssen-Holten")
    zet_afzender(gemeente)
    relatie, door = werkgever(gemeente), administratie(gemeente)
    afspraken = [overeenkomst(gemeente, relatie) for _ in range(50)]

    def doe(afspraak):
        try:
            return boek(afspraak, door=door).volgnummer
        finally:
            connection.close()

    with ThreadPoolExecutor(50) as draden:
        nummers = list(draden.map(doe, afspraken))

    assert sorted(nummers) == list(range(1, 51))
    assert Factuurreeks.objects.get().laatste == 50
