"""Het ontwikkelplan: van eigen woorden tot twee handtekeningen (RH-082, HT-036, HT-040, WV-045)."""

import hashlib
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import pikepdf
import pytest
from dateutil.relativedelta import relativedelta
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from personen import actions
from personen.models import Doel, Ontwikkelplan, Planinhoud, Standaardtekst, Stap, Voorbeeldstap
from personen.queries.plan import lees_plan, vergelijk_plannen
from personen.rules import leesniveau
from personen.signalen import plan_evaluatie
from tests.factories.personen import PersoonFactory, ToewijzingFactory

pytestmark = pytest.mark.django_db


def maak_concept(gemeente, door, **velden):
    persoon = PersoonFactory(gemeente=gemeente, in_begeleiding=True, bsn="999990019")
    vandaag = timezone.localdate()
    plan = actions.begin_plan(persoon, door=door, eigen_woorden="Ik wil werken in het groen.", **velden)
    doel = actions.voeg_doel_toe(
        plan, tekst="Ik werk 24 uur in het groen", klaar_voor=vandaag + timedelta(90), door=door
    )
    actions.voeg_stap_toe(doel, tekst="Ik ga naar taalles.", voor=vandaag + timedelta(42), door=door)
    actions.wijzig_planinhoud(plan, door=door, evaluatie_op=vandaag + timedelta(180))
    plan.refresh_from_db()
    return plan


def teken_beide(plan, door, **inwoner):
    actions.bied_plan_aan(plan, door=door)
    actions.onderteken(plan, wie="inwoner", naam="A. Voorbeeld", door=door, **({"hoe": "scherm"} | inwoner))
    actions.onderteken(plan, wie="gemeente", hoe="scherm", naam=door.naam, door=door)
    plan.refresh_from_db()
    return plan


@pytest.fixture
def plan(gemeente, consulent):
    return maak_concept(gemeente, consulent)


def test_van_nieuw_plan_tot_twee_handtekeningen_op_het_scherm(ingelogd, gemeente):
    actions.laad_planbibliotheek()
    persoon = PersoonFactory(gemeente=gemeente, in_begeleiding=True)
    n = persoon.nummer
    antwoord = ingelogd.post(
        reverse("personen:plan-maken", args=[n]), {"soort": "pop", "eigen_woorden": "Ik wil werken."}
    )
    plan = Ontwikkelplan.objects.get(persoon=persoon)
    doelen = reverse("personen:plan-doelen", args=[n, plan.pk])
    assert antwoord.url == doelen

    ingelogd.post(doelen, {"doel": "Ik werk", "eigenaar": "inwoner", "klaar_voor_keuze": "over 3 maanden"})
    doel = Doel.objects.get(plan=plan)
    voorbeeld = Voorbeeldstap.objects.get(code="cv")
    stap = {"voorbeeld": voorbeeld.pk, "wie": "inwoner", "voor_keuze": "over 6 weken"}
    ingelogd.post(reverse("personen:stap-nieuw", args=[n, doel.pk]), stap)
    assert Stap.objects.get(doel=doel).tekst == voorbeeld.tekst
    assert Stap.objects.get(doel=doel).wie == "samen"
    assert plan.inhoud.standaardtekst == Standaardtekst.objects.get(code="pw-44a", versie=2)
    afspraken = {
        "versie": plan.inhoud.versie,
        "standaardtekst": plan.inhoud.standaardtekst_id,
        "evaluatie_op_keuze": "over 6 maanden",
    }
    antwoord = ingelogd.post(reverse("personen:plan-afspraken", args=[n, plan.pk]), afspraken)
    controleren = reverse("personen:plan-controleren", args=[n, plan.pk])
    assert antwoord.url == controleren
    tekenen = reverse("personen:plan-tekenen", args=[n, plan.pk])
    assert ingelogd.post(controleren).url == tekenen
    assert b"als met een pen" in ingelogd.get(tekenen).content
    plan.refresh_from_db()
    velden = {
        "versie": plan.revisie, "hoe": "scherm", "gelezen": "on", "naam": "A. Voorbeeld",
        "datum": "vandaag", "gemeente": "on",
    }  # fmt: skip
    antwoord = ingelogd.post(tekenen, velden)

    plan.refresh_from_db()
    assert (antwoord.status_code, plan.status) == (302, "getekend")
    assert plan.getekend_op == timezone.localdate()
    assert hashlib.sha256(bytes(plan.bestand.inhoud)).hexdigest() == plan.sha256
    assert "pw-44a versie 2" in plan.kaderversie
    pdf = ingelogd.get(reverse("personen:plan-pdf", args=[n, plan.pk]))
    assert pdf.content == bytes(plan.bestand.inhoud)
    for route in ("plan-versie", "plan-meekijken", "plan-vergelijken", "plan-evalueren"):
        assert ingelogd.get(reverse(f"personen:{route}", args=[n, plan.pk])).status_code == 200
    assert ingelogd.get(reverse("personen:plan", args=[n])).status_code == 200


