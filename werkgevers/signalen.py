"""Signalen van werkgevers: contracten die aflopen."""

from collections.abc import Collection, Iterator
from datetime import date

from dateutil.relativedelta import relativedelta
from django.db.models import OuterRef, Subquery
from django.urls import reverse

from kern.beleid import waarden
from kern.permissions import Recht
from kern.registers import Signaal, Signaalsoort
from personen.models import Toewijzing
from werkgevers.models import Plaatsing
from werkgevers.rules import bereikte_grens


def aflopende_contracten(
    gemeenten: Collection[int], peildatum: date, eigenaar_ids: Collection[int] | None = None
) -> Iterator[Signaal]:
    """Plaatsingen waarvan het contract binnen een van de termijnen afloopt, of al afliep (RH-123).

    De termijnen zijn de lijst `overeenkomst.signaal_maanden`, bijvoorbeeld 6, 3 en 1. De kleinste geeft
    'moet', de andere 'let op'. Elke termijn is een nieuw signaal. Niet vastgesteld: de regel staat uit.
    """
    norm = waarden(["overeenkomst.signaal_maanden"], gemeenten, peildatum)
    termijnen = {gemeente: opgezocht for (gemeente, _), opgezocht in norm.items() if opgezocht}
    if not termijnen:
        return
    verste = max(int(maand) for opgezocht in termijnen.values() for maand in opgezocht.waarde)
    contactpersoon = Toewijzing.objects.op(peildatum).filter(persoon=OuterRef("persoon_id"))
    rijen = (
        Plaatsing.objects.op(peildatum)
        .filter(
            einddatum=None,
            persoon__gemeente_id__in=termijnen,
            contract_tot__lte=peildatum + relativedelta(months=verste),
        )
        .annotate(eigenaar=Subquery(contactpersoon.values("gebruiker_id")[:1]))
        .select_related("persoon", "relatie")
        .order_by("contract_tot", "pk")
    )
    if eigenaar_ids is not None:
        rijen = rijen.filter(eigenaar__in=eigenaar_ids)
    for plaatsing in rijen:
        opgezocht = termijnen[plaatsing.persoon.gemeente_id]
        maanden = [int(maand) for maand in opgezocht.waarde]
        grens = bereikte_grens(plaatsing.contract_tot, peildatum, maanden)
        if grens is None:
            continue
        voorbij = plaatsing.contract_tot < peildatum
        woord = "liep af" if voorbij else "loopt af"
        yield Signaal(
            soort="plaatsing.contract_loopt_af",
            sleutel=f"plaatsing-{plaatsing.pk}-{plaatsing.contract_tot}!{grens}",
            niveau="moet" if grens == min(maanden) else "let_op",
            reden=f"Contract {woord} op {plaatsing.contract_tot:%d-%m-%Y} bij {plaatsing.relatie}",
            onderwerp=plaatsing.persoon.weergavenaam,
            onderwerp_url=reverse("werkgevers:dossierblad", args=[plaatsing.persoon.nummer]),
            actie="Verleng of beëindig",
            actie_url=reverse("werkgevers:plaatsing-verlengen", args=[plaatsing.pk]),
            gemeente_id=plaatsing.persoon.gemeente_id,
            eigenaar_id=plaatsing.eigenaar,
            dossier_id=plaatsing.persoon_id,
            vanaf=plaatsing.contract_tot - relativedelta(months=grens),
            norm=f"Signaal {', '.join(str(m) for m in sorted(maanden, reverse=True))} maanden voor het einde",
            norm_versie=opgezocht.versie,
        )


CONTRACT_LOOPT_AF = Signaalsoort(
    code="plaatsing.contract_loopt_af",
    naam="Contract loopt af",
    niveau="let_op",
    recht=Recht.WERKGEVER_INZIEN,
    vind=aflopende_contracten,
    uitleg="De afgesproken laatste dag van een plaatsing komt dichtbij of is voorbij.",
    normen=("overeenkomst.signaal_maanden",),
)
