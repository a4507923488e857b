"""Waarschuwing en blok op de startpagina: een kader dat afloopt of verlopen is zonder opvolger (HT-001)."""

from collections.abc import Collection, Iterator
from datetime import date, timedelta

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from kern.actions.beleid import mag_in_kader
from kern.models import Beleidskader, Beleidsstatus, Rolvervulling
from kern.opmaak import datum
from kern.permissions import Recht, rollen_met
from kern.registers import Signaal, Signaalsoort

# How long before the last day the signal comes; half a year is one budget cycle of a gemeente.
VOORAF_DAGEN = 183
MAX_IN_BLOK = 5


def verlopen_kaders(gemeenten: Collection[int], peildatum: date) -> Iterator[tuple[int, Beleidskader]]:
    """Per gemeente het eigen kader dat binnen een half jaar eindigt of al eindigde, zonder opvolger.

    Heeft de gemeente na de laatste dag een ander vastgesteld eigen kader, dan is er een opvolger.
    """
    kaders = Beleidskader.objects.filter(gemeente_id__in=gemeenten, status=Beleidsstatus.VASTGESTELD)
    laatste: dict[int, Beleidskader] = {}
    for kader in kaders.order_by("begindatum"):
        laatste[kader.gemeente_id] = kader  # type: ignore[index]  # filtered on a gemeente above
    for gemeente_id, kader in sorted(laatste.items()):
        if kader.einddatum and kader.einddatum <= peildatum + timedelta(days=VOORAF_DAGEN):
            yield gemeente_id, kader


def vind_verlopen(
    gemeenten: Collection[int], peildatum: date, eigenaar_ids: Collection[int] | None = None
) -> Iterator[Signaal]:
    """Het signaal is van wie beleid mag voorstellen: één per medewerker die erover gaat."""
    rollen = Rolvervulling.objects.op(peildatum).filter(rol__in=rollen_met(Recht.BELEID_WIJZIGEN))
    if eigenaar_ids is not None:
        rollen = rollen.filter(gebruiker_id__in=eigenaar_ids)
    per_gemeente: dict[int, set[int]] = {}
    for eigenaar, gemeente, verbonden in rollen.values_list(
        "gebruiker_id", "gemeente_id", "verband__deelnames__gemeente_id"
    ):
        per_gemeente.setdefault(gemeente or verbonden, set()).add(eigenaar)
    for gemeente_id, kader in verlopen_kaders(gemeenten, peildatum):
        assert kader.einddatum
        voorbij = kader.einddatum < peildatum
        reden = f"Het beleidskader {'verliep' if voorbij else 'eindigt'} op {datum(kader.einddatum)}"
        for eigenaar in sorted(per_gemeente.get(gemeente_id, ())):
            yield Signaal(
                soort="beleid.kader_verlopen",
                sleutel=f"{kader.code}:{kader.einddatum}:{eigenaar}",
                niveau="moet" if voorbij else "let_op",
                reden=reden,
                onderwerp=kader.naam,
                onderwerp_url=reverse("kern:kader", args=[kader.code]),
                actie="Verleng of vervang",
                actie_url=reverse("kern:kader-einde", args=[kader.code]),
                gemeente_id=gemeente_id,
                eigenaar_id=eigenaar,
                vanaf=kader.einddatum - timedelta(days=VOORAF_DAGEN),
                norm="een kader zonder opvolger, vanaf een half jaar voor de laatste dag",
                norm_versie="vaste regel",
            )


KADER_VERLOPEN = Signaalsoort(
    "beleid.kader_verlopen",
    "Beleidskader loopt af",
    "moet",
    Recht.BELEID_WIJZIGEN,
    vind_verlopen,
    uitleg="Zonder geldig kader staan de regels uit die een norm van je gemeente gebruiken.",
    per_dossier=False,
)


def blok(request) -> dict | None:
    """De eigen kaders van wie ze wijzigt of vaststelt, met wat er op een besluit wacht: in één klik open."""
    gebruiker = request.user
    rechten = (Recht.BELEID_WIJZIGEN, Recht.BELEID_VASTSTELLEN)
    if not any(gebruiker.mag(recht) for recht in rechten):
        return None
    vandaag = timezone.localdate()
    kaders = (
        Beleidskader.objects.filter(pk__in=Beleidskader.objects.zichtbaar_voor(gebruiker).values("pk"))
        .exclude(gemeente=None, verband=None)
        .exclude(status=Beleidsstatus.VERVALLEN)
        .select_related("gemeente", "verband")
        .annotate(concepten=Count("parameters", filter=Q(parameters__status=Beleidsstatus.CONCEPT)))
        .order_by("-begindatum", "naam")
    )
    eigen = [
        kader
        for kader in kaders[: MAX_IN_BLOK * 3]
        if any(mag_in_kader(gebruiker, recht, kader) for recht in rechten)
    ]
    return {"kaders": eigen[:MAX_IN_BLOK], "vandaag": vandaag} if eigen else None
