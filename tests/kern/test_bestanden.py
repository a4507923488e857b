"""A stored file knows its own size and hash, and nobody has to compute them."""

import hashlib

import pytest
from django.core.exceptions import ValidationError

from kern.actions.bestanden import bewaar_bestand
from kern.models import Bestand

pytestmark = pytest.mark.django_db


def test_een_bewaard_bestand_kent_zijn_grootte_en_zijn_afdruk(gemeente, consulent):
    bestand = bewaar_bestand(b"%PDF", "brief.pdf", gemeente=gemeente, door=consulent)

    bestand.refresh_from_db()
    assert (bestand.grootte, bestand.sha256) == (4, hashlib.sha256(b"%PDF").hexdigest())
    assert (bytes(bestand.inhoud), bestand.mediatype) == (b"%PDF", "application/pdf")
    assert (bestand.gemeente, bestand.gemaakt_door) == (gemeente, consulent)


@pytest.mark.parametrize(("inhoud", "naam"), [(b"", "leeg.pdf"), (b"x", f"{'a' * 150}.pdf")])
def test_een_leeg_bestand_of_een_te_lange_naam_wordt_niet_bewaard(gemeente, consulent, inhoud, naam):
    with pytest.raises(ValidationError):
        bewaar_bestand(inhoud, naam, gemeente=gemeente, door=consulent)

    assert not Bestand.objects.exists()