def test_de_database_weigert_elke_wijziging_van_een_getekend_plan(plan, consulent):
    teken_beide(plan, consulent)
    stap = Stap.objects.get(doel__plan=plan)
    pogingen = [
        lambda: Planinhoud.objects.filter(plan=plan).update(eigen_woorden="anders"),
        lambda: Doel.objects.filter(plan=plan).update(tekst="anders"),
        lambda: Stap.objects.filter(pk=stap.pk).update(voor=date(2030, 1, 1)),
        lambda: Stap.objects.filter(pk=stap.pk).delete(),
        lambda: Stap.objects.create(doel=stap.doel, tekst="erbij", voor=date(2030, 1, 1)),
        lambda: Ontwikkelplan.objects.filter(pk=plan.pk).update(getekend_op=date(2026, 1, 1)),
        lambda: Ontwikkelplan.objects.filter(pk=plan.pk).update(status="concept"),
        lambda: plan.ondertekeningen.update(naam="Iemand anders"),
    ]
    for poging in pogingen:
        with pytest.raises(IntegrityError, match="staat vast"), transaction.atomic():
            poging()


def test_een_wijziging_maakt_versie_twee_en_de_oude_geldt_tot_die_is_getekend(plan, consulent):
    teken_beide(plan, consulent)
    actions.zet_stap_op(Stap.objects.get(doel__plan=plan), status="gedaan", door=consulent)

    tweede = actions.nieuwe_versie(plan, door=consulent)

    weergave = lees_plan(tweede)
    assert (tweede.versie, tweede.status, tweede.vorige) == (2, "concept", plan)
    assert [d.voortgang for d in weergave.doelen] == ["1 van 1 stap gedaan"]
    plan.refresh_from_db()
    assert plan.status == "getekend"
    inhoud = actions.wijzig_planinhoud(
        tweede, door=consulent, eigen_woorden="Ik wil 32 uur.", evaluatie_op=date(2099, 1, 1)
    )
    teken_beide(tweede, consulent)
    plan.refresh_from_db()
    assert (plan.status, tweede.status) == ("vervangen", "getekend")
    anders = [r.onderdeel for r in vergelijk_plannen(lees_plan(plan), lees_plan(tweede)) if not r.gelijk]
    assert "Wat wil ik?" in anders
    assert "Doelen en stappen" not in anders
    assert inhoud.versie == 2


def test_weigeren_kan_alleen_met_een_reden_en_telt_niet_als_getekend(plan, consulent):
    actions.bied_plan_aan(plan, door=consulent)
    with pytest.raises(ValidationError, match="reden"):
        actions.onderteken(plan, wie="inwoner", hoe="geweigerd", naam="A.", reden=" ", door=consulent)
    actions.onderteken(plan, wie="inwoner", hoe="geweigerd", naam="A.", reden="Te veel uren", door=consulent)
    actions.onderteken(plan, wie="gemeente", hoe="scherm", naam="K.", door=consulent)

    plan.refresh_from_db()
    assert (plan.status, plan.getekend_op, len(plan.sha256)) == ("geweigerd", None, 64)


def test_tekenen_op_papier_vraagt_de_scan_en_bewaart_haar_in_het_dossier(plan, consulent, ingelogd):
    actions.bied_plan_aan(plan, door=consulent)
    plan.refresh_from_db()
    adres = reverse("personen:plan-tekenen", args=[plan.persoon.nummer, plan.pk])
    velden = {"versie": plan.revisie, "hoe": "papier", "naam": "A.", "datum": "vandaag", "gemeente": "on"}
    assert "Voeg de scan" in ingelogd.post(adres, velden).content.decode()

    scan = SimpleUploadedFile("scan.txt", b"Getekend plan", content_type="text/plain")
    ingelogd.post(adres, velden | {"scan": scan})

    plan.refresh_from_db()
    hoe = {o.wie: (o.hoe, o.document.soort) for o in plan.ondertekeningen.all()}
    assert hoe == {"inwoner": ("papier", "plan"), "gemeente": ("papier", "plan")}
    assert plan.status == "getekend"
    with pytest.raises(ValidationError, match="hoort bij een plan"):
        actions.verwijder_document(plan.ondertekeningen.first().document, door=consulent)


