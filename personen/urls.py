"""Addresses of personen: a dossier is known by its number, never by a name or BSN."""

from django.urls import include, path, register_converter

from personen.views import bsn, contact, documenten, dossier, gegevens, inzage, lijst, plan, zoeken


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
    path("personen/nieuw/", gegevens.nieuw, name="nieuw"),
    path("personen/<dossiernummer:nummer>/", include(_dossier)),
]
