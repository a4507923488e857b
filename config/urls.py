"""All addresses: Dutch, lower case, ending in a slash; never a name or BSN in them."""

from django.urls import include, path

from kern.views.informatie import security_txt

urlpatterns = [
    path(".well-known/security.txt", security_txt, name="security-txt"),
    path("", include("kern.urls")),
    path("", include("personen.urls")),
    path("", include("werkgevers.urls")),
    path("", include("wsw.urls")),
    path("", include("reintegratie.urls")),
    path("", include("formatie.urls")),
    path("", include("monitor.urls")),
    path("account/", include("kern.account_urls")),
]
handler400 = "kern.views.fouten.onjuist"
handler403 = "kern.views.fouten.geen_toegang"
handler404 = "kern.views.fouten.niet_gevonden"
handler500 = "kern.views.fouten.storing"