def test_je_tekent_nooit_een_tekst_die_intussen_is_veranderd(plan, consulent):
    actions.bied_plan_aan(plan, door=consulent)
    plan.refresh_from_db()
    gelezen = plan.revisie
    actions.haal_plan_terug(plan, door=consulent)
    actions.wijzig_planinhoud(plan, door=consulent, inwoner_doet="Ik kom elke dag.")
    actions.bied_plan_aan(plan, door=consulent)

    with pytest.raises(ValidationError, match="Lees het opnieuw"):
        actions.onderteken(plan, wie="inwoner", hoe="scherm", naam="A.", revisie=gelezen, door=consulent)


def test_terughalen_laat_een_handtekening_vervallen(plan, consulent):
    actions.bied_plan_aan(plan, door=consulent)
    actions.onderteken(plan, wie="inwoner", hoe="scherm", naam="A.", door=consulent)
    actions.haal_plan_terug(plan, door=consulent)

    assert plan.ondertekeningen.count() == 0


def test_een_plan_dat_wacht_op_tekenen_verandert_niet(plan, consulent):
    actions.bied_plan_aan(plan, door=consulent)
    with pytest.raises(ValidationError, match="wacht op een handtekening"):
        actions.voeg_doel_toe(plan, tekst="Nog een", klaar_voor=date(2099, 1, 1), door=consulent)


def test_zonder_eigen_woorden_doel_stap_en_evaluatie_kan_niemand_tekenen(gemeente, consulent):
    plan = actions.begin_plan(PersoonFactory(gemeente=gemeente), door=consulent)
    with pytest.raises(ValidationError) as fout:
        actions.bied_plan_aan(plan, door=consulent)
    assert len(fout.value.messages) == 3  # own words, a goal, an evaluation
    actions.voeg_doel_toe(plan, tekst="Ik werk", klaar_voor=date(2099, 1, 1), door=consulent)
    assert "Voeg een stap toe aan het doel “Ik werk”." in lees_plan(plan).ontbreekt


def test_er_is_per_soort_een_plan_in_de_maak(plan, consulent):
    with pytest.raises(ValidationError, match="al een plan in de maak"):
        actions.begin_plan(plan.persoon, door=consulent)


def test_twee_mensen_wijzigen_hetzelfde_doel(plan, consulent, ingelogd):
    doel = Doel.objects.get(plan=plan)
    actions.wijzig_doel(doel, tekst="Van een collega", door=consulent)
    adres = reverse("personen:doel-wijzigen", args=[plan.persoon.nummer, doel.pk])
    velden = {"versie": 1, "doel": "Van mij", "eigenaar": "inwoner", "klaar_voor_datum": "01-03-2099"}

    antwoord = ingelogd.post(adres, velden)

    doel.refresh_from_db()
    assert (antwoord.status_code, doel.tekst) == (409, "Van een collega")
    assert "Van mij" in antwoord.content.decode()
    assert "Van een collega" in antwoord.content.decode()


def test_een_doel_dat_twee_keer_wordt_verstuurd_staat_er_een_keer(plan, ingelogd):
    adres = reverse("personen:plan-doelen", args=[plan.persoon.nummer, plan.pk])
    velden = {
        "eenmalig": "zelfde", "doel": "Tweede doel", "eigenaar": "gemeente", "klaar_voor_keuze": "over 6 maanden",
    }  # fmt: skip
    ingelogd.post(adres, velden)
    ingelogd.post(adres, velden)

    assert Doel.objects.filter(plan=plan, tekst="Tweede doel").count() == 1


def doelpost(**velden):
    return {
        "doel": "Ik werk", "eigenaar": "inwoner", "klaar_voor_keuze": "over 3 maanden",
        "stap_wie": "inwoner", "stap_voor_keuze": "over 6 weken",
    } | velden  # fmt: skip


