"""Who may open which address: one line per route, written by hand and compared with what really happens.

A new address without a line fails `test_elke_route_staat_in_de_matrix`. Write the rights here from
the task (schermen.md §3), not by copying the view.
"""

from dataclasses import dataclass

from kern.permissions import Recht
from tests.objects import PARAMETER


@dataclass(frozen=True)
class Verwacht:
    """Wat een route hoort te doen.

    `rechten`: één hiervan is genoeg; leeg = iedereen die ingelogd is.
    `object`: een sleutel van tests.objects.OBJECTEN als er een nummer in het adres staat.
    `methoden`: "GET", "POST" of "GET POST".
    `open`: ook zonder inloggen. `bibliotheek`: een view van een bibliotheek, zonder @vereist.
    `kwargs`: vaste waarden in het adres (geen object van een gemeente).
    `get` en `post`: statussen die goed zijn voor wie mag.
    """

    rechten: tuple[Recht, ...] = ()
    object: str = ""
    methoden: str = "GET"
    open: bool = False
    bibliotheek: bool = False
    kwargs: tuple[tuple[str, object], ...] = ()
    get: tuple[int, ...] = (200, 302)
    post: tuple[int, ...] = (200, 302, 303, 400, 409, 422)


BEHEER = (
    Recht.GEBRUIKER_BEHEREN,
    Recht.BELEID_INZIEN,
    Recht.IMPORTEREN,
    Recht.AUDIT_INZIEN,
    Recht.SIGNAAL_BEHEREN,
)

# The visitors of the matrix have no password and no second factor of their own.
GEEN_WACHTWOORD = Verwacht(bibliotheek=True, methoden="GET POST", get=(302,), post=(302,))
GEEN_BEVESTIGING = Verwacht(bibliotheek=True, methoden="GET POST", get=(403,), post=(403,))
ZONDER_FACTOR = Verwacht(bibliotheek=True, methoden="GET POST", get=(302, 404), post=(302, 404))
GEEN_AANBIEDER = Verwacht(
    open=True,
    bibliotheek=True,
    methoden="GET POST",
    kwargs=(("provider_id", "gemeente"),),
    get=(404,),
    post=(404,),
)

GEBRUIKERS = (Recht.GEBRUIKER_BEHEREN,)
ORGANISATIES = (Recht.ORGANISATIE_BEHEREN,)
LIJST = (("code", "gebruikers"),)

MAAND = (("maand", "2026-10"),)

TOKEN = (("token", "bestaat-niet"),)

