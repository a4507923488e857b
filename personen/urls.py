"""Addresses of personen: a dossier is known by its number, never by a name or BSN."""

from django.urls import include, path, register_converter

from personen.views import (
    bsn,
    contact,
    documenten,
    dossier,
    gegevens,
    inzage,
    lijst,
    loonwaarde,
    meters,
    plan,
    plan_maken,
    plan_tekenen,
    zoeken,
)


class DossiernummerConverter:
    regex = "P-[0-9]{5,9}"

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


register_converter(DossiernummerConverter, "dossiernummer")

app_name = "personen"
_dossier = [
    path("", dossier.tijdlijn, name="tijdlijn"),
    path("bsn/", bsn.tonen, name="bsn"),
    path("contactmomenten/", contact.lijst, name="contactmomenten"),
    path("contactmomenten/nieuw/", contact.nieuw, name="contact-nieuw"),
    path("contactmomenten/<int:pk>/", contact.tonen, name="contact"),
    path("contactmomenten/<int:pk>/wijzigen/", contact.wijzigen, name="contact-wijzigen"),
    path("contactmomenten/<int:pk>/intrekken/", contact.intrekken, name="contact-intrekken"),
    path("contactmomenten/<int:pk>/herstellen/", contact.herstellen, name="contact-herstellen"),
    path("contactmomenten/<int:pk>/gedaan/", contact.gedaan, name="vervolg-gedaan"),
    path("contactmomenten/<int:pk>/heropenen/", contact.heropenen, name="vervolg-heropenen"),
    path("plan/", plan.tonen, name="plan"),
    path("plan/nieuw/", plan.nieuw, name="plan-nieuw"),
    path("plan/<int:pk>/aanvullen/", plan.aanvullen, name="plan-aanvullen"),
    path("plan/maken/", plan_maken.nieuw, name="plan-maken"),
    path("plan/<int:pk>/", plan_tekenen.tonen, name="plan-versie"),
    path("plan/<int:pk>/situatie/", plan_maken.situatie, name="plan-situatie"),
    path("plan/<int:pk>/doelen/", plan_maken.doelen, name="plan-doelen"),
    path("plan/<int:pk>/afspraken/", plan_maken.afspraken, name="plan-afspraken"),
    path("plan/<int:pk>/controleren/", plan_maken.controleren, name="plan-controleren"),
    path("plan/<int:pk>/meekijken/", plan_tekenen.meekijken, name="plan-meekijken"),
    path("plan/<int:pk>/tekenen/", plan_tekenen.tekenen, name="plan-tekenen"),
    path("plan/<int:pk>/terughalen/", plan_tekenen.terughalen, name="plan-terughalen"),
    path("plan/<int:pk>/intrekken/", plan_tekenen.intrekken, name="plan-intrekken"),
    path("plan/<int:pk>/nieuwe-versie/", plan_tekenen.nieuwe_versie, name="plan-nieuwe-versie"),
    path("plan/<int:pk>/vergelijken/", plan_tekenen.vergelijken, name="plan-vergelijken"),
    path("plan/<int:pk>/evalueren/", plan_tekenen.evalueren, name="plan-evalueren"),
    path("plan/<int:pk>/pdf/", plan_tekenen.pdf, name="plan-pdf"),
    path("plan/doelen/<int:pk>/", plan_maken.doel_wijzigen, name="doel-wijzigen"),
    path("plan/doelen/<int:pk>/verwijderen/", plan_maken.doel_verwijderen, name="doel-verwijderen"),
    path("plan/doelen/<int:pk>/stap/", plan_maken.stap_nieuw, name="stap-nieuw"),
    path("plan/stappen/<int:pk>/", plan_maken.stap_wijzigen, name="stap-wijzigen"),
    path("plan/stappen/<int:pk>/verwijderen/", plan_maken.stap_verwijderen, name="stap-verwijderen"),
    path("plan/stappen/<int:pk>/voortgang/", plan_tekenen.voortgang, name="stap-voortgang"),
    path("loonwaarde/", loonwaarde.blad, name="loonwaarde"),
    path("loonwaarde/aanvragen/", loonwaarde.aanvragen, name="loonwaarde-aanvragen"),
    path("loonwaarde/aanvraag/<int:pk>/vervallen/", loonwaarde.vervallen, name="loonwaarde-vervallen"),
    path("loonwaarde/meten/", loonwaarde.meten, name="loonwaarde-meten"),
    path("loonwaarde/<int:pk>/", loonwaarde.meting, name="loonwaarde-meting"),
    path("loonwaarde/<int:pk>/rapport/", loonwaarde.rapport, name="loonwaarde-rapport"),
    path("loonwaarde/<int:pk>/intrekken/", loonwaarde.intrekken, name="loonwaarde-intrekken"),
    path("documenten/", documenten.lijst, name="documenten"),
    path("documenten/nieuw/", documenten.nieuw, name="document-nieuw"),
    path("documenten/<int:pk>/", documenten.ophalen, name="document"),
    path("documenten/<int:pk>/verwijderen/", documenten.verwijderen, name="document-verwijderen"),
    path("documenten/<int:pk>/herstellen/", documenten.herstellen, name="document-herstellen"),
    path("gegevens/", gegevens.tonen, name="gegevens"),
    path("gegevens/wijzigen/", gegevens.wijzigen, name="wijzigen"),
    path("gegevens/bsn/", gegevens.bsn_wijzigen, name="bsn-wijzigen"),
    path("gegevens/adres/", gegevens.adres, name="adres-nieuw"),
    path("gegevens/kenmerk/", gegevens.kenmerk_nieuw, name="kenmerk-nieuw"),
    path("gegevens/kenmerk/<int:pk>/beeindigen/", gegevens.kenmerk_beeindigen, name="kenmerk-beeindigen"),
    path("gegevens/contactpersoon/", gegevens.toewijzen, name="toewijzen"),
    path("gegevens/beginnen/", gegevens.beginnen, name="beginnen"),
    path("gegevens/beeindigen/", gegevens.beeindigen, name="beeindigen"),
    path("inzage/", inzage.tonen, name="inzage"),
    path("overdracht/", inzage.overdracht, name="overdracht"),
    path("overdracht/pdf/", inzage.overdracht_pdf, name="overdracht-pdf"),
]
urlpatterns = [
    path("zoeken/", zoeken.zoeken, name="zoeken"),
    path("zoeken/r/<slug:token>/", zoeken.resultaat, name="zoekresultaat"),
    path("personen/", lijst.personen_lijst, name="lijst"),
    path("personen/herverdelen/", lijst.herverdelen, name="herverdelen"),
    path("personen/overdrachtsbladen/", lijst.overdrachtsbladen, name="overdrachtsbladen"),
    path("personen/nieuw/", gegevens.nieuw, name="nieuw"),
    path("loonwaarde/meters/", meters.lijst, name="meters"),
    path("loonwaarde/meters/nieuw/", meters.nieuw, name="meter-nieuw"),
    path("loonwaarde/meters/<int:pk>/beeindigen/", meters.beeindigen, name="meter-beeindigen"),
    path("personen/<dossiernummer:nummer>/", include(_dossier)),
]
