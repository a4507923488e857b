"""Adressen van betalingen, openstaande facturen, aanmaningen en incasso."""

from django.urls import path

from werkgevers.views import aanmaningen, betalingen, incasso, openstaand

urlpatterns = [
    path("facturen/openstaand/", openstaand.overzicht, name="openstaand"),
    path("facturen/openstaand/pdf/", openstaand.pdf, name="openstaand-pdf"),
    path("facturen/<str:nummer>/betaling/", openstaand.stand, name="betaalstand"),
    path("facturen/<str:nummer>/afspraak/", openstaand.afspraak_nieuw, name="incassoafspraak-nieuw"),
    path("facturen/<str:nummer>/afboeken/", openstaand.afboeken, name="afboeken"),
    path(
        "werkgevers/<str:nummer>/incassoafspraak/",
        openstaand.afspraak_werkgever,
        name="incassoafspraak-werkgever",
    ),
    path(
        "incassoafspraken/<int:pk>/beeindigen/",
        openstaand.afspraak_beeindigen,
        name="incassoafspraak-beeindigen",
    ),
    path("werkgevers/<str:nummer>/betalingen/", openstaand.van_werkgever, name="relatie-betalingen"),
    path("afboekingen/", openstaand.afboekingen, name="afboekingen"),
    path("afboekingen/<int:pk>/", openstaand.afboeking, name="afboeking"),
    path("afboekingen/<int:pk>/besluit/", openstaand.afboeking_besluit, name="afboeking-besluit"),
    path("betalingen/", betalingen.betalingen, name="betalingen"),
    path("betalingen/bank/", betalingen.bankbestanden, name="bankbestanden"),
    path("betalingen/bank/nieuw/", betalingen.bankbestand_nieuw, name="bankbestand-nieuw"),
    path("betalingen/bank/<int:pk>/", betalingen.bankbestand, name="bankbestand"),
    path("betalingen/bank/<int:pk>/bestand/", betalingen.bankbestand_download, name="bankbestand-download"),
    path("betalingen/<int:pk>/", betalingen.betaling, name="betaling"),
    path("betalingen/<int:pk>/terzijde/", betalingen.terzijde, name="betaling-terzijde"),
    path("betalingen/<int:pk>/terughalen/", betalingen.terughalen, name="betaling-terughalen"),
    path("betalingen/koppeling/<int:pk>/losmaken/", betalingen.losmaken, name="koppeling-losmaken"),
    path("aanmaningen/", aanmaningen.rondes, name="aanmaanrondes"),
    path("aanmaningen/nieuw/", aanmaningen.nieuw, name="aanmaanronde-nieuw"),
    path("aanmaningen/<int:pk>/", aanmaningen.ronde, name="aanmaanronde"),
    path("aanmaningen/<int:pk>/definitief/", aanmaningen.definitief, name="aanmaanronde-definitief"),
    path("aanmaningen/<int:pk>/weggooien/", aanmaningen.weggooien, name="aanmaanronde-weggooien"),
    path("aanmaningen/<int:pk>/afdrukken/", aanmaningen.afdrukken, name="aanmaanronde-afdrukken"),
    path("aanmaningen/brief/<int:pk>/", aanmaningen.brief, name="aanmaning"),
    path("aanmaningen/brief/<int:pk>/pdf/", aanmaningen.brief_pdf, name="aanmaning-pdf"),
    path("aanmaningen/brief/<int:pk>/overslaan/", aanmaningen.overslaan, name="aanmaning-overslaan"),
    path("aanmaningen/brief/<int:pk>/meenemen/", aanmaningen.meenemen, name="aanmaning-meenemen"),
    path("machtigingen/", incasso.machtigingen, name="machtigingen"),
    path("machtigingen/nieuw/", incasso.machtiging_nieuw, name="machtiging-nieuw"),
    path("machtigingen/<int:pk>/", incasso.machtiging, name="machtiging"),
    path("machtigingen/<int:pk>/intrekken/", incasso.machtiging_intrekken, name="machtiging-intrekken"),
    path("incasso/", incasso.batches, name="incassobatches"),
    path("incasso/nieuw/<str:code>/", incasso.batch_nieuw, name="incassobatch-nieuw"),
    path("incasso/<int:pk>/", incasso.batch, name="incassobatch"),
    path("incasso/<int:pk>/bestand/", incasso.batch_bestand, name="incassobatch-bestand"),
]
