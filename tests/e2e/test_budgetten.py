"""Klikbudgetten: K keer klikken met de muis, of T toetsen zonder muis (schermen §3, A2, H3).

Elk budget is een test: hetzelfde werk met de muis en met alleen toetsen, met dezelfde stand in de
database. Waar het budget niet wordt gehaald, staat het echte aantal er streng bij, met de reden.
"""

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from kern.jobs import voer_taak_uit
from kern.models import Achtergrondtaak, Signaalstatus
from kern.permissions import Rol
from monitor.models import Rapport
from personen import actions as personen
from personen.models import Contactmoment, Ontwikkelplan, Persoon, Stapvoortgang, Toewijzing
from reintegratie.models import Traject, Tredemeting
from tests.e2e.teller import zoekveld
from tests.factories.personen import PersoonFactory, ToewijzingFactory
from tests.personen.test_plannen import teken_beide

pytestmark = pytest.mark.django_db(transaction=True)
ZES_WEKEN = timedelta(weeks=6)


# ---- werkvoorraad --------------------------------------------------------------------------------------
def test_signalen_en_afspraken_staan_er_zonder_een_klik(open_teller, stad):
    t = open_teller(Rol.CONSULENT)

    signaal = t.page.get_by_role("list", name="Signalen").get_by_role("listitem").first
    expect(signaal).to_contain_text("geen contact")
    expect(signaal).to_contain_text("A. Voorbeeld")
    expect(t.page.locator("#afspraken")).to_contain_text("vervolg vandaag")
    assert (t.klikken, t.toetsen) == (0, 0)


def test_een_signaal_uitstellen_kost_twee_klikken_of_vijf_toetsen(open_teller, stad):
    muis = open_teller(Rol.CONSULENT_WSW)
    signalen = muis.page.get_by_role("list", name="Signalen")
    item = signalen.get_by_role("listitem").filter(has_text="Contract loopt af").first
    muis.klik(item.locator("summary", has_text="Later"))
    muis.klik(item.get_by_role("button", name="Over 1 week"))
    expect(muis.page.get_by_role("status")).to_contain_text("Uitgesteld tot")
    assert muis.klikken <= 2

    toetsen = open_teller(Rol.CONSULENT)
    voor = toetsen.page.get_by_role("list", name="Signalen").get_by_role("listitem").count()
    toetsen.toets("l")
    toetsen.tab_naar(toetsen.page.get_by_role("button", name="Over 1 week").first)
    toetsen.toets("Enter")
    expect(toetsen.page.get_by_role("status")).to_contain_text("Uitgesteld tot")
    assert toetsen.toetsen <= 5

    over_een_week = timezone.localdate() + timedelta(days=7)
    for rol in (Rol.CONSULENT_WSW, Rol.CONSULENT):
        assert Signaalstatus.objects.filter(gebruiker=stad.gebruikers[rol], tot=over_een_week).count() == 1
    assert toetsen.page.locator(".werklijst__niveau").count() == voor - 1


def test_aflopende_contracten_zijn_een_klik_of_twee_toetsen_ver(open_teller):
    muis, toetsen = open_teller(Rol.CONSULENT_WSW), open_teller(Rol.JOBCOACH)
    muis.klik(muis.page.get_by_role("link", name="1 contract eindigt binnen 6 maanden"))
    toetsen.toets("g", "c")

    for t in (muis, toetsen):
        expect(t.page.get_by_role("heading", level=1)).to_have_text("1 plaatsing")
        assert "eindigt=6" in t.page.url
        expect(t.page.get_by_role("row").filter(has_text="Dijk, F. van der")).to_be_visible()
    assert muis.klikken <= 1
    assert toetsen.toetsen <= 4


def test_de_teammanager_ziet_de_caseload_per_fte_zonder_een_klik(open_teller, stad):
    t = open_teller(Rol.TEAMMANAGER)

    rij = t.page.get_by_role("row").filter(has_text="consulent re-integratie")
    cellen = rij.get_by_role("cell").all_inner_texts()
    # fte, dossiers, per fte, norm (RH §4.4 b: 85 per fte)
    assert [cellen[1], cellen[3], cellen[4]] == ["1,00", "1", "85"]
    assert (t.klikken, t.toetsen) == (0, 0)