def test_een_doel_en_zijn_eerste_stap_gaan_in_een_keer_en_daarna_volgt_het_volgende(plan, ingelogd):
    adres = reverse("personen:plan-doelen", args=[plan.persoon.nummer, plan.pk])

    volgende = ingelogd.post(adres, doelpost(stap="Ik bel."))
    afspraken = ingelogd.post(adres, doelpost(doel="Ik leer snoeien", verder="1"))

    assert volgende.url == f"{adres}?nog=1"
    assert afspraken.url == reverse("personen:plan-afspraken", args=[plan.persoon.nummer, plan.pk])
    doel, later = Doel.objects.filter(plan=plan).order_by("pk")[1:]
    stap = doel.stappen.get()
    over_zes_weken = timezone.localdate() + timedelta(weeks=6)
    assert (stap.tekst, stap.wie, stap.voor) == ("Ik bel.", "inwoner", over_zes_weken)
    assert not later.stappen.exists()  # the step may come later
    assert 'name="doel" ' in ingelogd.get(f"{adres}?nog=1").content.decode().split("autofocus")[0]


def test_zonder_nieuw_doel_ga_je_verder_zonder_iets_te_bewaren(plan, ingelogd):
    adres = reverse("personen:plan-doelen", args=[plan.persoon.nummer, plan.pk])

    antwoord = ingelogd.post(adres, doelpost(doel="", verder="1"))

    assert antwoord.url == reverse("personen:plan-afspraken", args=[plan.persoon.nummer, plan.pk])
    assert plan.doelen.count() == 1


def test_een_voorbeeld_geeft_de_stap_wie_en_termijn_en_een_eigen_dag_gaat_voor(plan, ingelogd):
    actions.laad_planbibliotheek()
    taaltoets = Voorbeeldstap.objects.get(code="taaltoets")  # the gemeente arranges it, in 4 weeks
    adres = reverse("personen:plan-doelen", args=[plan.persoon.nummer, plan.pk])

    ingelogd.post(adres, doelpost(voorbeeld=taaltoets.pk))
    ingelogd.post(adres, doelpost(voorbeeld=taaltoets.pk, stap_voor_keuze="over 3 maanden"))

    vandaag = timezone.localdate()
    uit_bibliotheek, eigen_dag = Stap.objects.filter(doel__plan=plan, voorbeeld=taaltoets).order_by("pk")
    assert (uit_bibliotheek.tekst, uit_bibliotheek.wie) == (taaltoets.tekst, "gemeente")
    assert uit_bibliotheek.voor == vandaag + timedelta(weeks=4)
    assert eigen_dag.voor == vandaag + relativedelta(months=3)


def test_een_stap_zonder_dag_bewaart_ook_het_doel_niet(plan, ingelogd):
    adres = reverse("personen:plan-doelen", args=[plan.persoon.nummer, plan.pk])

    antwoord = ingelogd.post(adres, doelpost(stap="Ik bel.", stap_voor_keuze=""))

    assert "Kies voor welke dag de stap klaar is." in antwoord.content.decode()
    assert plan.doelen.count() == 1


def test_een_verwijderd_doel_komt_met_zijn_stappen_terug(plan, consulent):
    gegevens = actions.verwijder_doel(Doel.objects.get(plan=plan), door=consulent)
    assert not Doel.objects.filter(plan=plan).exists()

    actions.zet_doel_terug(gegevens, door=consulent)

    assert Stap.objects.get(doel__plan=plan).tekst == "Ik ga naar taalles."


def test_wie_het_recht_verloor_zet_geen_doel_terug(plan, consulent, maak_gebruiker, gemeente):
    gegevens = actions.verwijder_doel(Doel.objects.get(plan=plan), door=consulent)
    kijker = maak_gebruiker("financien", gemeente)

    with pytest.raises(PermissionDenied):
        actions.zet_doel_terug(gegevens, door=kijker)
    doel = actions.zet_doel_terug(gegevens, door=consulent)
    stap = actions.verwijder_stap(doel.stappen.get(), door=consulent)
    with pytest.raises(PermissionDenied):
        actions.zet_stap_terug(stap, door=kijker)


def test_een_stap_aanvinken_verandert_het_getekende_plan_niet(plan, consulent, ingelogd):
    teken_beide(plan, consulent)
    stap = Stap.objects.get(doel__plan=plan)
    adres = reverse("personen:stap-voortgang", args=[plan.persoon.nummer, stap.pk])
    ingelogd.post(adres, {"status": "bezig"})
    ingelogd.post(adres, {"status": "gedaan"})

    voor = plan.sha256
    plan.refresh_from_db()
    assert plan.sha256 == voor
    assert stap.voortgang.count() == 2
    pagina = ingelogd.get(
        reverse("personen:plan-versie", args=[plan.persoon.nummer, plan.pk])
    ).content.decode()
    assert "1 van 1 stap gedaan" in pagina
    assert ingelogd.post(adres, {"status": "onzin"}).status_code == 302
    assert stap.voortgang.count() == 2


