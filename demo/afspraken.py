"""De besluiten en werkafspraken a-o van Rijssen-Holten (bron 000) met twee jaar beurten, en de kalender.

Alles via de acties. De teksten volgen de bron; het bewijs is verzonnen en noemt geen mensen.
"""

from datetime import date, timedelta
from random import Random

from demo.people import VANDAAG
from kern.actions.afspraken import maak_afspraak, rond_taak_af
from kern.actions.verplichtingen import maak_kalendertaken
from kern.models import Afspraak, Gebruiker, Gemeente, Taak, Taakstatus
from kern.permissions import Rol

CODE = "1742"
VASTGESTELD, SINDS = date(2020, 1, 1), date(2024, 11, 1)
BRON = "Inrichtings- en organisatieplan 2020"

# (kenmerk, tekst, rol, cadans, eerste dag sinds november 2024, eis)
COLLEGE = (
    ("a", "De gemeente voert de Wsw zelf uit of organiseert dat: individuele detachering, groepsdetachering en beschut "
     "werk; 1,5 fte, voorlopig.", Rol.TEAMMANAGER, "doorlopend", None, "RH-001"),
    ("b", "HRM, salaris en dossieradministratie Wsw worden ingekocht.", Rol.LIAISON, "jaarlijks", date(2024, 12, 31),
     "RH-002"),
    ("c", "Contractbeheer is een eigen taak: 0,3 fte liaisonfunctionaris en 0,2 fte financiële administratie.",
     Rol.TEAMMANAGER, "doorlopend", None, "RH-003"),
    ("d", "De lasten voor de Wsw worden gedekt uit de vrijval van de bijdrage aan SOWECO.", Rol.FINANCIEN, "jaarlijks",
     date(2025, 3, 31), "RH-004"),
    ("e", "De formatie re-integratie wordt uitgebreid, onder voorbehoud van de kadernota.", Rol.TEAMMANAGER, "jaarlijks",
     date(2025, 6, 30), "RH-005"),
    ("f", "De uitbreiding wordt tot en met 2020 betaald uit de reserve re-integratie.", Rol.FINANCIEN, "doorlopend", None,
     "RH-006"),
    ("g", "Het Participatiepact is een samenwerking van ondernemers, overheid en onderwijs.", Rol.ACCOUNTMANAGER,
     "jaarlijks", date(2025, 9, 30), "RH-007"),
    ("h", "De reserve re-integratie vangt de risico's van de Wsw op.", Rol.BELEID, "jaarlijks", date(2024, 12, 31),
     "RH-008"),
)  # fmt: skip
DT = (
    ("a", "Alle taken en dossiers Wsw horen bij team SC.", Rol.TEAMMANAGER, "doorlopend", None, "RH-009"),
    ("b", "De norm voor detachering met jobcoaching is 45 klanten per fte.", Rol.TEAMMANAGER, "doorlopend", None,
     "RH-010"),
    ("c", "Loonwaarde meten is een taak van consulenten re-integratie en Wsw.", Rol.TEAMMANAGER, "doorlopend", None,
     "RH-011"),
    ("d", "De norm voor ontwikkeling is 85 klanten per fte.", Rol.TEAMMANAGER, "doorlopend", None, "RH-012"),
    ("e", "De norm voor werkgeversbenadering is 45 klanten per fte.", Rol.TEAMMANAGER, "doorlopend", None, "RH-013"),
    ("f", "De herbeoordeling bij doeltrede 3 of lager is van de inkomensconsulent.", Rol.CONSULENT_INKOMEN, "doorlopend",
     None, "RH-014"),
)  # fmt: skip
WERK = (
    ("a", "De werknaam Participatiepact blijft.", Rol.ACCOUNTMANAGER, "doorlopend", None, "RH-015"),
    ("b", "Elk jaar in het eerste kwartaal een groepsgericht ontwikkelplan.", Rol.CONSULENT, "jaarlijks",
     date(2025, 3, 31), "RH-016"),
    ("c", "In het ontwikkelplan staan de uren jobcoaching en directe begeleiding.", Rol.CONSULENT, "jaarlijks",
     date(2025, 3, 31), "RH-017"),
    ("d", "Elk jaar in het eerste kwartaal een werkgeversbenaderingsplan.", Rol.ACCOUNTMANAGER, "jaarlijks",
     date(2025, 3, 31), "RH-018"),
    ("e", "In het tweede kwartaal de ontwikkeltrajecten uit het plan organiseren.", Rol.CONSULENT, "jaarlijks",
     date(2025, 6, 30), "RH-019"),
    ("f", "De PR-opdracht over de nieuwe werkwijze is een deel van het communicatieplan.", Rol.ACCOUNTMANAGER,
     "doorlopend", None, "RH-020"),
    ("g", "De PR-opdracht is van de accountmanager; in januari en juli het resultaat bekijken.", Rol.ACCOUNTMANAGER,
     "halfjaarlijks", date(2025, 1, 31), "RH-021"),
    ("h", "Jobcoaching is een deel van de detacheringstaak en telt in de norm van 45.", Rol.CONSULENT_WSW, "doorlopend",
     None, "RH-022"),
    ("i", "De werkgroep vakopleiding West Twente vragen om zij-instroom voor mensen met bijstand.", Rol.BELEID,
     "jaarlijks", date(2025, 10, 1), "RH-023"),
    ("j", "De consulent Wsw spreekt de detacheringsovereenkomst af.", Rol.CONSULENT_WSW, "doorlopend", None, "RH-024"),
    ("k", "De administratie int de inleenvergoeding.", Rol.FINANCIEN, "doorlopend", None, "RH-025"),
    ("l", "Loonwaardemetingen doen de eigen consulenten.", Rol.TEAMMANAGER, "doorlopend", None, "RH-026"),
    ("m", "Alle consulenten worden geschoold om loonwaarde te meten.", Rol.TEAMMANAGER, "halfjaarlijks",
     date(2024, 12, 31), "RH-027"),
    ("n", "Overgenomen overeenkomsten binnen drie jaar bekijken en het tarief op loonwaarde zetten.", Rol.CONSULENT_WSW,
     "halfjaarlijks", date(2024, 12, 31), "RH-028"),
    ("o", "Onderzoeken op welke locaties een terugvaloptie kan.", Rol.BELEID, "jaarlijks", date(2025, 3, 31), "RH-029"),
)  # fmt: skip
BEWIJS = (
    "Besproken in het teamoverleg en vastgesteld.",
    "Uitgevoerd; het verslag staat in het zaaksysteem.",
    "Afgerond en gemeld aan de teammanager.",
    "Gedaan. Er waren geen bijzonderheden.",
)
WIE = {
    Rol.CONSULENT: "consulent", Rol.CONSULENT_WSW: "consulent-wsw", Rol.CONSULENT_INKOMEN: "consulent-inkomen",
    Rol.ACCOUNTMANAGER: "accountmanager", Rol.TEAMMANAGER: "teammanager", Rol.FINANCIEN: "financien",
    Rol.LIAISON: "liaison", Rol.BELEID: "beleid",
}  # fmt: skip
# Left open on purpose, from this day on: the work list shows something that is late, and not a pile of it.
TE_LAAT = {("werkafspraak", "g"): date(2026, 7, 1), ("verplichting", "werkplein"): date(2026, 10, 1)}


