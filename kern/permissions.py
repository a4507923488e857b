"""Rechten en rollen als gegevens: wie mag wat. De pagina /beheer/rollen/ toont precies deze tabel.

Bron: schermen.md §3 (rollen), eisen.md §5.1 (taken), RH-024/RH-025 (afspreken en factureren gescheiden).
"""

from enum import StrEnum

from django.db.models import TextChoices


class Recht(StrEnum):
    """Eén handeling die je mag; de waarde is een vaste code, de omschrijving staat in RECHT_UITLEG."""

    # personen
    PERSOON_INZIEN = "persoon.inzien"
    PERSOON_WIJZIGEN = "persoon.wijzigen"
    PERSOON_TOEWIJZEN = "persoon.toewijzen"
    BSN_TONEN = "bsn.tonen"
    KENMERK_INZIEN = "kenmerk.inzien"
    BIJZONDER_INZIEN = "bijzonder.inzien"
    BIJZONDER_WIJZIGEN = "bijzonder.wijzigen"
    CONTACT_INZIEN = "contact.inzien"
    CONTACT_VASTLEGGEN = "contact.vastleggen"
    DOCUMENT_INZIEN = "document.inzien"
    DOCUMENT_TOEVOEGEN = "document.toevoegen"
    PLAN_INZIEN = "plan.inzien"
    PLAN_WIJZIGEN = "plan.wijzigen"
    INZAGE_RAADPLEGEN = "inzage.raadplegen"
    # bestand
    WSW_INZIEN = "wsw.inzien"
    WSW_WIJZIGEN = "wsw.wijzigen"
    MUTATIE_VERSTUREN = "mutatie.versturen"
    STATISTIEK_LEVEREN = "statistiek.leveren"
    SALARIS_BETALEN = "salaris.betalen"
    SALARIS_GOEDKEUREN = "salaris.goedkeuren"
    REINTEGRATIE_INZIEN = "reintegratie.inzien"
    REINTEGRATIE_WIJZIGEN = "reintegratie.wijzigen"
    WERKGEVER_INZIEN = "werkgever.inzien"
    WERKGEVER_WIJZIGEN = "werkgever.wijzigen"
    PLAATSING_WIJZIGEN = "plaatsing.wijzigen"
    OVEREENKOMST_INZIEN = "overeenkomst.inzien"
    OVEREENKOMST_OVEREENKOMEN = "overeenkomst.overeenkomen"
    OVEREENKOMST_OPSTELLEN = "overeenkomst.opstellen"
    UREN_INVOEREN = "uren.invoeren"
    # loonwaarde en loonkostensubsidie
    LOONWAARDE_INZIEN = "loonwaarde.inzien"
    LOONWAARDE_METEN = "loonwaarde.meten"
    LOONWAARDE_BEVOEGDHEID = "loonwaarde.bevoegdheid"
    LKS_INZIEN = "lks.inzien"
    LKS_TOEKENNEN = "lks.toekennen"
    LKS_BETALEN = "lks.betalen"
    LKS_GOEDKEUREN = "lks.goedkeuren"
    # trajecten
    INSTRUMENT_BEHEREN = "instrument.beheren"
    # facturen
    FACTUUR_INZIEN = "factuur.inzien"
    FACTUUR_MAKEN = "factuur.maken"
    BETALING_INZIEN = "betaling.inzien"
    BETALING_VERWERKEN = "betaling.verwerken"
    INVORDEREN = "invorderen"
    AFBOEKEN = "afboeken"
    # sturing
    TEAM_INZIEN = "team.inzien"
    MONITOR_INZIEN = "monitor.inzien"
    MONITOR_VASTZETTEN = "monitor.vastzetten"
    BELEID_INZIEN = "beleid.inzien"
    BELEID_WIJZIGEN = "beleid.wijzigen"
    BELEID_VASTSTELLEN = "beleid.vaststellen"
    FORMATIE_INZIEN = "formatie.inzien"
    FORMATIE_WIJZIGEN = "formatie.wijzigen"
    # afspraken, verplichtingen en taken
    AFSPRAAK_INZIEN = "afspraak.inzien"
    AFSPRAAK_WIJZIGEN = "afspraak.wijzigen"
    TAAK_AFRONDEN = "taak.afronden"
    # collegerapport
    RAPPORT_SCHRIJVEN = "rapport.schrijven"
    RAPPORT_GOEDKEUREN = "rapport.goedkeuren"
    RAPPORT_VRIJGEVEN = "rapport.vrijgeven"
    # beheer
    EXPORTEREN = "exporteren"
    IMPORTEREN = "importeren"
    GEBRUIKER_BEHEREN = "gebruiker.beheren"
    ORGANISATIE_BEHEREN = "organisatie.beheren"
    AUDIT_INZIEN = "audit.inzien"
    SIGNAAL_BEHEREN = "signaal.beheren"