# ---- dossier -------------------------------------------------------------------------------------------
def test_het_dossier_van_iemand_openen_kost_twee_klikken_of_zeven_toetsen(open_teller, stad):
    muis = open_teller(Rol.CONSULENT)
    muis.klik(zoekveld(muis.page))
    muis.schrijf("voorbeeld 1984\n")
    # The page of today also names this person: wait for what was found.
    muis.page.wait_for_url(re.compile(r"^(?!.*/werkvoorraad/)"))
    muis.klik(muis.page.get_by_role("link", name="A. Voorbeeld"))
    assert muis.klikken <= 2

    toetsen = open_teller(Rol.CONSULENT)
    toetsen.toets("/", *"voor", "Enter")  # letters of a search count
    expect(toetsen.page.get_by_role("link", name="A. Voorbeeld")).to_be_focused()
    toetsen.toets("Enter")
    assert toetsen.toetsen <= 7

    for t in (muis, toetsen):
        expect(t.page).to_have_url(re.compile(f"/personen/{stad.persoon.nummer}/$"))
        expect(t.page.get_by_role("heading", level=1)).to_have_text("A. Voorbeeld")


def test_contact_met_vervolg_vastleggen_kost_drie_klikken_of_tien_toetsen(open_teller, stad):
    pad = f"/personen/{stad.persoon.nummer}/"
    muis, toetsen = open_teller(Rol.CONSULENT, pad), open_teller(Rol.CONSULENT, pad)

    muis.klik(muis.page.get_by_label("Wat is besproken?"))
    muis.schrijf("Met de muis vastgelegd.")
    muis.klik(muis.page.get_by_label(re.compile("^over 6 weken")))
    muis.klik(muis.page.get_by_role("button", name="Bewaar", exact=True))
    expect(muis.page.get_by_role("status").first).to_contain_text("Contact vastgelegd")
    assert muis.klikken <= 3

    toetsen.toets("n")
    toetsen.tab_naar(toetsen.page.get_by_label("Wat is besproken?"))
    toetsen.schrijf("Met toetsen vastgelegd.")
    toetsen.tab_naar(toetsen.page.get_by_label("geen vervolg"))
    toetsen.toets("ArrowDown", "ArrowDown", "ArrowDown", "Enter")
    expect(toetsen.page.get_by_role("status").first).to_contain_text("Contact vastgelegd")
    assert toetsen.toetsen <= 10

    vandaag = timezone.localdate()
    for verslag in ("Met de muis vastgelegd.", "Met toetsen vastgelegd."):
        contact = Contactmoment.objects.get(persoon=stad.persoon, verslag=verslag)
        assert (contact.datum, contact.vervolg_op) == (vandaag, vandaag + ZES_WEKEN)


def test_de_jobcoach_legt_op_de_telefoon_een_bezoek_vast_in_vier_tikken(open_teller, stad):
    t = open_teller(
        Rol.CONSULENT_WSW,
        f"/personen/{stad.sw_medewerker.nummer}/",
        breedte=360,
        hoogte=740,
        aanraken=True,
    )
    verslag = t.page.get_by_label("Wat is besproken?")
    bewaar = t.page.get_by_role("button", name="Bewaar", exact=True)

    t.tik(t.page.get_by_role("link", name="Contact vastleggen"))
    t.tik(verslag)
    t.schrijf("Bezoek op de werkplek, het tempo gaat vooruit.")
    expect(verslag).to_be_focused()
    v, b = verslag.bounding_box(), bewaar.bounding_box()
    assert v["y"] + v["height"] <= b["y"] or b["y"] + b["height"] <= v["y"], "Bewaar ligt over het veld"
    assert b["height"] >= 44
    t.tik(t.page.get_by_label("op de werkplek"))
    t.tik(bewaar)

    expect(t.page.get_by_role("status").first).to_contain_text("Contact vastgelegd")
    contact = Contactmoment.objects.get(persoon=stad.sw_medewerker)
    assert (contact.wijze, contact.datum) == ("werkplek", timezone.localdate())
    assert t.klikken <= 4


