"""Who may open which address: one line per route, written by hand and compared with what really happens.

A new address without a line fails `test_elke_route_staat_in_de_matrix`. Write the rights here from
the task (schermen.md §3), not by copying the view.
"""

from kern.permissions import Recht
from tests.matrix_kern import KERN
from tests.verwacht import Verwacht

MAAND = (("maand", "2026-10"),)
HALFJAAR = (("periode", "2026-1"),)
SALARIS = (Recht.SALARIS_BETALEN, Recht.SALARIS_GOEDKEUREN)
TOKEN = (("token", "bestaat-niet"),)

MATRIX: dict[str, Verwacht] = {
    **KERN,
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
    # Wsw
    "wsw:medewerkers": Verwacht((Recht.WSW_INZIEN,)),
    "wsw:dossierblad": Verwacht((Recht.WSW_INZIEN,), object="persoon"),
    "wsw:beginnen": Verwacht((Recht.WSW_WIJZIGEN,), object="persoon", methoden="GET POST"),
    "wsw:indeling-wijzigen": Verwacht((Recht.WSW_WIJZIGEN,), object="dienstverband", methoden="GET POST"),
    "wsw:beeindigen": Verwacht((Recht.WSW_WIJZIGEN,), object="dienstverband", methoden="GET POST"),
    "wsw:kennismaking": Verwacht((Recht.WSW_WIJZIGEN,), object="dienstverband", methoden="GET POST"),
    "wsw:indeling-verbeteren": Verwacht((Recht.WSW_WIJZIGEN,), object="indeling", methoden="GET POST"),
    "wsw:terugvalplekken": Verwacht((Recht.WSW_INZIEN,)),
    "wsw:herplaatsingen": Verwacht((Recht.WSW_INZIEN,)),
    "wsw:terugvalplek": Verwacht((Recht.WSW_INZIEN,), object="terugvalplek"),
    "wsw:terugvalplek-nieuw": Verwacht((Recht.WSW_WIJZIGEN,), methoden="GET POST"),
    "wsw:terugvalplek-wijzigen": Verwacht((Recht.WSW_WIJZIGEN,), object="terugvalplek", methoden="GET POST"),
    "wsw:terugval": Verwacht((Recht.WSW_WIJZIGEN,), object="persoon", methoden="GET POST"),
    "wsw:herplaatsing-afsluiten": Verwacht((Recht.WSW_WIJZIGEN,), object="herplaatsing", methoden="GET POST"),
    "wsw:mutaties": Verwacht((Recht.WSW_INZIEN,)),
    "wsw:mutaties-versturen": Verwacht((Recht.MUTATIE_VERSTUREN,), kwargs=MAAND, methoden="GET POST"),
    "wsw:mutatie-nieuw": Verwacht((Recht.WSW_WIJZIGEN,), object="persoon", methoden="GET POST"),
    "wsw:mutatie-terugnemen": Verwacht((Recht.WSW_WIJZIGEN,), object="mutatie", methoden="GET POST"),
    "wsw:mutatielevering": Verwacht((Recht.WSW_INZIEN,), object="mutatielevering"),
    "wsw:mutatielevering-bevestigen": Verwacht(
        (Recht.MUTATIE_VERSTUREN,), object="mutatielevering", methoden="GET POST"
    ),
    "wsw:mutatielevering-bestand": Verwacht((Recht.WSW_INZIEN,), object="mutatiebestand"),
    "wsw:salarispartij-nieuw": Verwacht((Recht.MUTATIE_VERSTUREN,), methoden="GET POST"),
    "wsw:salarispartij-wijzigen": Verwacht(
        (Recht.MUTATIE_VERSTUREN,), object="salarispartij", methoden="GET POST"
    ),
    "wsw:betaalopdrachten": Verwacht(SALARIS),
    "wsw:betaalopdracht": Verwacht(SALARIS, object="betaalopdracht"),
    "wsw:betaalopdracht-opstellen": Verwacht((Recht.SALARIS_BETALEN,), kwargs=MAAND, methoden="GET POST"),
    "wsw:betaalopdracht-goedkeuren": Verwacht(
        (Recht.SALARIS_GOEDKEUREN,), object="betaalopdracht", methoden="GET POST"
    ),
    # Only an approved order has files.
    "wsw:betaalopdracht-bestand": Verwacht(SALARIS, object="betaalopdrachtbestand", get=(404,)),
    "wsw:kenmerken": Verwacht((Recht.WSW_WIJZIGEN,), object="dienstverband", methoden="GET POST"),
    "wsw:statistiek-begin": Verwacht((Recht.STATISTIEK_LEVEREN,)),
    "wsw:statistiek": Verwacht((Recht.STATISTIEK_LEVEREN,), kwargs=HALFJAAR),
    "wsw:statistiek-vastzetten": Verwacht((Recht.STATISTIEK_LEVEREN,), kwargs=HALFJAAR, methoden="POST"),
    "wsw:statistiek-bestand": Verwacht((Recht.STATISTIEK_LEVEREN,), object="statistiekbestand"),
    "wsw:statistiek-verzonden": Verwacht(
        (Recht.STATISTIEK_LEVEREN,), object="statistieklevering", methoden="GET POST"
    ),
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
    "werkgevers:kosten-losmaken": Verwacht(
        (Recht.BETALING_VERWERKEN,), object="kostenkoppeling", methoden="POST"
    ),
    "werkgevers:betaling-volgende": Verwacht((Recht.BETALING_VERWERKEN,)),
    "werkgevers:handbetalingen": Verwacht((Recht.BETALING_INZIEN,)),
    "werkgevers:handbetaling-nieuw": Verwacht((Recht.BETALING_VERWERKEN,), methoden="GET POST"),
    "werkgevers:handbetaling": Verwacht((Recht.BETALING_INZIEN,), object="handbetaling"),
    "werkgevers:handbetaling-besluit": Verwacht((Recht.AFBOEKEN,), object="handbetaling", methoden="POST"),
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
    # Who may see it, may open it; who is not the receiver gets 403 (see tests/reintegratie/test_overdracht.py).
    "reintegratie:overdracht-accepteren": Verwacht(
        (Recht.REINTEGRATIE_INZIEN,), object="overdracht", methoden="GET POST", post=(*Verwacht.post, 403)
    ),
    "reintegratie:overdracht-weigeren": Verwacht(
        (Recht.REINTEGRATIE_INZIEN,), object="overdracht", methoden="GET POST", post=(*Verwacht.post, 403)
    ),
    "reintegratie:overdracht-intrekken": Verwacht(
        (Recht.REINTEGRATIE_INZIEN,), object="overdracht", methoden="POST", post=(*Verwacht.post, 403)
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
    "monitor:doelen": Verwacht((Recht.MONITOR_INZIEN,)),
    "monitor:doelwaarde": Verwacht((Recht.MONITOR_INZIEN,), object="doelwaarde"),
    "monitor:doelwaarde-wijzigen": Verwacht(
        (Recht.MONITOR_VASTZETTEN,), object="doelwaarde", methoden="GET POST"
    ),
    "monitor:doelwaarde-beeindigen": Verwacht(
        (Recht.MONITOR_VASTZETTEN,), object="doelwaarde", methoden="GET POST"
    ),
    "monitor:doel": Verwacht((Recht.MONITOR_VASTZETTEN,), methoden="GET POST"),
    "monitor:peilmomenten": Verwacht((Recht.MONITOR_INZIEN,)),
    "monitor:vastzetten": Verwacht((Recht.MONITOR_VASTZETTEN,), methoden="GET POST"),
    "monitor:vergelijken": Verwacht((Recht.MONITOR_INZIEN,)),
    "monitor:peilmoment": Verwacht((Recht.MONITOR_INZIEN,), object="peilmoment"),
    "monitor:correcties": Verwacht((Recht.MONITOR_INZIEN,), object="peilmoment"),
    "monitor:correctierijen": Verwacht((Recht.MONITOR_INZIEN,), object="peilwaarde", get=(200, 403)),
    "monitor:peilrijen": Verwacht((Recht.MONITOR_INZIEN,), object="peilwaarde", get=(200, 403)),
    "monitor:bijsturing": Verwacht((Recht.AFSPRAAK_WIJZIGEN,), object="peilwaarde", methoden="GET POST"),
    "monitor:antwoord": Verwacht((Recht.AFSPRAAK_WIJZIGEN,), object="bijsturing", methoden="GET POST"),
}