def maak_afspraken(random: Random) -> dict[str, int]:
    """Alles via de acties. Staan de afspraken er al, dan gebeurt er niets."""
    gemeente = Gemeente.objects.get(code=CODE)
    if Afspraak.objects.filter(gemeente=gemeente, soort="werkafspraak").exists():
        return {}
    mensen = {g.username: g for g in Gebruiker.objects.filter(username__in=WIE.values())}
    rijen = [("besluit", "college", rij) for rij in COLLEGE] + [("besluit", "dt", rij) for rij in DT]
    rijen += [("werkafspraak", "team", rij) for rij in WERK]
    for soort, orgaan, (code, tekst, rol, cadans, eerstvolgend, eis) in rijen:
        maak_afspraak(
            gemeente=gemeente, soort=soort, orgaan=orgaan, code=code if soort == "werkafspraak" else f"{orgaan}-{code}",
            tekst=tekst, rol=rol, cadans=cadans, begindatum=VASTGESTELD, eerstvolgend=eerstvolgend, bron=BRON, rij=eis,
            door=mensen["teammanager"],
        )  # fmt: skip
    alle = Gemeente.objects.filter(gebruikt_trede=True)
    taken = maak_kalendertaken(VANDAAG, alle, vanaf=SINDS)
    return {"afspraken": len(rijen), "kalendertaken": taken, "beurten": _rond_af(random, gemeente, mensen)}


def _rond_af(random: Random, gemeente, mensen) -> int:
    """Work through everything that was due, oldest first; a done turn brings the next one."""
    gedaan = 0
    while True:
        rijen = Taak.objects.filter(gemeente=gemeente, status=Taakstatus.OPEN, vervaldatum__lt=VANDAAG)
        rijen = rijen.select_related("afspraak", "verplichting").order_by("vervaldatum", "pk")
        aan_de_beurt = [taak for taak in rijen if not _blijft_liggen(taak)]
        if not aan_de_beurt:
            return gedaan
        for taak in aan_de_beurt:
            rond_taak_af(
                taak, bewijs=random.choice(BEWIJS), door=mensen[WIE[Rol(taak.rol)]],
                gedaan_op=taak.vervaldatum - timedelta(days=random.randint(0, 9)),
            )  # fmt: skip
            gedaan += 1


def _blijft_liggen(taak) -> bool:
    herkomst = (
        ("verplichting", taak.verplichting.code)
        if taak.verplichting_id
        else (taak.afspraak.soort, taak.afspraak.code)
    )
    return taak.vervaldatum >= TE_LAAT.get(herkomst, date.max)