def test_een_trede_wijzigen_met_reden_kost_drie_klikken_of_hooguit_negen_toetsen(open_teller, stad):
    muis = open_teller(Rol.CONSULENT, f"/personen/{stad.persoon.nummer}/")
    muis.klik(muis.page.get_by_role("link", name="Wijzig trede"))
    expect(muis.page.get_by_label(re.compile("^Reden"))).to_be_focused()  # the first thing to do: type why
    muis.schrijf("Doet onbetaald werk.")
    groep = muis.page.get_by_role("group", name=re.compile("^Huidige trede"))
    muis.klik(groep.get_by_label(re.compile("^4 ")))
    muis.klik(muis.page.get_by_role("button", name="Bewaar trede"))
    expect(muis.page.get_by_role("status").first).to_be_visible()
    meting = Tredemeting.objects.filter(persoon=stad.persoon).latest("pk")
    assert (meting.huidige_trede, meting.doeltrede, meting.datum) == (4, 5, timezone.localdate())
    assert meting.reden == "Doet onbetaald werk."
    assert muis.klikken <= 3

    sw = stad.sw_medewerker
    toetsen = open_teller(Rol.CONSULENT, f"/personen/{sw.nummer}/")
    toetsen.toets("t")
    toetsen.page.wait_for_url("**/re-integratie/#trede")
    eerste = toetsen.page.get_by_role("group", name=re.compile("^Huidige trede")).get_by_role("radio").first
    toetsen.tab_naar(eerste)
    toetsen.toets("ArrowDown")  # from 6 to 5
    toetsen.tab_naar(toetsen.page.get_by_label(re.compile("^Reden")))
    toetsen.schrijf("Werkt met begeleiding.")
    toetsen.toets("Enter")
    expect(toetsen.page.get_by_role("status").first).to_be_visible()
    assert toetsen.toetsen <= 9
    meting = Tredemeting.objects.get(persoon=sw)
    assert (meting.huidige_trede, meting.reden) == (5, "Werkt met begeleiding.")


def test_een_traject_beginnen_kost_hooguit_zes_klikken_of_twintig_toetsen(open_teller, stad):
    pad = f"/personen/{stad.persoon.nummer}/"
    muis = open_teller(Rol.CONSULENT, pad)
    muis.klik(muis.page.get_by_role("link", name="Trajecten"))
    muis.kies(muis.page.get_by_label("Instrument", exact=True), "Leerwerktraject buitendienst")
    muis.klik(muis.page.get_by_role("textbox", name=re.compile("^Uitvoerder")))
    muis.schrijf("Werf")
    muis.klik(muis.page.get_by_label(re.compile("^over 6 maanden")))
    muis.klik(muis.page.get_by_role("button", name="Begin traject"))
    expect(muis.page.get_by_role("status").first).to_contain_text("Leerwerktraject buitendienst loopt")
    assert muis.klikken <= 6

    toetsen = open_teller(Rol.CONSULENT, f"/personen/{stad.sw_medewerker.nummer}/")
    toetsen.toets("j")
    toetsen.page.wait_for_url("**/trajecten/#nieuw-traject")
    toetsen.tab_naar(toetsen.page.get_by_label("Instrument", exact=True))
    toetsen.toets("J")  # the first letter chooses in a list
    toetsen.tab_naar(toetsen.page.get_by_role("textbox", name=re.compile("^Uitvoerder")))
    toetsen.schrijf("Werf")
    toetsen.tab_naar(toetsen.page.get_by_label("langste duur van het instrument"))
    toetsen.toets("ArrowDown", "Enter")
    expect(toetsen.page.get_by_role("status").first).to_contain_text("Jobcoaching loopt")
    assert toetsen.toetsen <= 20

    assert Traject.objects.filter(persoon=stad.persoon, code="leerwerk-buitendienst").exists()
    assert Traject.objects.filter(persoon=stad.sw_medewerker, code="jobcoach").exists()


DOELEN = (
    ("Ik werk 24 uur in het groen", "Ik bel met het groenbedrijf."),
    ("Ik leer snoeien", "Ik volg de cursus."),
)