def test_op_de_dag_van_evaluatie_komt_er_een_signaal_dat_na_het_gesprek_weg_is(plan, consulent):
    teken_beide(plan, consulent)
    persoon, dag = plan.persoon, plan.evaluatie_op
    ToewijzingFactory(persoon=persoon, gebruiker=consulent)
    assert list(plan_evaluatie([persoon.gemeente_id], dag - timedelta(1))) == []
    assert [s.dossier_id for s in plan_evaluatie([persoon.gemeente_id], dag)] == [persoon.pk]

    vandaag = timezone.localdate()
    actions.evalueer_plan(
        plan, datum=vandaag, verslag="Gaat goed.", volgende_op=dag + timedelta(30), door=consulent
    )

    assert list(plan_evaluatie([persoon.gemeente_id], dag)) == []
    assert len(list(plan_evaluatie([persoon.gemeente_id], dag + timedelta(30)))) == 1


def test_het_plan_op_papier_toont_geen_heel_bsn_en_geen_interne_uren(plan, consulent, ingelogd):
    actions.wijzig_planinhoud(plan, door=consulent, bestede_uren=Decimal("3.75"))
    from kern.pdf import render_pdf
    from personen.documents import plandocument

    pdf = render_pdf("documenten/ontwikkelplan.html", plandocument(lees_plan(plan)))
    meekijk = ingelogd.get(reverse("personen:plan-meekijken", args=[plan.persoon.nummer, plan.pk]))

    assert plan.persoon.bsn not in pdf.html
    assert "3,75" not in pdf.html + meekijk.content.decode()
    with pikepdf.open(BytesIO(pdf.bytes)) as document:
        assert bool(document.Root.MarkInfo.Marked)
        assert str(document.Root.Lang) == "nl-NL"
        assert document.open_metadata()["pdfuaid:part"] == "1"


def test_leesniveau_is_het_gemiddelde_aantal_woorden_per_zin():
    # 5 + 4 words in two sentences: 4,5 on average. A line end is the end of a sentence as well.
    assert leesniveau("Ik wil graag gaan werken. Het liefst in\n").gemiddeld == Decimal("4")
    assert leesniveau("Ik wil graag gaan werken.\nHet liefst in groen").tekst == (
        "gemiddeld 4,5 woorden per zin, goed"
    )
    lang = " ".join(["woord"] * 16) + "."
    assert leesniveau(lang).oordeel == "te lang"
    assert leesniveau("").tekst == "nog geen tekst"


def test_de_bibliotheek_laden_verandert_de_tweede_keer_niets_en_nooit_een_gebruikte_tekst(
    gemeente, consulent, tmp_path
):
    nieuw, _ = actions.laad_planbibliotheek()
    assert nieuw == 18  # 3 texts and 15 steps in the file
    assert actions.laad_planbibliotheek() == (0, 0)
    actions.begin_plan(PersoonFactory(gemeente=gemeente), door=consulent)
    bestand = tmp_path / "b.toml"
    bestand.write_text(
        '[[standaardtekst]]\ncode = "pw-44a"\nversie = 2\ntitel = "x"\nbron = "x"\n'
        'begindatum = 2026-07-01\ntekst = "Anders."\n'
    )
    with pytest.raises(ValidationError, match="Maak een nieuwe versie"):
        actions.laad_planbibliotheek(bestand)


def test_een_plan_op_papier_dat_later_wordt_getekend_vervangt_het_vorige(gemeente, consulent):
    persoon = PersoonFactory(gemeente=gemeente)
    eerste = actions.registreer_plan(
        persoon, opgesteld_op=date(2025, 1, 1), getekend_op=date(2025, 1, 2), door=consulent
    )
    tweede = actions.registreer_plan(persoon, opgesteld_op=date(2026, 1, 1), door=consulent)
    assert tweede.status == "ter_ondertekening"
    actions.wijzig_plan(tweede, getekend_op=date(2026, 1, 5), door=consulent)

    eerste.refresh_from_db()
    tweede.refresh_from_db()
    assert (eerste.status, tweede.status) == ("vervangen", "getekend")
