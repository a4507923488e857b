"""Adressen van facturen; het nummer heeft een vorm, zodat het nooit een andere pagina is."""

from django.urls import path, register_converter

from werkgevers.views import facturen, factuurruns


class Factuurnummer:
    regex = r"[FC][0-9]{4}-[0-9]{4}-[0-9]{4,7}"

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


register_converter(Factuurnummer, "factuurnummer")

urlpatterns = [
    path("facturen/", facturen.overzicht, name="facturen"),
    path("facturen/runs/", factuurruns.overzicht, name="factuurruns"),
    path("facturen/runs/<str:maand>/", factuurruns.run, name="factuurrun"),
    path("facturen/runs/<str:maand>/voorbereiden/", factuurruns.voorbereiden, name="factuurrun-voorbereiden"),
    path("facturen/runs/<str:maand>/definitief/", factuurruns.definitief, name="factuurrun-definitief"),
    path("facturen/runs/<str:maand>/stoppen/", factuurruns.stoppen, name="factuurrun-stoppen"),
    path("facturen/runs/<str:maand>/afdrukken/", factuurruns.afdrukken, name="factuurrun-afdrukken"),
    path("facturen/runs/<str:maand>/verzonden/", factuurruns.verzonden, name="factuurrun-verzonden"),
    path("facturen/boekingen/", facturen.boekingen, name="boekingen"),
    path("facturen/boekingen/<int:pk>/", facturen.boeking_bestand, name="boeking-bestand"),
    path("werkgevers/<str:nummer>/facturen/", facturen.van_werkgever, name="relatie-facturen"),
    path("facturen/<factuurnummer:nummer>/", facturen.factuur, name="factuur"),
    path("facturen/<factuurnummer:nummer>/pdf/", facturen.pdf, name="factuur-pdf"),
    path("facturen/<factuurnummer:nummer>/xml/", facturen.xml, name="factuur-xml"),
    path("facturen/<factuurnummer:nummer>/crediteren/", facturen.crediteren, name="factuur-crediteren"),
    path("facturen/<factuurnummer:nummer>/verzonden/", facturen.verzonden, name="factuur-verzonden"),
]