def test_een_plan_van_twee_doelen_tot_handtekening_kost_hooguit_veertien_klikken(open_teller, stad):
    t = open_teller(Rol.CONSULENT, f"/personen/{stad.persoon.nummer}/")
    page = t.page

    t.klik(page.get_by_role("link", name="Plan", exact=True))
    t.klik(page.get_by_role("main").get_by_role("link", name="Nieuw plan"))
    expect(page.get_by_label("Wat wil ik?")).to_be_focused()
    t.schrijf("Ik wil graag buiten werken.")
    t.klik(page.get_by_role("button", name="Bewaar en verder naar doelen"))
    for (doel, stap), knop in zip(DOELEN, ("nog een doel", "verder naar afspraken"), strict=True):
        expect(page.get_by_label("Doel", exact=True)).to_be_focused()  # ready to type the next one
        t.schrijf(doel)
        t.klik(page.get_by_label("Eerste stap"))
        t.schrijf(stap)
        t.klik(page.get_by_role("button", name=f"Bewaar en {knop}"))
    t.klik(page.get_by_role("button", name="Bewaar en naar controleren"))
    for _, stap in DOELEN:
        expect(page.get_by_role("main")).to_contain_text(stap)
    t.klik(page.get_by_role("button", name="Klaar om te tekenen"))
    t.klik(page.get_by_label("Ik heb het plan gelezen en ik wil tekenen"))
    t.klik(page.get_by_label("Ik teken namens de gemeente"))
    t.klik(page.get_by_role("button", name="Teken", exact=True))
    page.wait_for_url(re.compile(r"/plan/\d+/$"))

    _is_getekend(stad.persoon)
    assert t.klikken <= 14


def test_een_plan_van_twee_doelen_tot_handtekening_kost_hooguit_45_toetsen(open_teller, stad):
    t = open_teller(Rol.CONSULENT_WSW, f"/personen/{stad.sw_medewerker.nummer}/")
    page = t.page

    t.toets("o")
    page.wait_for_url("**/plan/")
    t.toets("p")
    expect(page.get_by_label("Wat wil ik?")).to_be_focused()
    t.schrijf("Ik wil graag buiten werken.")
    t.toets("Control+Enter")
    for nummer, (doel, stap) in enumerate(DOELEN):
        expect(page.get_by_label("Doel", exact=True)).to_be_focused()
        t.schrijf(doel)
        t.tab_naar(page.get_by_label("Eerste stap"))
        t.schrijf(stap)
        if not nummer:
            t.toets("Enter")
            page.wait_for_url("**nog=1")
    t.tab_naar(page.get_by_role("button", name="Bewaar en verder naar afspraken"))
    t.toets("Enter")
    expect(page.get_by_label("Wat doet de gemeente?")).to_be_focused()
    t.toets("Control+Enter")
    expect(page.get_by_role("button", name="Klaar om te tekenen")).to_be_visible()
    t.toets("k")
    expect(page.get_by_role("button", name="Teken", exact=True)).to_be_visible()
    t.toets("v", "Space")
    t.tab_naar(page.get_by_label("Ik teken namens de gemeente"))
    t.toets("Space", "Enter")
    page.wait_for_url(re.compile(r"/plan/\d+/$"))

    _is_getekend(stad.sw_medewerker)
    assert t.toetsen <= 45


def _is_getekend(persoon) -> None:
    plan = Ontwikkelplan.objects.get(persoon=persoon, digitaal=True)
    stappen = [(doel.tekst, stap.tekst) for doel in plan.doelen.all() for stap in doel.stappen.all()]
    assert (plan.status, stappen) == ("getekend", list(DOELEN))


# ---- monitor -------------------------------------------------------------------------------------------
def test_halfjaren_vergelijken_en_de_rijen_openen_kost_twee_klikken(open_teller, stad):
    t = open_teller(Rol.TEAMMANAGER)
    # The dashboard compares with the previous half-year by itself; its number opens the people.
    t.klik(t.page.get_by_role("link", name="Monitor", exact=True))
    t.klik(t.page.get_by_role("link", name=re.compile("Uitkeringsdossiers, dit halfjaar")))
    expect(t.page.get_by_role("heading", level=1)).to_have_text("Uitkeringsdossiers: 1 rij")
    assert t.klikken <= 2


def test_de_definitie_van_een_cijfer_is_een_klik_op_de_monitor(open_teller):
    t = open_teller(Rol.BELEID, "/monitor/participatie/")
    uitleg = t.page.get_by_text("BUIG-budget min de uitkeringslasten")
    expect(uitleg).to_be_hidden()
    t.klik(t.page.locator("#plan summary", has_text="Definitie"))
    expect(uitleg).to_be_visible()
    assert t.klikken <= 1


def test_het_wsw_resultaat_naast_de_begroting_is_een_klik_voor_de_liaison(open_teller):
    t = open_teller(Rol.LIAISON)
    t.klik(t.page.get_by_role("link", name="Monitor", exact=True))
    expect(t.page.get_by_role("rowheader", name=re.compile("Nadelig resultaat Wsw"))).to_be_visible()
    assert t.klikken <= 1