RECHT_UITLEG: dict[Recht, str] = {
    Recht.PERSOON_INZIEN: "Personen zoeken en hun dossier openen",
    Recht.PERSOON_WIJZIGEN: "Personen toevoegen en gegevens wijzigen",
    Recht.PERSOON_TOEWIJZEN: "Een contactpersoon toewijzen of dossiers herverdelen",
    Recht.BSN_TONEN: "Een BSN helemaal tonen (met reden, wordt vastgelegd)",
    Recht.KENMERK_INZIEN: "Kenmerken zien, zoals taalniveau en opleiding, en waarom begeleiding stopte",
    Recht.BIJZONDER_INZIEN: "Bijzondere kenmerken zien, zoals een belemmering",
    Recht.BIJZONDER_WIJZIGEN: "Bijzondere kenmerken vastleggen en wijzigen",
    Recht.CONTACT_INZIEN: "Contactmomenten lezen",
    Recht.CONTACT_VASTLEGGEN: "Contactmomenten vastleggen",
    Recht.DOCUMENT_INZIEN: "Documenten bekijken",
    Recht.DOCUMENT_TOEVOEGEN: "Documenten toevoegen",
    Recht.PLAN_INZIEN: "Plannen bekijken",
    Recht.PLAN_WIJZIGEN: "Plannen maken en wijzigen",
    Recht.INZAGE_RAADPLEGEN: "Zien wie een dossier heeft bekeken",
    Recht.WSW_INZIEN: "Wsw-gegevens bekijken",
    Recht.WSW_WIJZIGEN: "Wsw-gegevens wijzigen",
    Recht.MUTATIE_VERSTUREN: "Mutaties naar de salarispartij versturen en de ontvangst vastleggen",
    Recht.STATISTIEK_LEVEREN: "De Wsw-statistiek controleren, vastzetten en downloaden, met BSN (Wsw art. 14)",
    Recht.SALARIS_BETALEN: "De betaalopdracht van de salarissen Wsw opstellen en downloaden",
    Recht.SALARIS_GOEDKEUREN: "Een betaalopdracht van de salarissen goedkeuren (niet je eigen)",
    Recht.REINTEGRATIE_INZIEN: "Uitkering en trede bekijken",
    Recht.REINTEGRATIE_WIJZIGEN: "Uitkering en trede wijzigen",
    Recht.WERKGEVER_INZIEN: "Werkgevers en plaatsingen bekijken",
    Recht.WERKGEVER_WIJZIGEN: "Werkgevers toevoegen en wijzigen",
    Recht.PLAATSING_WIJZIGEN: "Plaatsingen toevoegen en beëindigen",
    Recht.OVEREENKOMST_INZIEN: "Detacheringsovereenkomsten, tarieven en uren bekijken",
    Recht.OVEREENKOMST_OVEREENKOMEN: "De inhoud en het tarief van een overeenkomst afspreken (RH-024)",
    Recht.OVEREENKOMST_OPSTELLEN: "Een overeenkomst opstellen en het tekenen vastleggen (RH-025)",
    Recht.UREN_INVOEREN: "Uren van een maand invullen en compleet maken",
    Recht.LOONWAARDE_INZIEN: "Metingen van de loonwaarde bekijken",
    Recht.LOONWAARDE_METEN: "Een loonwaardemeting aanvragen en vastleggen",
    Recht.LOONWAARDE_BEVOEGDHEID: "Diploma's voor het meten van loonwaarde vastleggen",
    Recht.LKS_INZIEN: "Loonkostensubsidies bekijken",
    Recht.LKS_TOEKENNEN: "Loonkostensubsidie toekennen, herzien en beëindigen",
    Recht.LKS_BETALEN: "De maandelijkse betaallijst loonkostensubsidie opstellen en downloaden",
    Recht.LKS_GOEDKEUREN: "Een betaallijst loonkostensubsidie goedkeuren (niet je eigen)",
    Recht.INSTRUMENT_BEHEREN: "Instrumenten vastleggen, wijzigen en beëindigen",
    Recht.FACTUUR_INZIEN: "Facturen en factuurruns bekijken",
    Recht.FACTUUR_MAKEN: "Factureren, crediteren en boeken (nooit wat je zelf hebt afgesproken)",
    Recht.BETALING_INZIEN: "Betalingen, openstaande facturen en aanmaningen bekijken",
    Recht.BETALING_VERWERKEN: "Bankbestanden inlezen en betalingen bij facturen boeken",
    Recht.INVORDEREN: "Aanmanen, uitstel geven, automatisch incasseren en afboeken voorstellen",
    Recht.AFBOEKEN: "Beslissen over een voorstel om af te boeken of zonder bankbestand te boeken (niet je eigen)",
    Recht.TEAM_INZIEN: "De werkvoorraad van het team zien",
    Recht.MONITOR_INZIEN: "Cijfers en rapporten bekijken",
    Recht.MONITOR_VASTZETTEN: "De cijfers van een peildatum vastzetten en doelen vastleggen",
    Recht.BELEID_INZIEN: "Normen en bedragen van het beleidskader bekijken",
    Recht.BELEID_WIJZIGEN: "Een nieuwe versie van een norm voorstellen",
    Recht.BELEID_VASTSTELLEN: "Een voorgestelde norm vaststellen",
    Recht.FORMATIE_INZIEN: "Formatie, caseload en prognose bekijken",
    Recht.FORMATIE_WIJZIGEN: "Functies, formatieplaatsen en scenario's vastleggen",
    Recht.AFSPRAAK_INZIEN: "Besluiten, werkafspraken en de kalender bekijken",
    Recht.AFSPRAAK_WIJZIGEN: "Besluiten, werkafspraken en bijsturing vastleggen en wijzigen",
    Recht.TAAK_AFRONDEN: "Een taak afronden met bewijs",
    Recht.RAPPORT_SCHRIJVEN: "De toelichting in het collegerapport schrijven en akkoord vragen",
    Recht.RAPPORT_GOEDKEUREN: "Een collegerapport goedkeuren (niet je eigen)",
    Recht.RAPPORT_VRIJGEVEN: "Een goedgekeurd collegerapport vrijgeven",
    Recht.EXPORTEREN: "Lijsten met persoonsgegevens exporteren",
    Recht.IMPORTEREN: "Bestanden inlezen",
    Recht.GEBRUIKER_BEHEREN: "Gebruikers, rollen, teams en vervanging beheren",
    Recht.ORGANISATIE_BEHEREN: "Gemeenten, samenwerkingsverbanden en organisaties beheren",
    Recht.AUDIT_INZIEN: "Het logboek van inzien, wijzigen en exporteren raadplegen",
    Recht.SIGNAAL_BEHEREN: "Signalen instellen en hun gebruik bekijken",
}


