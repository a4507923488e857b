"""Documents: several at once, checked before anything is stored, and only ever served as a download."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kern.decorators import vereist
from kern.downloads import download_van
from kern.logbook import leg_inzage_vast
from kern.meldingen import meld_fout, meld_gelukt
from kern.models import Inzagesoort
from kern.once import eenmalig
from kern.permissions import Recht
from personen import actions
from personen.choices import Documentsoort
from personen.dossier import open_dossier, toon_blad, toon_dossierlijst
from personen.dossier_tables import DOCUMENTEN, met_titel
from personen.forms import DocumentForm, neem_fouten_over
from personen.models import Document


@require_safe
@vereist(Recht.DOCUMENT_INZIEN)
def lijst(request, nummer):
    """The documents of a person, newest first."""
    dossier = open_dossier(request, nummer, recht=Recht.DOCUMENT_INZIEN, blad="documenten")
    eigen = Document.objects.zichtbaar_voor(request.user).filter(persoon=dossier.persoon, verwijderd_op=None)
    mag_toevoegen = dossier.mag(Recht.DOCUMENT_TOEVOEGEN)
    return toon_dossierlijst(
        request,
        dossier,
        DOCUMENTEN,
        met_titel(eigen),
        "personen/documenten.html",
        {"mag_toevoegen": mag_toevoegen},
        verberg=() if mag_toevoegen else ("actie",),
    )


@require_http_methods(["GET", "POST"])
@vereist(Recht.DOCUMENT_TOEVOEGEN)
@eenmalig
def nieuw(request, nummer):
    """Add files; all of them or none. The kind and date stay for the next ones (schermen D11)."""
    dossier = open_dossier(request, nummer, recht=Recht.DOCUMENT_TOEVOEGEN, blad="documenten")
    vorige = request.session.get("laatste_documentsoort")
    begin = {"soort": vorige if vorige in Documentsoort.values else Documentsoort.OVERIG}
    form = DocumentForm(
        request.POST if request.method == "POST" else None, request.FILES or None, initial=begin
    )
    if form.is_valid():
        velden = dict(form.cleaned_data)
        uploads = velden.pop("bestanden")
        try:
            with transaction.atomic():
                for upload in uploads:
                    actions.voeg_document_toe(dossier.persoon, upload=upload, door=request.user, **velden)
        except ValidationError as fout:
            neem_fouten_over(form, fout)
        else:
            request.session["laatste_documentsoort"] = velden["soort"]
            tekst = "Document toegevoegd." if len(uploads) == 1 else f"{len(uploads)} documenten toegevoegd."
            meld_gelukt(request, tekst)
            return redirect("personen:documenten", nummer=nummer)
    return toon_blad(request, dossier, "personen/document_nieuw.html", {"form": form})


@require_safe
@vereist(Recht.DOCUMENT_INZIEN)
def ophalen(request, nummer, pk):
    """The bytes, always as a download, logged each time."""
    dossier = open_dossier(request, nummer, recht=Recht.DOCUMENT_INZIEN, blad="documenten", vastleggen=False)
    document = _document(request, dossier, pk, ook_verwijderd=False)
    leg_inzage_vast(
        Inzagesoort.DOCUMENT,
        door=request.user,
        pagina=f"document {document.pk} van {nummer}",
        gemeente_id=dossier.persoon.gemeente_id,
        dossier_id=dossier.persoon.pk,
        als_vervanger=dossier.als_vervanger,
    )
    return download_van(document.bestand)


@require_POST
@vereist(Recht.DOCUMENT_TOEVOEGEN)
def verwijderen(request, nummer, pk):
    """Take a document out of the dossier, with a way back."""
    return _doe(
        request,
        nummer,
        pk,
        actions.verwijder_document,
        "Document uit het dossier gehaald.",
        "personen:document-herstellen",
    )


@require_POST
@vereist(Recht.DOCUMENT_TOEVOEGEN)
def herstellen(request, nummer, pk):
    """Put a removed document back."""
    return _doe(request, nummer, pk, actions.herstel_document, "Document teruggezet.", "")


def _doe(request, nummer, pk, actie, tekst, ongedaan_route):
    dossier = open_dossier(request, nummer, recht=Recht.DOCUMENT_TOEVOEGEN, blad="documenten")
    document = _document(request, dossier, pk, ook_verwijderd=True)
    try:
        actie(document, door=request.user)
    except ValidationError as fout:
        meld_fout(request, fout)
    else:
        terug = reverse(ongedaan_route, args=[nummer, pk]) if ongedaan_route else ""
        meld_gelukt(request, tekst, ongedaan_url=terug)
    return redirect("personen:documenten", nummer=nummer)


def _document(request, dossier, pk, *, ook_verwijderd) -> Document:
    eigen = Document.objects.zichtbaar_voor(request.user).select_related("bestand")
    if not ook_verwijderd:
        eigen = eigen.filter(verwijderd_op=None)
    return get_object_or_404(eigen, pk=pk, persoon=dossier.persoon)