def test_twee_peilmomenten_vergelijken_kost_drie_klikken(open_teller):
    t = open_teller(Rol.TEAMMANAGER)
    t.klik(t.page.get_by_role("link", name="Monitor", exact=True))
    t.klik(t.page.get_by_role("link", name="Peilmomenten"))
    t.klik(t.page.get_by_role("link", name="Vergelijk de laatste twee"))
    expect(t.page.get_by_role("heading", level=1)).to_contain_text("Peilmomenten")
    expect(t.page.get_by_role("heading", name="Re-integratie", exact=True)).to_be_visible()
    assert t.klikken <= 3


def test_een_stap_aanvinken_kost_twee_klikken(open_teller, stad):
    consulent = stad.gebruikers[Rol.CONSULENT]
    dan = timezone.localdate() + timedelta(days=60)
    plan = personen.begin_plan(stad.persoon, door=consulent, eigen_woorden="Ik wil werken in het groen.")
    doel = personen.voeg_doel_toe(plan, tekst="Ik werk", klaar_voor=dan, door=consulent)
    personen.voeg_stap_toe(doel, tekst="Ik bel het groenbedrijf.", voor=dan, door=consulent)
    personen.wijzig_planinhoud(plan, door=consulent, evaluatie_op=dan)
    teken_beide(plan, consulent)

    muis = open_teller(Rol.CONSULENT, f"/personen/{plan.persoon.nummer}/")
    muis.klik(muis.page.get_by_role("link", name="Plan", exact=True))
    muis.klik(muis.page.get_by_role("button", name=re.compile("^Gedaan.*groenbedrijf")))
    expect(muis.page.get_by_role("button", name=re.compile("^Toch niet.*groenbedrijf"))).to_be_visible()
    assert muis.klikken <= 2

    assert Stapvoortgang.objects.get(stap__doel__plan=plan).status == "gedaan"


def test_herverdelen_van_twintig_dossiers_kost_vijf_klikken(open_teller, stad):
    consulent = stad.gebruikers[Rol.CONSULENT]
    for _ in range(20):
        ToewijzingFactory(
            persoon=PersoonFactory(gemeente=stad.gemeente, in_begeleiding=True), gebruiker=consulent
        )
    voor = set(Persoon.objects.values_list("pk", flat=True))
    assert 20 <= len(voor) <= 25, "one page of the list"

    t = open_teller(Rol.TEAMMANAGER)
    t.klik(t.page.get_by_role("link", name="Personen", exact=True).first)
    t.klik(t.page.get_by_role("button", name=re.compile("^Kies alle")))
    t.klik(t.page.get_by_role("button", name="Herverdelen"))
    t.klik(t.page.get_by_role("group", name="Nieuwe contactpersoon").get_by_label("J. Jobcoach"))
    t.klik(t.page.get_by_role("button", name="Herverdeel"))
    expect(t.page.get_by_role("status").first).to_contain_text("verplaatst naar J. Jobcoach")

    assert t.klikken <= 5
    nieuw = Toewijzing.objects.filter(gebruiker__naam="J. Jobcoach", einddatum=None)
    assert nieuw.count() >= 20


def test_een_andere_norm_doorrekenen_kost_drie_klikken(open_teller):
    t = open_teller(Rol.TEAMMANAGER)
    t.klik(t.page.get_by_role("link", name="Formatie", exact=True))
    t.klik(t.page.get_by_role("navigation", name="Formatie").get_by_role("link", name="Wat als"))
    veld = t.page.get_by_label("Norm Wsw")
    t.klik(veld)
    t.page.keyboard.press("Control+a")
    t.schrijf("80")
    # Counted by itself, without a press: the answer names the norm that was typed.
    expect(t.page.locator("#uitkomst")).to_contain_text("80")
    assert t.klikken <= 3


# ---- collegerapport --------------------------------------------------------------------------------------
@pytest.fixture
def ligt_klaar(stad):
    """`ligt_klaar(goedgekeurd=True)`: a report without missed targets, up to that step."""
    from monitor import rapport_actions as rapporten
    from tests.factories.monitor import PeilmomentFactory

    def maak(jaar, *, goedgekeurd):
        manager, adviseur = stad.gebruikers[Rol.TEAMMANAGER], stad.gebruikers[Rol.BELEID]
        moment = PeilmomentFactory(gemeente=stad.gemeente, peildatum=date(jaar, 6, 30))
        rapport = rapporten.maak_rapport(moment, door=manager)
        if goedgekeurd:
            teksten = {"samenvatting": "Het gaat goed."}
            rapport = rapporten.schrijf_teksten(rapport, teksten=teksten, door=manager)
            rapport = rapporten.keur_goed(rapporten.vraag_akkoord(rapport, door=manager), door=adviseur)
        return rapport

    return maak