class Rol(TextChoices):
    """De rollen waarmee een gemeente werkt; het label kan per gemeente anders zijn."""

    CONSULENT = "consulent", "consulent re-integratie"
    CONSULENT_WSW = "consulent-wsw", "consulent Wsw"
    CONSULENT_INKOMEN = "consulent-inkomen", "consulent inkomen"
    JOBCOACH = "jobcoach", "jobcoach"
    ACCOUNTMANAGER = "accountmanager", "accountmanager werkgevers"
    TEAMMANAGER = "teammanager", "teammanager"
    FINANCIEN = "financien", "financiële administratie"
    LIAISON = "liaison", "liaisonfunctionaris"
    BELEID = "beleid", "beleidsadviseur"
    BEHEERDER = "beheerder", "functioneel beheerder"
    AUDITOR = "auditor", "auditor (alleen lezen)"


_DOSSIER = {
    Recht.PERSOON_INZIEN,
    Recht.PERSOON_WIJZIGEN,
    Recht.BSN_TONEN,
    Recht.KENMERK_INZIEN,
    Recht.BIJZONDER_INZIEN,
    Recht.BIJZONDER_WIJZIGEN,
    Recht.CONTACT_INZIEN,
    Recht.CONTACT_VASTLEGGEN,
    Recht.DOCUMENT_INZIEN,
    Recht.DOCUMENT_TOEVOEGEN,
    Recht.PLAN_INZIEN,
    Recht.PLAN_WIJZIGEN,
    Recht.INZAGE_RAADPLEGEN,
    Recht.WERKGEVER_INZIEN,
    Recht.MONITOR_INZIEN,
    Recht.BELEID_INZIEN,
    Recht.EXPORTEREN,
    Recht.LOONWAARDE_INZIEN,
    Recht.AFSPRAAK_INZIEN,
    Recht.TAAK_AFRONDEN,
}

