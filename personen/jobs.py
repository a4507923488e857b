"""Achtergrondtaken van personen: de overdrachtsbladen van veel dossiers in één pdf (functies V2)."""

from django.utils import timezone

from kern.actions.bestanden import bewaar_bestand
from kern.jobs import start_taak, taaksoort
from kern.logbook import leg_inzage_vast
from kern.models import Inzagesoort
from kern.pdf import render_pdf
from kern.permissions import Recht
from personen.documents import overdracht_van
from personen.dossier import Dossier
from personen.models import Persoon

SOORT = "overdrachtsbladen"


def start_overdrachtsbladen(personen, *, door, gemeente):
    """Zet de taak klaar; de pdf staat daarna op de pagina van de taak."""
    nummers = sorted(persoon.pk for persoon in personen)
    woord = "1 overdrachtsblad" if len(nummers) == 1 else f"{len(nummers)} overdrachtsbladen"
    return start_taak(
        SOORT, titel=f"{woord}, {gemeente}", door=door, gemeente=gemeente, parameters={"personen": nummers}
    )


@taaksoort(SOORT)
def maak_overdrachtsbladen(taak, voortgang) -> dict:
    """Eén bladzijde per dossier, op naam; alleen wat de aanvrager mag zien, en elk blad is een inzage."""
    door, vandaag = taak.aangevraagd_door, timezone.localdate()
    personen = (
        Persoon.objects.zichtbaar_voor(door)
        .met_kop(vandaag)
        .filter(
            pk__in=taak.parameters["personen"],
            gemeente_id__in=door.toegang.gemeenten_met(Recht.CONTACT_INZIEN),
        )
        .order_by("sorteernaam", "pk")
    )
    bladen = []
    for nummer, persoon in enumerate(personen, start=1):
        bladen.append((persoon, overdracht_van(Dossier(persoon, door, vandaag, "overdracht"))))
        leg_inzage_vast(
            Inzagesoort.RAPPORT,
            door=door,
            pagina=f"overdracht (pdf) van {persoon.nummer}",
            gemeente_id=persoon.gemeente_id,
            dossier_id=persoon.pk,
        )
        voortgang(nummer, len(taak.parameters["personen"]), "bladen gemaakt")
    context = {"bladen": bladen, "gemeente": taak.gemeente, "vandaag": vandaag}
    pdf = render_pdf("documenten/overdrachten.html", context)
    naam = f"overdrachtsbladen-{vandaag:%Y-%m-%d}.pdf"
    bestand = bewaar_bestand(pdf.bytes, naam, gemeente=taak.gemeente, door=door)
    woord = "1 overdrachtsblad" if len(bladen) == 1 else f"{len(bladen)} overdrachtsbladen"
    return {"tekst": f"{woord} gemaakt.", "bestand": bestand}
