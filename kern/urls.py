"""Addresses of kern."""

from django.urls import path

from kern.views import (
    audit,
    beleidskader,
    concepten,
    gebruikers,
    gezond,
    informatie,
    instellingen,
    start,
    taken,
    teams,
    weergaven,
)
from kern.views.componenten import galerij

app_name = "kern"
urlpatterns = [
    path("hulp/", informatie.hulp, name="hulp"),
    path("toegankelijkheid/", informatie.toegankelijkheid, name="toegankelijkheid"),
    path("privacy/", informatie.privacy, name="privacy"),
    path("gezond/", gezond.gezond, name="gezond"),
    path("", start.naar_werkvoorraad, name="start"),
    path("componenten/", galerij, name="componenten"),
    path("werkvoorraad/", start.werkvoorraad, name="werkvoorraad"),
    path("beheer/", start.beheer, name="beheer"),
    path("concepten/bewaar/", concepten.concept_bewaren, name="concept-bewaren"),
    path("werkvoorraad/concepten/", concepten.concepten, name="concepten"),
    path("werkvoorraad/concepten/<int:pk>/weggooien/", concepten.concept_weggooien, name="concept-weggooien"),
    path("ongedaan/<uuid:pk>/", concepten.ongedaan, name="ongedaan"),
    path("aanwezig/<str:onderwerp>/", concepten.aanwezig, name="aanwezig"),
    path("taken/", taken.taken, name="taken"),
    path("taken/<int:pk>/", taken.taak, name="taak"),
    path("taken/<int:pk>/stoppen/", taken.taak_stoppen, name="taak-stoppen"),
    path("taken/<int:pk>/opnieuw/", taken.taak_opnieuw, name="taak-opnieuw"),
    path("taken/<int:pk>/bestand/", taken.taak_bestand, name="taak-bestand"),
    path("beheer/beleidskader/", beleidskader.kader_lijst, name="kaders"),
    path("beheer/beleidskader/vergelijken/", beleidskader.kader_vergelijken, name="kaders-vergelijken"),
    path("beheer/beleidskader/<slug:kader>/", beleidskader.kader_detail, name="kader"),
    path(
        "beheer/beleidskader/<slug:kader>/waarde/<int:pk>/vaststellen/",
        beleidskader.parameter_vaststellen,
        name="parameter-vaststellen",
    ),
    path(
        "beheer/beleidskader/<slug:kader>/waarde/<int:pk>/vervallen/",
        beleidskader.parameter_vervallen,
        name="parameter-vervallen",
    ),
    path("beheer/beleidskader/<slug:kader>/<str:code>/", beleidskader.parameter_detail, name="parameter"),
    path(
        "beheer/beleidskader/<slug:kader>/<str:code>/nieuw/",
        beleidskader.parameter_voorstellen,
        name="parameter-voorstellen",
    ),
    path("lijsten/<slug:code>/zoeken/", weergaven.lijst_zoeken, name="lijst-zoeken"),
    path("lijsten/<slug:code>/keuze/", weergaven.lijst_keuze, name="lijst-keuze"),
    path("lijsten/<slug:code>/kolommen/", weergaven.lijst_kolommen, name="lijst-kolommen"),
    path("lijsten/<slug:code>/bsn/", weergaven.lijst_bsn, name="lijst-bsn"),
    path("lijsten/<slug:code>/weergave/", weergaven.weergave_bewaren, name="weergave-bewaren"),
    path("weergaven/<int:pk>/", weergaven.weergave_wijzigen, name="weergave-wijzigen"),
    path("weergaven/<int:pk>/verwijderen/", weergaven.weergave_verwijderen, name="weergave-verwijderen"),
    # gebruikers, rollen, teams, vervanging
    path("beheer/gebruikers/", gebruikers.gebruikers, name="gebruikers"),
    path("beheer/gebruikers/nieuw/", gebruikers.gebruiker_nieuw, name="gebruiker-nieuw"),
    path("beheer/gebruikers/<int:pk>/", gebruikers.gebruiker, name="gebruiker"),
    path("beheer/gebruikers/<int:pk>/wijzigen/", gebruikers.gebruiker_wijzigen, name="gebruiker-wijzigen"),
    path("beheer/gebruikers/<int:pk>/rol/", gebruikers.gebruiker_rol, name="gebruiker-rol"),
    path("beheer/gebruikers/<int:pk>/team/", gebruikers.gebruiker_team, name="gebruiker-team"),
    path("beheer/gebruikers/<int:pk>/vervanging/", gebruikers.gebruiker_vervanging, name="gebruiker-vervanging"),
    path("beheer/gebruikers/<int:pk>/koppeling/", gebruikers.gebruiker_koppeling, name="gebruiker-koppeling"),
    path(
        "beheer/gebruikers/<int:pk>/<slug:handeling>/",
        gebruikers.gebruiker_handeling,
        name="gebruiker-handeling",
    ),
    path("beheer/rollen/", teams.rollen, name="rollen"),
    path("beheer/rollen/<int:pk>/beeindigen/", gebruikers.rol_beeindigen, name="rol-beeindigen"),
    path("beheer/teams/", teams.teams, name="teams"),
    path("beheer/teams/nieuw/", teams.team_nieuw, name="team-nieuw"),
    path("beheer/teams/<int:pk>/", teams.team, name="team"),
    path("beheer/teamleden/<int:pk>/beeindigen/", teams.teamlid_beeindigen, name="teamlid-beeindigen"),
    path("beheer/vervanging/", teams.vervangingen, name="vervangingen"),
    path("beheer/vervanging/<int:pk>/stoppen/", teams.vervanging_stoppen, name="vervanging-stoppen"),
    # logboek
    path("beheer/audit/", audit.audit, name="audit"),
    path("beheer/audit/inzagen/", audit.audit_inzagen, name="audit-inzagen"),
    path(
        "beheer/audit/geschiedenis/<str:model>/<int:pk>/",
        audit.audit_geschiedenis,
        name="audit-geschiedenis",
    ),
    # van jezelf
    path("mijn/instellingen/", instellingen.instellingen, name="instellingen"),
    path("mijn/sneltoetsen/", instellingen.instellingen_sneltoetsen, name="sneltoetsen"),
    path("mijn/vervanging/", instellingen.mijn_vervanging, name="mijn-vervanging"),
    path(
        "mijn/vervanging/<int:pk>/stoppen/", instellingen.mijn_vervanging_stoppen, name="mijn-vervanging-stoppen"
    ),
    path("mijn/sessies/", instellingen.mijn_sessies_beeindigen, name="mijn-sessies-beeindigen"),
    path("mijn/sessie/", instellingen.sessie_verlengen, name="sessie-verlengen"),
    path("mijn/toegang/", instellingen.toegang_vragen, name="toegang-vragen"),
]