ROLLEN: dict[Rol, frozenset[Recht]] = {
    Rol.CONSULENT: frozenset(
        _DOSSIER
        | {
            Recht.REINTEGRATIE_INZIEN,
            Recht.REINTEGRATIE_WIJZIGEN,
            Recht.WSW_INZIEN,
            Recht.PLAATSING_WIJZIGEN,
            Recht.LOONWAARDE_METEN,
            Recht.LKS_INZIEN,
            Recht.LKS_TOEKENNEN,
        }
    ),
    Rol.CONSULENT_WSW: frozenset(
        _DOSSIER
        | {
            Recht.WSW_INZIEN,
            Recht.WSW_WIJZIGEN,
            Recht.MUTATIE_VERSTUREN,
            Recht.REINTEGRATIE_INZIEN,
            Recht.PLAATSING_WIJZIGEN,
            Recht.WERKGEVER_WIJZIGEN,
            Recht.LOONWAARDE_METEN,
            Recht.OVEREENKOMST_INZIEN,
            Recht.FACTUUR_INZIEN,
            Recht.OVEREENKOMST_OVEREENKOMEN,
            Recht.UREN_INVOEREN,
            Recht.LKS_INZIEN,
        }
    ),
    Rol.CONSULENT_INKOMEN: frozenset(
        _DOSSIER | {Recht.REINTEGRATIE_INZIEN, Recht.REINTEGRATIE_WIJZIGEN, Recht.LKS_INZIEN}
    ),
    Rol.JOBCOACH: frozenset(
        {
            Recht.PERSOON_INZIEN,
            Recht.KENMERK_INZIEN,
            Recht.CONTACT_INZIEN,
            Recht.CONTACT_VASTLEGGEN,
            Recht.DOCUMENT_INZIEN,
            Recht.DOCUMENT_TOEVOEGEN,
            Recht.PLAN_INZIEN,
            Recht.WSW_INZIEN,
            Recht.WERKGEVER_INZIEN,
            Recht.BELEID_INZIEN,
            Recht.LOONWAARDE_INZIEN,
        }
    ),
    # No ladder, benefit or characteristics: an employer contact must not know them (regels.md §7).
    Rol.ACCOUNTMANAGER: frozenset(
        {
            Recht.PERSOON_INZIEN,
            Recht.WERKGEVER_INZIEN,
            Recht.WERKGEVER_WIJZIGEN,
            Recht.MONITOR_INZIEN,
            Recht.BELEID_INZIEN,
            Recht.EXPORTEREN,
            Recht.AFSPRAAK_INZIEN,
            Recht.TAAK_AFRONDEN,
        }
    ),
    Rol.TEAMMANAGER: frozenset(
        {
            Recht.PERSOON_INZIEN,
            Recht.KENMERK_INZIEN,
            Recht.PERSOON_TOEWIJZEN,
            Recht.CONTACT_INZIEN,
            Recht.DOCUMENT_INZIEN,
            Recht.PLAN_INZIEN,
            Recht.INZAGE_RAADPLEGEN,
            Recht.WSW_INZIEN,
            Recht.REINTEGRATIE_INZIEN,
            Recht.WERKGEVER_INZIEN,
            Recht.OVEREENKOMST_INZIEN,
            Recht.FACTUUR_INZIEN,
            Recht.BETALING_INZIEN,
            Recht.AFBOEKEN,
            Recht.TEAM_INZIEN,
            Recht.FORMATIE_INZIEN,
            Recht.FORMATIE_WIJZIGEN,
            Recht.MONITOR_INZIEN,
            Recht.MONITOR_VASTZETTEN,
            Recht.BELEID_INZIEN,
            Recht.BELEID_VASTSTELLEN,
            Recht.EXPORTEREN,
            Recht.LOONWAARDE_INZIEN,
            Recht.LOONWAARDE_BEVOEGDHEID,
            Recht.LKS_INZIEN,
            Recht.LKS_GOEDKEUREN,
            Recht.SALARIS_GOEDKEUREN,
            Recht.AFSPRAAK_INZIEN,
            Recht.TAAK_AFRONDEN,
            Recht.AFSPRAAK_WIJZIGEN,
            Recht.RAPPORT_SCHRIJVEN,
            Recht.RAPPORT_GOEDKEUREN,
            Recht.RAPPORT_VRIJGEVEN,
        }
    ),
    Rol.FINANCIEN: frozenset(
        {
            Recht.PERSOON_INZIEN,
            Recht.WSW_INZIEN,
            Recht.WERKGEVER_INZIEN,
            Recht.OVEREENKOMST_INZIEN,
            Recht.FACTUUR_INZIEN,
            Recht.BETALING_INZIEN,
            Recht.BETALING_VERWERKEN,
            Recht.INVORDEREN,
            Recht.FACTUUR_MAKEN,
            Recht.OVEREENKOMST_OPSTELLEN,
            Recht.UREN_INVOEREN,
            Recht.FORMATIE_INZIEN,
            Recht.MONITOR_INZIEN,
            Recht.BELEID_INZIEN,
            Recht.EXPORTEREN,
            Recht.LKS_INZIEN,
            Recht.LKS_BETALEN,
            Recht.STATISTIEK_LEVEREN,
            Recht.SALARIS_BETALEN,
            Recht.AFSPRAAK_INZIEN,
            Recht.TAAK_AFRONDEN,
        }
    ),
    Rol.LIAISON: frozenset(
        {
            Recht.PERSOON_INZIEN,
            Recht.WSW_INZIEN,
            Recht.MUTATIE_VERSTUREN,
            Recht.WERKGEVER_INZIEN,
            Recht.OVEREENKOMST_INZIEN,
            Recht.FACTUUR_INZIEN,
            Recht.DOCUMENT_INZIEN,
            Recht.FORMATIE_INZIEN,
            Recht.MONITOR_INZIEN,
            Recht.BELEID_INZIEN,
            Recht.EXPORTEREN,
            Recht.AFSPRAAK_INZIEN,
            Recht.TAAK_AFRONDEN,
        }
    ),
    Rol.BELEID: frozenset(
        {
            Recht.FORMATIE_INZIEN,
            Recht.MONITOR_INZIEN,
            Recht.MONITOR_VASTZETTEN,
            Recht.BELEID_INZIEN,
            Recht.BELEID_WIJZIGEN,
            Recht.AFSPRAAK_INZIEN,
            Recht.TAAK_AFRONDEN,
            Recht.AFSPRAAK_WIJZIGEN,
            Recht.RAPPORT_SCHRIJVEN,
            Recht.RAPPORT_GOEDKEUREN,
            Recht.INSTRUMENT_BEHEREN,
        }
    ),
    Rol.BEHEERDER: frozenset(
        {
            Recht.GEBRUIKER_BEHEREN,
            Recht.ORGANISATIE_BEHEREN,
            Recht.IMPORTEREN,
            Recht.AUDIT_INZIEN,
            Recht.SIGNAAL_BEHEREN,
            Recht.BELEID_INZIEN,
            Recht.INSTRUMENT_BEHEREN,
            Recht.PERSOON_INZIEN,
            Recht.PERSOON_TOEWIJZEN,
            Recht.INZAGE_RAADPLEGEN,
        }
    ),
    Rol.AUDITOR: frozenset(
        {
            Recht.PERSOON_INZIEN,
            Recht.KENMERK_INZIEN,
            Recht.CONTACT_INZIEN,
            Recht.DOCUMENT_INZIEN,
            Recht.PLAN_INZIEN,
            Recht.INZAGE_RAADPLEGEN,
            Recht.WSW_INZIEN,
            Recht.REINTEGRATIE_INZIEN,
            Recht.WERKGEVER_INZIEN,
            Recht.OVEREENKOMST_INZIEN,
            Recht.FACTUUR_INZIEN,
            Recht.BETALING_INZIEN,
            Recht.FORMATIE_INZIEN,
            Recht.MONITOR_INZIEN,
            Recht.BELEID_INZIEN,
            Recht.AUDIT_INZIEN,
            Recht.LOONWAARDE_INZIEN,
            Recht.LKS_INZIEN,
            Recht.AFSPRAAK_INZIEN,
        }
    ),
}


def rollen_met(recht: Recht) -> list[str]:
    """De codes van alle rollen die dit recht geven."""
    return [str(rol) for rol, rechten in ROLLEN.items() if recht in rechten]