def test_een_collegerapport_vrijgeven_kost_drie_klikken_of_negen_toetsen(open_teller, ligt_klaar):
    rapporten = [ligt_klaar(jaar, goedgekeurd=True) for jaar in (2021, 2022)]

    muis = open_teller(Rol.TEAMMANAGER)
    muis.klik(muis.page.get_by_role("link", name=re.compile("^Geef vrij")).first)
    muis.klik(muis.page.get_by_role("button", name="Geef vrij"))
    _vrijgave_is_klaar(muis.page)
    assert muis.klikken <= 3

    toetsen = open_teller(Rol.TEAMMANAGER)
    signaal = toetsen.page.get_by_role("link", name=re.compile("^Geef vrij"))  # the one that is left
    toetsen.toets(signaal.get_attribute("data-sneltoets"))
    expect(toetsen.page.get_by_role("button", name="Geef vrij")).to_be_visible()
    toetsen.toets("d")
    _vrijgave_is_klaar(toetsen.page)
    assert toetsen.toetsen <= 9

    assert {Rapport.objects.get(pk=r.pk).status for r in rapporten} == {"vrijgegeven"}


def test_zonder_sneltoetsen_kost_de_bevestiging_van_een_rapport_hooguit_negen_toetsen(
    open_teller, ligt_klaar
):
    rapport = ligt_klaar(2024, goedgekeurd=True)
    toetsen = open_teller(Rol.TEAMMANAGER, f"{rapport.get_absolute_url()}vrijgeven/")

    toetsen.toets("Tab", "Enter")  # "Naar de inhoud"
    toetsen.tab_naar(toetsen.page.get_by_role("button", name="Geef vrij"))
    toetsen.toets("Enter")

    _vrijgave_is_klaar(toetsen.page)
    assert toetsen.toetsen <= 9


def _vrijgave_is_klaar(page) -> None:
    """The worker of this test does the job that the page waits for."""
    expect(page.get_by_role("status").first).to_contain_text("wacht in de rij")
    voer_taak_uit(Achtergrondtaak.objects.get(soort="collegerapport-vrijgeven", status="wacht"))
    page.reload()
    expect(page.get_by_role("status").first).to_contain_text("vrijgegeven")


def test_toelichting_schrijven_kost_twee_klikken(open_teller, ligt_klaar):
    rapport = ligt_klaar(2023, goedgekeurd=False)

    muis = open_teller(Rol.BELEID, rapport.get_absolute_url())
    muis.klik(muis.page.get_by_label(re.compile("^Samenvatting")))
    muis.schrijf("Het gaat goed.")
    muis.klik(muis.page.get_by_role("button", name="Bewaar", exact=True))
    expect(muis.page.locator("main")).to_contain_text("De toelichting is bewaard.")

    assert muis.klikken <= 2
    assert rapport.teksten.get().tekst == "Het gaat goed."


def test_een_taak_uit_de_kalender_afronden_kost_drie_klikken(open_teller, stad):
    from tests.factories.kern_werk import TaakFactory

    taak = TaakFactory(
        gemeente=stad.gemeente,
        rol="financien",
        vervaldatum=timezone.localdate(),
        titel="Betaalopdracht salarissen Wsw",
    )

    muis = open_teller(Rol.FINANCIEN)
    item = muis.page.get_by_role("listitem").filter(has_text="Betaalopdracht salarissen Wsw")
    muis.klik(item.get_by_role("link", name=re.compile("^Rond af")))
    muis.klik(muis.page.get_by_label(re.compile("^Wat is er gedaan")))
    muis.schrijf("Verstuurd naar de administratie.")
    muis.klik(muis.page.get_by_role("button", name="Rond af"))
    expect(muis.page.locator("main")).to_contain_text("De taak is afgerond")

    assert muis.klikken <= 3
    taak.refresh_from_db()
    assert (taak.status, taak.bewijs) == ("gedaan", "Verstuurd naar de administratie.")