MATRIX: dict[str, Verwacht] = {
    # start
    "kern:gezond": Verwacht(open=True, bibliotheek=True),
    "kern:hulp": Verwacht(),
    "kern:toegankelijkheid": Verwacht(open=True, bibliotheek=True),
    "kern:privacy": Verwacht(open=True, bibliotheek=True),
    "security-txt": Verwacht(open=True, bibliotheek=True),
    "kern:start": Verwacht(),
    "kern:werkvoorraad": Verwacht(),
    "kern:componenten": Verwacht(methoden="GET POST"),
    "kern:beheer": Verwacht(BEHEER),
    # eigen werk
    "kern:team": Verwacht((Recht.TEAM_INZIEN,)),
    "kern:signalen": Verwacht(),
    "kern:signaal": Verwacht(object="signaal"),
    "kern:signaal-later": Verwacht(object="signaal", methoden="POST", post=(404,)),  # the reason is gone
    "kern:signaalsoorten": Verwacht((Recht.SIGNAAL_BEHEREN,)),
    "kern:signaalsoort": Verwacht(
        (Recht.SIGNAAL_BEHEREN,),
        object="gemeente",
        kwargs=(("soort", "persoon.geen_contact"),),
        methoden="GET POST",
    ),
    "kern:concept-bewaren": Verwacht(methoden="POST", post=(404,)),
    "kern:concepten": Verwacht(),
    "kern:concept-weggooien": Verwacht(object="concept", methoden="POST"),
    "kern:ongedaan": Verwacht(object="ongedaan", methoden="POST"),
    "kern:aanwezig": Verwacht(kwargs=(("onderwerp", "persoon:P-10001"),)),
    # afspraken en kalender
    "kern:afspraken": Verwacht((Recht.AFSPRAAK_INZIEN,)),
    "kern:afspraken-pdf": Verwacht((Recht.AFSPRAAK_INZIEN,)),
    "kern:afspraak-nieuw": Verwacht((Recht.AFSPRAAK_WIJZIGEN,), methoden="GET POST"),
    "kern:afspraak": Verwacht((Recht.AFSPRAAK_INZIEN,), object="afspraak"),
    "kern:afspraak-wijzigen": Verwacht((Recht.AFSPRAAK_WIJZIGEN,), object="afspraak", methoden="GET POST"),
    "kern:afspraak-sluiten": Verwacht((Recht.AFSPRAAK_WIJZIGEN,), object="afspraak", methoden="GET POST"),
    "kern:kalender": Verwacht((Recht.AFSPRAAK_INZIEN,)),
    "kern:kalendertaak": Verwacht((Recht.AFSPRAAK_INZIEN,), object="kalendertaak"),
    # Who has the right but not this role is refused on the task itself.
    "kern:kalendertaak-afronden": Verwacht(
        (Recht.TAAK_AFRONDEN,), object="kalendertaak", methoden="POST", post=(200, 302, 403)
    ),
    "kern:kalendertaak-bewijs": Verwacht((Recht.AFSPRAAK_INZIEN,), object="kalendertaak", get=(404,)),
    "kern:verplichting": Verwacht((Recht.AFSPRAAK_WIJZIGEN,), object="verplichting", methoden="GET POST"),
    # taken: only one's own
    "kern:taken": Verwacht(),
    "kern:imports": Verwacht((Recht.IMPORTEREN,)),
    "kern:import-nieuw": Verwacht((Recht.IMPORTEREN,), methoden="GET POST"),
    "kern:import-sjabloon": Verwacht((Recht.IMPORTEREN,), kwargs=(("soort", "personen"), ("vorm", "xlsx"))),
    "kern:import-detail": Verwacht((Recht.IMPORTEREN,), object="import"),
    "kern:import-koppelen": Verwacht((Recht.IMPORTEREN,), object="import", methoden="GET POST"),
    "kern:import-proef": Verwacht((Recht.IMPORTEREN,), object="import", methoden="POST"),
    "kern:import-herstellen": Verwacht((Recht.IMPORTEREN,), object="import", methoden="POST"),
    "kern:import-inlezen": Verwacht((Recht.IMPORTEREN,), object="import", methoden="POST"),
    "kern:import-terugzetten": Verwacht((Recht.IMPORTEREN,), object="import", methoden="POST"),
    "kern:import-fouten": Verwacht((Recht.IMPORTEREN,), object="import"),
    "kern:taak": Verwacht(object="taak"),
    "kern:taak-stoppen": Verwacht(object="taak", methoden="POST"),
    "kern:taak-opnieuw": Verwacht(object="taak", methoden="POST"),
    "kern:taak-bestand": Verwacht(object="taak", get=(404,)),
    # gemeenten, samenwerkingsverbanden, organisaties
    "kern:gemeenten": Verwacht(ORGANISATIES),
    "kern:gemeente-nieuw": Verwacht(ORGANISATIES, methoden="GET POST"),
    "kern:gemeente": Verwacht(ORGANISATIES, object="gemeente", methoden="GET POST"),
    "kern:verbanden": Verwacht(ORGANISATIES),
    "kern:verband-nieuw": Verwacht(ORGANISATIES, methoden="GET POST"),
    "kern:verband": Verwacht(ORGANISATIES, object="verband"),
    "kern:verband-wijzigen": Verwacht(ORGANISATIES, object="verband", methoden="GET POST"),
    "kern:deelname-nieuw": Verwacht(ORGANISATIES, object="verband", methoden="GET POST"),
    "kern:deelname-beeindigen": Verwacht(ORGANISATIES, object="deelname", methoden="GET POST"),
    "kern:organisatierollen": Verwacht(ORGANISATIES),
    "kern:organisatierol-nieuw": Verwacht(ORGANISATIES, methoden="GET POST"),
    "kern:organisatierol-beeindigen": Verwacht(ORGANISATIES, object="organisatierol", methoden="GET POST"),
    # beleidskader
    "kern:kaders": Verwacht((Recht.BELEID_INZIEN,)),
    "kern:kaders-vergelijken": Verwacht((Recht.BELEID_INZIEN,)),
    "kern:kader": Verwacht((Recht.BELEID_INZIEN,), object="kader"),
    "kern:kader-nieuw": Verwacht((Recht.BELEID_WIJZIGEN,), methoden="GET POST"),
    "kern:kader-einde": Verwacht((Recht.BELEID_WIJZIGEN,), object="kader", methoden="GET POST"),
    "kern:kader-vaststellen": Verwacht((Recht.BELEID_VASTSTELLEN,), object="kader", methoden="GET POST"),
    "kern:kader-intrekken": Verwacht(
        (Recht.BELEID_WIJZIGEN, Recht.BELEID_VASTSTELLEN), object="kader", methoden="GET POST"
    ),
    "kern:parameter": Verwacht((Recht.BELEID_INZIEN,), object="kader", kwargs=(("code", PARAMETER),)),
    "kern:parameter-voorstellen": Verwacht(
        (Recht.BELEID_WIJZIGEN,), object="kader", kwargs=(("code", PARAMETER),), methoden="GET POST"
    ),
    "kern:parameter-vaststellen": Verwacht(
        (Recht.BELEID_VASTSTELLEN,), object="parameter", methoden="GET POST"
    ),
    "kern:parameter-vervallen": Verwacht(
        (Recht.BELEID_WIJZIGEN, Recht.BELEID_VASTSTELLEN), object="parameter", methoden="GET POST"
    ),
    # lijsten: the list of users stands for all lists
    "kern:lijst-zoeken": Verwacht(kwargs=LIJST, methoden="POST"),
    "kern:lijst-keuze": Verwacht(kwargs=LIJST, methoden="POST"),
    "kern:lijst-kolommen": Verwacht(kwargs=LIJST, methoden="GET POST"),
    "kern:lijst-bsn": Verwacht((Recht.BSN_TONEN,), kwargs=LIJST, methoden="GET POST"),
    "kern:weergave-bewaren": Verwacht(kwargs=LIJST, methoden="GET POST"),
    "kern:weergave-wijzigen": Verwacht(object="weergave", methoden="GET POST"),
    "kern:weergave-verwijderen": Verwacht(object="weergave", methoden="POST"),
    # zoeken
    "personen:zoeken": Verwacht((Recht.PERSOON_INZIEN, Recht.WERKGEVER_INZIEN), methoden="GET POST"),
    "personen:zoekresultaat": Verwacht((Recht.PERSOON_INZIEN, Recht.WERKGEVER_INZIEN), kwargs=TOKEN),
    # dossier
    "personen:lijst": Verwacht((Recht.PERSOON_INZIEN,)),
    "personen:herverdelen": Verwacht((Recht.PERSOON_TOEWIJZEN,), methoden="GET POST"),
    "personen:nieuw": Verwacht((Recht.PERSOON_WIJZIGEN,), methoden="GET POST"),
    "personen:tijdlijn": Verwacht((Recht.PERSOON_INZIEN,), object="persoon"),
    "personen:bsn": Verwacht((Recht.BSN_TONEN,), object="persoon", methoden="GET POST"),
    "personen:contactmomenten": Verwacht((Recht.CONTACT_INZIEN,), object="persoon"),
    "personen:contact-nieuw": Verwacht((Recht.CONTACT_VASTLEGGEN,), object="persoon", methoden="GET POST"),
    "personen:contact": Verwacht((Recht.CONTACT_INZIEN,), object="contact"),
    "personen:contact-wijzigen": Verwacht((Recht.CONTACT_VASTLEGGEN,), object="contact", methoden="GET POST"),
    "personen:contact-intrekken": Verwacht((Recht.CONTACT_VASTLEGGEN,), object="contact", methoden="POST"),
    "personen:contact-herstellen": Verwacht((Recht.CONTACT_VASTLEGGEN,), object="contact", methoden="POST"),
    "personen:vervolg-gedaan": Verwacht((Recht.CONTACT_VASTLEGGEN,), object="contact", methoden="POST"),
    "personen:vervolg-heropenen": Verwacht((Recht.CONTACT_VASTLEGGEN,), object="contact", methoden="POST"),
    "personen:plan": Verwacht((Recht.PLAN_INZIEN,), object="persoon"),
    "personen:plan-nieuw": Verwacht((Recht.PLAN_WIJZIGEN,), object="persoon", methoden="GET POST"),
    "personen:plan-aanvullen": Verwacht((Recht.PLAN_WIJZIGEN,), object="plan", methoden="GET POST"),
    "personen:plan-maken": Verwacht((Recht.PLAN_WIJZIGEN,), object="persoon", methoden="GET POST"),
    "personen:plan-versie": Verwacht((Recht.PLAN_INZIEN,), object="conceptplan"),
    "personen:plan-situatie": Verwacht((Recht.PLAN_WIJZIGEN,), object="conceptplan", methoden="GET POST"),
    "personen:plan-doelen": Verwacht((Recht.PLAN_WIJZIGEN,), object="conceptplan", methoden="GET POST"),
    "personen:plan-afspraken": Verwacht((Recht.PLAN_WIJZIGEN,), object="conceptplan", methoden="GET POST"),
    "personen:plan-controleren": Verwacht((Recht.PLAN_WIJZIGEN,), object="conceptplan", methoden="GET POST"),
    "personen:plan-meekijken": Verwacht((Recht.PLAN_INZIEN,), object="conceptplan"),
    "personen:plan-tekenen": Verwacht((Recht.PLAN_WIJZIGEN,), object="conceptplan", methoden="GET POST"),
    "personen:plan-terughalen": Verwacht((Recht.PLAN_WIJZIGEN,), object="conceptplan", methoden="POST"),
    "personen:plan-intrekken": Verwacht((Recht.PLAN_WIJZIGEN,), object="conceptplan", methoden="POST"),
    "personen:plan-nieuwe-versie": Verwacht((Recht.PLAN_WIJZIGEN,), object="conceptplan", methoden="POST"),
    "personen:plan-vergelijken": Verwacht((Recht.PLAN_INZIEN,), object="conceptplan"),
    "personen:plan-evalueren": Verwacht((Recht.PLAN_WIJZIGEN,), object="conceptplan", methoden="GET POST"),
    "personen:plan-pdf": Verwacht((Recht.PLAN_INZIEN,), object="conceptplan"),
    "personen:doel-wijzigen": Verwacht((Recht.PLAN_WIJZIGEN,), object="doel", methoden="GET POST"),
    "personen:doel-verwijderen": Verwacht((Recht.PLAN_WIJZIGEN,), object="doel", methoden="POST"),
    "personen:stap-nieuw": Verwacht((Recht.PLAN_WIJZIGEN,), object="doel", methoden="GET POST"),
    "personen:stap-wijzigen": Verwacht((Recht.PLAN_WIJZIGEN,), object="stap", methoden="GET POST"),
    "personen:stap-verwijderen": Verwacht((Recht.PLAN_WIJZIGEN,), object="stap", methoden="POST"),
    "personen:stap-voortgang": Verwacht((Recht.PLAN_WIJZIGEN,), object="stap", methoden="POST"),
    # loonwaarde
    "personen:loonwaarde": Verwacht((Recht.LOONWAARDE_INZIEN,), object="persoon"),
    "personen:loonwaarde-aanvragen": Verwacht(
        (Recht.LOONWAARDE_METEN,), object="persoon", methoden="GET POST"
    ),
    "personen:loonwaarde-vervallen": Verwacht(
        (Recht.LOONWAARDE_METEN,), object="meetopdracht", methoden="POST"
    ),
    "personen:loonwaarde-meten": Verwacht((Recht.LOONWAARDE_METEN,), object="persoon", methoden="GET POST"),
    "personen:loonwaarde-meting": Verwacht((Recht.LOONWAARDE_INZIEN,), object="meting"),
    "personen:loonwaarde-rapport": Verwacht((Recht.LOONWAARDE_INZIEN,), object="meting"),
    "personen:loonwaarde-intrekken": Verwacht(
        (Recht.LOONWAARDE_METEN,), object="meting", methoden="GET POST"
    ),
    "personen:meters": Verwacht((Recht.LOONWAARDE_BEVOEGDHEID,)),
    "personen:meter-nieuw": Verwacht((Recht.LOONWAARDE_BEVOEGDHEID,), methoden="GET POST"),
    "personen:meter-beeindigen": Verwacht(
        (Recht.LOONWAARDE_BEVOEGDHEID,), object="meetbevoegdheid", methoden="GET POST"
    ),
    "personen:documenten": Verwacht((Recht.DOCUMENT_INZIEN,), object="persoon"),
    "personen:document-nieuw": Verwacht((Recht.DOCUMENT_TOEVOEGEN,), object="persoon", methoden="GET POST"),
    "personen:document": Verwacht((Recht.DOCUMENT_INZIEN,), object="document"),
    "personen:document-verwijderen": Verwacht(
        (Recht.DOCUMENT_TOEVOEGEN,), object="document", methoden="POST"
    ),
    "personen:document-herstellen": Verwacht((Recht.DOCUMENT_TOEVOEGEN,), object="document", methoden="POST"),
    "personen:gegevens": Verwacht((Recht.PERSOON_INZIEN,), object="persoon"),
    "personen:wijzigen": Verwacht((Recht.PERSOON_WIJZIGEN,), object="persoon", methoden="GET POST"),
    "personen:bsn-wijzigen": Verwacht((Recht.PERSOON_WIJZIGEN,), object="persoon", methoden="GET POST"),
    "personen:adres-nieuw": Verwacht((Recht.PERSOON_WIJZIGEN,), object="persoon", methoden="GET POST"),
    "personen:kenmerk-nieuw": Verwacht((Recht.PERSOON_WIJZIGEN,), object="persoon", methoden="GET POST"),
    "personen:kenmerk-beeindigen": Verwacht((Recht.PERSOON_WIJZIGEN,), object="kenmerk", methoden="GET POST"),
    "personen:toewijzen": Verwacht((Recht.PERSOON_TOEWIJZEN,), object="persoon", methoden="GET POST"),
    "personen:beginnen": Verwacht((Recht.PERSOON_WIJZIGEN,), object="persoon", methoden="GET POST"),
    "personen:beeindigen": Verwacht((Recht.PERSOON_WIJZIGEN,), object="persoon", methoden="GET POST"),
    "personen:inzage": Verwacht((Recht.INZAGE_RAADPLEGEN,), object="persoon"),
    "personen:overdracht": Verwacht((Recht.CONTACT_INZIEN,), object="persoon"),
    "personen:overdracht-pdf": Verwacht((Recht.CONTACT_INZIEN,), object="persoon"),
    # gebruikers, rollen, teams, vervanging
    "kern:gebruikers": Verwacht(GEBRUIKERS),
    "kern:gebruiker-nieuw": Verwacht(GEBRUIKERS, methoden="GET POST"),
    "kern:gebruiker": Verwacht(GEBRUIKERS, object="gebruiker"),
    **{
        f"kern:gebruiker-{wat}": Verwacht(GEBRUIKERS, object="gebruiker", methoden="GET POST")
        for wat in ("wijzigen", "rol", "team", "vervanging", "koppeling")
    },
    "kern:gebruiker-handeling": Verwacht(
        GEBRUIKERS, object="gebruiker", kwargs=(("handeling", "wachtwoord"),), methoden="GET POST"
    ),
    "kern:rollen": Verwacht((Recht.GEBRUIKER_BEHEREN, Recht.AUDIT_INZIEN, Recht.BELEID_INZIEN)),
    "kern:rol-beeindigen": Verwacht(GEBRUIKERS, object="rolvervulling", methoden="GET POST"),
    "kern:teams": Verwacht(GEBRUIKERS),
    "kern:team-nieuw": Verwacht(GEBRUIKERS, methoden="GET POST"),
    "kern:team-detail": Verwacht(GEBRUIKERS, object="team", methoden="GET POST"),
    "kern:teamlid-beeindigen": Verwacht(GEBRUIKERS, object="teamlid", methoden="GET POST"),
    "kern:vervangingen": Verwacht(GEBRUIKERS),
    "kern:vervanging-stoppen": Verwacht(GEBRUIKERS, object="vervanging", methoden="POST"),
    # logboek
    "kern:audit": Verwacht((Recht.AUDIT_INZIEN,)),
    "kern:audit-inzagen": Verwacht((Recht.AUDIT_INZIEN,)),
    "kern:audit-geschiedenis": Verwacht(
        (Recht.AUDIT_INZIEN,), object="team", kwargs=(("model", "kern.team"),)
    ),
    # van jezelf
    "kern:instellingen": Verwacht(),
    "kern:sneltoetsen": Verwacht(methoden="POST"),
    "kern:mijn-vervanging": Verwacht(methoden="GET POST"),
    "kern:mijn-vervanging-stoppen": Verwacht(object="mijn vervanging", methoden="POST"),
    "kern:mijn-sessies-beeindigen": Verwacht(methoden="POST"),
    "kern:sessie-verlengen": Verwacht(methoden="POST", post=(204,)),
    "kern:toegang-vragen": Verwacht(methoden="GET POST"),
    # Wsw
    "wsw:medewerkers": Verwacht((Recht.WSW_INZIEN,)),
    "wsw:dossierblad": Verwacht((Recht.WSW_INZIEN,), object="persoon"),
    "wsw:beginnen": Verwacht((Recht.WSW_WIJZIGEN,), object="persoon", methoden="GET POST"),
    "wsw:indeling-wijzigen": Verwacht((Recht.WSW_WIJZIGEN,), object="dienstverband", methoden="GET POST"),
    "wsw:beeindigen": Verwacht((Recht.WSW_WIJZIGEN,), object="dienstverband", methoden="GET POST"),
    "wsw:kennismaking": Verwacht((Recht.WSW_WIJZIGEN,), object="dienstverband", methoden="GET POST"),
    "wsw:indeling-verbeteren": Verwacht((Recht.WSW_WIJZIGEN,), object="indeling", methoden="GET POST"),
    # re-integratie
    "reintegratie:ladder": Verwacht((Recht.REINTEGRATIE_INZIEN,)),
    "reintegratie:dossierblad": Verwacht((Recht.REINTEGRATIE_INZIEN,), object="persoon"),
    "reintegratie:trede-meten": Verwacht(
        (Recht.REINTEGRATIE_WIJZIGEN,), object="persoon", methoden="GET POST"
    ),
    "reintegratie:uitkering-beginnen": Verwacht(
        (Recht.REINTEGRATIE_WIJZIGEN,), object="persoon", methoden="GET POST"
    ),
    "reintegratie:uitkering-beeindigen": Verwacht(
        (Recht.REINTEGRATIE_WIJZIGEN,), object="uitkering", methoden="GET POST"
    ),
    "reintegratie:meting-verbeteren": Verwacht(
        (Recht.REINTEGRATIE_WIJZIGEN,), object="tredemeting", methoden="GET POST"
    ),
    # werkgevers
    "werkgevers:relaties": Verwacht((Recht.WERKGEVER_INZIEN,)),
    "werkgevers:relatie": Verwacht((Recht.WERKGEVER_INZIEN,), object="relatie"),
    "werkgevers:relatie-nieuw": Verwacht((Recht.WERKGEVER_WIJZIGEN,), methoden="GET POST"),
    "werkgevers:relatie-wijzigen": Verwacht(
        (Recht.WERKGEVER_WIJZIGEN,), object="relatie", methoden="GET POST"
    ),
    "werkgevers:contactpersoon-nieuw": Verwacht(
        (Recht.WERKGEVER_WIJZIGEN,), object="relatie", methoden="GET POST"
    ),
    "werkgevers:contactpersoon-wijzigen": Verwacht(
        (Recht.WERKGEVER_WIJZIGEN,), object="contactpersoon", methoden="GET POST"
    ),
    "werkgevers:facturen": Verwacht((Recht.FACTUUR_INZIEN,)),
    "werkgevers:relatie-facturen": Verwacht((Recht.FACTUUR_INZIEN,), object="relatie"),
    "werkgevers:factuurruns": Verwacht((Recht.FACTUUR_INZIEN,)),
    "werkgevers:factuurrun": Verwacht((Recht.FACTUUR_INZIEN,), kwargs=MAAND),
    "werkgevers:factuurrun-voorbereiden": Verwacht((Recht.FACTUUR_MAKEN,), kwargs=MAAND, methoden="POST"),
    # Nothing was prepared for this month.
    "werkgevers:factuurrun-definitief": Verwacht(
        (Recht.FACTUUR_MAKEN,), kwargs=MAAND, methoden="GET POST", get=(404,), post=(404,)
    ),
    "werkgevers:factuurrun-stoppen": Verwacht(
        (Recht.FACTUUR_MAKEN,), kwargs=MAAND, methoden="POST", post=(404,)
    ),
    "werkgevers:factuurrun-afdrukken": Verwacht((Recht.FACTUUR_INZIEN,), kwargs=MAAND, get=(404,)),
    "werkgevers:factuurrun-verzonden": Verwacht(
        (Recht.FACTUUR_MAKEN,), kwargs=MAAND, methoden="GET POST", get=(404,), post=(404,)
    ),
    "werkgevers:boekingen": Verwacht((Recht.FACTUUR_MAKEN,), methoden="GET POST", post=(404,)),
    "werkgevers:boeking-bestand": Verwacht((Recht.FACTUUR_MAKEN,), object="boekingsbestand"),
    "werkgevers:factuur": Verwacht((Recht.FACTUUR_INZIEN,), object="factuur"),
    "werkgevers:factuur-pdf": Verwacht((Recht.FACTUUR_INZIEN,), object="factuur"),
    "werkgevers:factuur-xml": Verwacht((Recht.FACTUUR_INZIEN,), object="factuur"),
    "werkgevers:factuur-crediteren": Verwacht((Recht.FACTUUR_MAKEN,), object="factuur", methoden="GET POST"),
    "werkgevers:factuur-verzonden": Verwacht((Recht.FACTUUR_MAKEN,), object="factuur", methoden="GET POST"),
    # geld: openstaand, betalingen, aanmaningen, incasso
    "werkgevers:openstaand": Verwacht((Recht.BETALING_INZIEN,)),
    "werkgevers:openstaand-pdf": Verwacht((Recht.BETALING_INZIEN,)),
    "werkgevers:betaalstand": Verwacht((Recht.BETALING_INZIEN,), object="factuur-open"),
    "werkgevers:incassoafspraak-nieuw": Verwacht(
        (Recht.INVORDEREN,), object="factuur-open", methoden="GET POST"
    ),
    "werkgevers:incassoafspraak-werkgever": Verwacht(
        (Recht.INVORDEREN,), object="relatie", methoden="GET POST"
    ),
    "werkgevers:incassoafspraak-beeindigen": Verwacht(
        (Recht.INVORDEREN,), object="incassoafspraak", methoden="POST"
    ),
    "werkgevers:relatie-betalingen": Verwacht((Recht.BETALING_INZIEN,), object="relatie"),
    "werkgevers:afboeken": Verwacht((Recht.INVORDEREN,), object="factuur-open", methoden="GET POST"),
    "werkgevers:afboekingen": Verwacht((Recht.BETALING_INZIEN,)),
    "werkgevers:afboeking": Verwacht((Recht.BETALING_INZIEN,), object="afboeking"),
    "werkgevers:afboeking-besluit": Verwacht((Recht.AFBOEKEN,), object="afboeking", methoden="POST"),
    "werkgevers:betalingen": Verwacht((Recht.BETALING_INZIEN,)),
    "werkgevers:betaling": Verwacht((Recht.BETALING_INZIEN,), object="betaling", methoden="GET POST"),
    "werkgevers:betaling-terzijde": Verwacht((Recht.BETALING_VERWERKEN,), object="betaling", methoden="POST"),
    "werkgevers:betaling-terughalen": Verwacht(
        (Recht.BETALING_VERWERKEN,), object="betaling", methoden="POST"
    ),
    "werkgevers:koppeling-losmaken": Verwacht(
        (Recht.BETALING_VERWERKEN,), object="koppeling", methoden="POST"
    ),
    "werkgevers:bankbestanden": Verwacht((Recht.BETALING_INZIEN,)),
    "werkgevers:bankbestand-nieuw": Verwacht((Recht.BETALING_VERWERKEN,), methoden="GET POST"),
    "werkgevers:bankbestand": Verwacht((Recht.BETALING_INZIEN,), object="bankbestand"),
    "werkgevers:bankbestand-download": Verwacht((Recht.BETALING_VERWERKEN,), object="bankbestand"),
    "werkgevers:aanmaanrondes": Verwacht((Recht.BETALING_INZIEN,)),
    "werkgevers:aanmaanronde-nieuw": Verwacht(
        (Recht.INVORDEREN,), methoden="POST", post=(404,)
    ),  # names no gemeente
    "werkgevers:aanmaanronde": Verwacht((Recht.BETALING_INZIEN,), object="aanmaanronde"),
    "werkgevers:aanmaanronde-definitief": Verwacht(
        (Recht.INVORDEREN,), object="aanmaanronde", methoden="GET POST"
    ),
    "werkgevers:aanmaanronde-weggooien": Verwacht(
        (Recht.INVORDEREN,), object="aanmaanronde", methoden="POST"
    ),
    "werkgevers:aanmaanronde-afdrukken": Verwacht((Recht.BETALING_INZIEN,), object="aanmaanronde-klaar"),
    "werkgevers:aanmaning": Verwacht((Recht.BETALING_INZIEN,), object="aanmaning"),
    "werkgevers:aanmaning-pdf": Verwacht((Recht.BETALING_INZIEN,), object="aanmaning-klaar"),
    "werkgevers:aanmaning-overslaan": Verwacht((Recht.INVORDEREN,), object="aanmaning", methoden="GET POST"),
    "werkgevers:aanmaning-meenemen": Verwacht((Recht.INVORDEREN,), object="aanmaning", methoden="POST"),
    "werkgevers:machtigingen": Verwacht((Recht.BETALING_INZIEN,)),
    "werkgevers:machtiging-nieuw": Verwacht((Recht.INVORDEREN,), methoden="GET POST"),
    "werkgevers:machtiging": Verwacht((Recht.BETALING_INZIEN,), object="machtiging"),
    "werkgevers:machtiging-intrekken": Verwacht(
        (Recht.INVORDEREN,), object="machtiging", methoden="GET POST"
    ),
    "werkgevers:incassobatches": Verwacht((Recht.BETALING_INZIEN,)),
    "werkgevers:incassobatch-nieuw": Verwacht(
        (Recht.INVORDEREN,), object="incassogemeente", methoden="GET POST"
    ),
    "werkgevers:incassobatch": Verwacht((Recht.BETALING_INZIEN,), object="incassobatch"),
    "werkgevers:incassobatch-bestand": Verwacht((Recht.INVORDEREN,), object="incassobatch"),
    "werkgevers:overeenkomsten": Verwacht((Recht.OVEREENKOMST_INZIEN,)),
    "werkgevers:overeenkomst": Verwacht((Recht.OVEREENKOMST_INZIEN,), object="overeenkomst"),
    "werkgevers:relatie-overeenkomsten": Verwacht((Recht.OVEREENKOMST_INZIEN,), object="relatie"),
    "werkgevers:overeenkomst-versies": Verwacht((Recht.OVEREENKOMST_INZIEN,), object="overeenkomst"),
    "werkgevers:overeenkomst-pdf": Verwacht((Recht.OVEREENKOMST_INZIEN,), object="overeenkomstversie"),
    "werkgevers:overeenkomst-scan": Verwacht((Recht.OVEREENKOMST_INZIEN,), object="overeenkomstversie"),
    "werkgevers:overeenkomst-nieuw": Verwacht(
        (Recht.OVEREENKOMST_OVEREENKOMEN,), object="persoon", methoden="GET POST"
    ),
    "werkgevers:overeenkomst-wijzigen": Verwacht(
        (Recht.OVEREENKOMST_OVEREENKOMEN,), object="overeenkomst", methoden="GET POST"
    ),
    "werkgevers:overeenkomst-verlengen": Verwacht(
        (Recht.OVEREENKOMST_OVEREENKOMEN,), object="overeenkomst", methoden="GET POST"
    ),
    "werkgevers:overeenkomst-beeindigen": Verwacht(
        (Recht.OVEREENKOMST_OVEREENKOMEN,), object="overeenkomst", methoden="GET POST"
    ),
    "werkgevers:overeenkomst-tarief": Verwacht(
        (Recht.OVEREENKOMST_OVEREENKOMEN,), object="overeenkomst", methoden="GET POST"
    ),
    "werkgevers:overeenkomst-intrekken": Verwacht(
        (Recht.OVEREENKOMST_OVEREENKOMEN,), object="overeenkomst", methoden="GET POST"
    ),
    "werkgevers:overeenkomst-opstellen": Verwacht(
        (Recht.OVEREENKOMST_OPSTELLEN,), object="overeenkomst", methoden="GET POST"
    ),
    "werkgevers:overeenkomst-tekenen": Verwacht(
        (Recht.OVEREENKOMST_OPSTELLEN,), object="overeenkomst", methoden="GET POST"
    ),
    "werkgevers:overeenkomst-scan-nieuw": Verwacht(
        (Recht.OVEREENKOMST_OPSTELLEN,), object="overeenkomstversie", methoden="GET POST"
    ),
    "werkgevers:uren-nu": Verwacht((Recht.OVEREENKOMST_INZIEN,)),
    "werkgevers:uren": Verwacht((Recht.OVEREENKOMST_INZIEN,), kwargs=MAAND),
    "werkgevers:uren-werkgever": Verwacht((Recht.UREN_INVOEREN,), object="urenraster", methoden="GET POST"),
    "werkgevers:uren-overeenkomst": Verwacht(
        (Recht.OVEREENKOMST_INZIEN,),
        object="urenmaand",
        methoden="GET POST",
        post=(200, 302, 303, 400, 403, 409, 422),
    ),
    "werkgevers:uren-openen": Verwacht((Recht.UREN_INVOEREN,), object="urenmaand", methoden="GET POST"),
    "werkgevers:plaatsingen": Verwacht((Recht.WERKGEVER_INZIEN,)),
    "werkgevers:dossierblad": Verwacht((Recht.WERKGEVER_INZIEN,), object="persoon"),
    "werkgevers:plaatsing-nieuw": Verwacht(
        (Recht.PLAATSING_WIJZIGEN,), object="persoon", methoden="GET POST"
    ),
    "werkgevers:plaatsing-beeindigen": Verwacht(
        (Recht.PLAATSING_WIJZIGEN,), object="plaatsing", methoden="GET POST"
    ),
    "werkgevers:plaatsing-verlengen": Verwacht(
        (Recht.PLAATSING_WIJZIGEN,), object="plaatsing", methoden="GET POST"
    ),
    # formatie
    "formatie:overzicht": Verwacht((Recht.FORMATIE_INZIEN,)),
    "formatie:caseload": Verwacht((Recht.FORMATIE_INZIEN,)),
    "formatie:prognose": Verwacht((Recht.FORMATIE_INZIEN,)),
    "formatie:wat-als": Verwacht((Recht.FORMATIE_INZIEN,)),
    "formatie:scenario": Verwacht((Recht.FORMATIE_INZIEN,), object="scenario"),
    "formatie:scenario-bewaren": Verwacht((Recht.FORMATIE_WIJZIGEN,), methoden="GET POST"),
    "formatie:scenario-verwijderen": Verwacht((Recht.FORMATIE_WIJZIGEN,), object="scenario", methoden="POST"),
    "formatie:functieboek": Verwacht((Recht.FORMATIE_INZIEN,)),
    "formatie:functie-nieuw": Verwacht((Recht.FORMATIE_WIJZIGEN,), methoden="GET POST"),
    "formatie:functie-wijzigen": Verwacht((Recht.FORMATIE_WIJZIGEN,), object="functie", methoden="GET POST"),
    "formatie:plaats-nieuw": Verwacht((Recht.FORMATIE_WIJZIGEN,), object="functie", methoden="GET POST"),
    "formatie:plaats-wijzigen": Verwacht(
        (Recht.FORMATIE_WIJZIGEN,), object="formatieplaats", methoden="GET POST"
    ),
    "formatie:plaats-beeindigen": Verwacht(
        (Recht.FORMATIE_WIJZIGEN,), object="formatieplaats", methoden="GET POST"
    ),
    # trajecten en instrumenten
    "reintegratie:trajecten": Verwacht((Recht.REINTEGRATIE_INZIEN,)),
    "reintegratie:traject": Verwacht((Recht.REINTEGRATIE_INZIEN,), object="traject"),
    "reintegratie:trajectblad": Verwacht((Recht.REINTEGRATIE_INZIEN,), object="persoon"),
    "reintegratie:traject-beginnen": Verwacht(
        (Recht.REINTEGRATIE_WIJZIGEN,), object="persoon", methoden="GET POST"
    ),
    "reintegratie:traject-wijzigen": Verwacht(
        (Recht.REINTEGRATIE_WIJZIGEN,), object="traject", methoden="GET POST"
    ),
    "reintegratie:traject-pauzeren": Verwacht(
        (Recht.REINTEGRATIE_WIJZIGEN,), object="traject", methoden="GET POST"
    ),
    "reintegratie:traject-hervatten": Verwacht(
        (Recht.REINTEGRATIE_WIJZIGEN,), object="traject", methoden="GET POST"
    ),
    "reintegratie:traject-verlengen": Verwacht(
        (Recht.REINTEGRATIE_WIJZIGEN,), object="traject", methoden="GET POST"
    ),
    "reintegratie:traject-evalueren": Verwacht(
        (Recht.REINTEGRATIE_WIJZIGEN,), object="traject", methoden="GET POST"
    ),
    "reintegratie:traject-beeindigen": Verwacht(
        (Recht.REINTEGRATIE_WIJZIGEN,), object="traject", methoden="GET POST"
    ),
    "reintegratie:traject-stap": Verwacht((Recht.REINTEGRATIE_WIJZIGEN,), object="traject", methoden="POST"),
    "reintegratie:trajectkosten": Verwacht((Recht.REINTEGRATIE_INZIEN, Recht.MONITOR_INZIEN)),
    "reintegratie:instrumenten": Verwacht((Recht.BELEID_INZIEN, Recht.INSTRUMENT_BEHEREN)),
    "reintegratie:instrument-nieuw": Verwacht((Recht.INSTRUMENT_BEHEREN,), methoden="GET POST"),
    "reintegratie:instrument": Verwacht((Recht.BELEID_INZIEN, Recht.INSTRUMENT_BEHEREN), object="instrument"),
    "reintegratie:instrument-versie": Verwacht(
        (Recht.INSTRUMENT_BEHEREN,), object="instrument", methoden="GET POST"
    ),
    "reintegratie:instrument-beeindigen": Verwacht(
        (Recht.INSTRUMENT_BEHEREN,), object="instrument", methoden="GET POST"
    ),
    "reintegratie:overdrachten": Verwacht((Recht.REINTEGRATIE_INZIEN,)),
    "reintegratie:overdracht": Verwacht((Recht.REINTEGRATIE_INZIEN,), object="overdracht"),
    "reintegratie:overdracht-pdf": Verwacht((Recht.REINTEGRATIE_INZIEN,), object="overdracht"),
    # Who may see it, may try; only the receiver may answer (see tests/reintegratie/test_overdracht.py).
    "reintegratie:overdracht-accepteren": Verwacht(
        (Recht.REINTEGRATIE_INZIEN,), object="overdracht", methoden="GET POST"
    ),
    "reintegratie:overdracht-weigeren": Verwacht(
        (Recht.REINTEGRATIE_INZIEN,), object="overdracht", methoden="GET POST"
    ),
    "reintegratie:overdracht-intrekken": Verwacht(
        (Recht.REINTEGRATIE_INZIEN,), object="overdracht", methoden="POST"
    ),
    "reintegratie:overdracht-nieuw": Verwacht(
        (Recht.REINTEGRATIE_WIJZIGEN,), object="persoon", methoden="GET POST"
    ),
    "reintegratie:ladder-verschuiving": Verwacht((Recht.REINTEGRATIE_INZIEN,)),
    "reintegratie:ladder-verschuiving-csv": Verwacht((Recht.REINTEGRATIE_INZIEN,)),
    "formatie:mijn-caseload": Verwacht((Recht.CONTACT_VASTLEGGEN, Recht.TEAM_INZIEN)),
    "formatie:caseload-herverdelen": Verwacht((Recht.PERSOON_TOEWIJZEN,)),
    "formatie:caseload-bladen": Verwacht((Recht.CONTACT_INZIEN,)),
    "personen:overdrachtsbladen": Verwacht((Recht.CONTACT_INZIEN,), methoden="GET POST"),
    # loonkostensubsidie
    "reintegratie:lks-lijst": Verwacht((Recht.LKS_INZIEN,)),
    "reintegratie:lks-herzien": Verwacht((Recht.LKS_TOEKENNEN,), methoden="GET POST"),
    "reintegratie:lks": Verwacht((Recht.LKS_INZIEN,), object="lks"),
    "reintegratie:lks-besluit": Verwacht((Recht.LKS_TOEKENNEN,), object="lks", methoden="GET POST"),
    "reintegratie:lks-besluit-pdf": Verwacht((Recht.LKS_INZIEN,), object="lks"),
    "reintegratie:lks-afwijzen": Verwacht((Recht.LKS_TOEKENNEN,), object="lks", methoden="GET POST"),
    "reintegratie:lks-beeindigen": Verwacht((Recht.LKS_TOEKENNEN,), object="lks", methoden="GET POST"),
    "reintegratie:lks-nieuw": Verwacht((Recht.LKS_TOEKENNEN,), object="persoon", methoden="GET POST"),
    "reintegratie:betalingen": Verwacht((Recht.LKS_BETALEN, Recht.LKS_GOEDKEUREN)),
    "reintegratie:betaallijst": Verwacht((Recht.LKS_BETALEN, Recht.LKS_GOEDKEUREN), kwargs=MAAND),
    "reintegratie:betaallijst-opstellen": Verwacht((Recht.LKS_BETALEN,), kwargs=MAAND, methoden="POST"),
    # Without a list of that month there is nothing to approve or download.
    "reintegratie:betaallijst-goedkeuren": Verwacht(
        (Recht.LKS_GOEDKEUREN,), kwargs=MAAND, methoden="GET POST", get=(404,), post=(404,)
    ),
    "reintegratie:betaallijst-export": Verwacht((Recht.LKS_BETALEN,), kwargs=MAAND, get=(404,)),
    "reintegratie:betaallijst-pdf": Verwacht(
        (Recht.LKS_BETALEN, Recht.LKS_GOEDKEUREN), kwargs=MAAND, get=(404,)
    ),
    # monitor
    "monitor:bestand": Verwacht((Recht.MONITOR_INZIEN,)),
    "monitor:rapporten": Verwacht((Recht.MONITOR_INZIEN,)),
    "monitor:rapport-nieuw": Verwacht((Recht.RAPPORT_SCHRIJVEN,), object="peilmoment", methoden="POST"),
    # A released report is for everyone with the monitor; nobody writes in it any more.
    "monitor:rapport": Verwacht((Recht.MONITOR_INZIEN,), object="rapport", methoden="GET POST", post=(403,)),
    "monitor:rapport-voorbeeld": Verwacht((Recht.MONITOR_INZIEN,), object="rapport"),
    "monitor:rapport-pdf": Verwacht((Recht.MONITOR_INZIEN,), object="rapport"),
    "monitor:rapport-voorleggen": Verwacht((Recht.RAPPORT_SCHRIJVEN,), object="rapport", methoden="GET POST"),
    "monitor:rapport-goedkeuren": Verwacht(
        (Recht.RAPPORT_GOEDKEUREN,), object="rapport", methoden="GET POST"
    ),
    "monitor:rapport-vrijgeven": Verwacht((Recht.RAPPORT_VRIJGEVEN,), object="rapport", methoden="GET POST"),
    "monitor:rapport-terugzetten": Verwacht(
        (Recht.RAPPORT_SCHRIJVEN, Recht.RAPPORT_GOEDKEUREN), object="rapport", methoden="GET POST"
    ),
    "monitor:rapport-verbeteren": Verwacht((Recht.RAPPORT_SCHRIJVEN,), object="rapport", methoden="GET POST"),
    "monitor:begin": Verwacht((Recht.MONITOR_INZIEN,)),
    "monitor:participatie": Verwacht((Recht.MONITOR_INZIEN,)),
    "monitor:wsw": Verwacht((Recht.MONITOR_INZIEN,)),
    "monitor:re-integratie": Verwacht((Recht.MONITOR_INZIEN,)),
    "monitor:pdca": Verwacht((Recht.MONITOR_INZIEN,)),
    # Who sees the figures does not always see the people behind them.
    "monitor:rijen": Verwacht((Recht.MONITOR_INZIEN,), kwargs=(("code", "instroom"),), get=(200, 403)),
    "monitor:bedragen": Verwacht((Recht.MONITOR_INZIEN,)),
    "monitor:bedragenlijst": Verwacht((Recht.MONITOR_INZIEN,)),
    "monitor:doel": Verwacht((Recht.MONITOR_VASTZETTEN,), methoden="GET POST"),
    "monitor:peilmomenten": Verwacht((Recht.MONITOR_INZIEN,)),
    "monitor:vastzetten": Verwacht((Recht.MONITOR_VASTZETTEN,), methoden="GET POST"),
    "monitor:vergelijken": Verwacht((Recht.MONITOR_INZIEN,)),
    "monitor:peilmoment": Verwacht((Recht.MONITOR_INZIEN,), object="peilmoment"),
    "monitor:correcties": Verwacht((Recht.MONITOR_INZIEN,), object="peilmoment"),
    "monitor:peilrijen": Verwacht((Recht.MONITOR_INZIEN,), object="peilwaarde", get=(200, 403)),
    "monitor:bijsturing": Verwacht((Recht.AFSPRAAK_WIJZIGEN,), object="peilwaarde", methoden="GET POST"),
    "monitor:antwoord": Verwacht((Recht.AFSPRAAK_WIJZIGEN,), object="bijsturing", methoden="GET POST"),
    # inloggen
    "account_login": Verwacht(open=True, bibliotheek=True, methoden="GET POST"),
    "account_logout": Verwacht(open=True, bibliotheek=True, methoden="GET POST"),
    "account_inactive": Verwacht(open=True, bibliotheek=True),
    "account_reauthenticate": GEEN_BEVESTIGING,
    "account_change_password": GEEN_WACHTWOORD,
    "mfa_index": Verwacht(bibliotheek=True),
    "mfa_authenticate": Verwacht(open=True, bibliotheek=True, methoden="GET POST"),
    "mfa_reauthenticate": GEEN_BEVESTIGING,
    "mfa_activate_totp": Verwacht(bibliotheek=True, methoden="GET POST"),
    "mfa_deactivate_totp": ZONDER_FACTOR,
    "mfa_view_recovery_codes": Verwacht(bibliotheek=True, get=(404,)),
    "mfa_generate_recovery_codes": Verwacht(bibliotheek=True, methoden="GET POST", get=(200,), post=(200,)),
    "mfa_download_recovery_codes": ZONDER_FACTOR,
    "socialaccount_login_cancelled": Verwacht(open=True, bibliotheek=True),
    "socialaccount_login_error": Verwacht(open=True, bibliotheek=True, get=(401,)),
    # Without TREDE_OIDC_SERVER there is no provider.
    "openid_connect_login": GEEN_AANBIEDER,
    "openid_connect_callback": GEEN_AANBIEDER,
    **{
        naam: Verwacht(open=True, bibliotheek=True, methoden="GET POST", get=(404,), post=(404,))
        for naam in (
            "account_signup",
            "account_email",
            "account_email_verification_sent",
            "account_set_password",
            "account_reset_password",
            "account_confirm_login_code",
            "socialaccount_signup",
            "socialaccount_connections",
        )
    },
}
