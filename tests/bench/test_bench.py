"""script/bench works: the generator obeys every constraint and trigger, and a page gets its figures."""

from datetime import date

import pytest
from django.db import connection, transaction

from bench import generator, pages
from bench.measure import Meting
from bench.report import KOPPEN, als_markdown, als_tekst, regel
from personen.models import Contactmoment, Persoon

VANDAAG = date(2026, 11, 22)
AANTAL = 50


@pytest.fixture
def bevolking(db):
    generator.basis()
    return generator.vul(AANTAL, vandaag=VANDAAG)


def test_de_bevolking_heeft_tien_jaar_leven_en_de_paginas_krijgen_cijfers(bevolking):
    eerste, laatste = (
        Contactmoment.objects.order_by(volgorde).first().datum for volgorde in ("datum", "-datum")
    )

    assert Persoon.objects.count() == AANTAL
    assert bevolking.historie and bevolking.rijen > 40 * AANTAL
    assert (laatste - eerste).days > 8 * 365

    # One page of every kind: a list with its count, a search with its token, a dossier.
    kies = "eerste bladzijde|typefout|dossier met tijdlijn"
    metingen = [uit for _, uit in pages.meet_paginas(keer=1, kies=kies, met_admin=False)]

    assert [type(meting) for meting in metingen] == [Meting] * 3
    assert all(meting.vragen > 3 and meting.bytes > 3000 and meting.kaal > 0 for meting in metingen)
    assert len(als_tekst([regel(meting) for meting in metingen]).splitlines()) == 5


def test_hetzelfde_aantal_geeft_dezelfde_mensen(db):
    generator.basis()

    eerste, tweede = _handtekening(), _handtekening()

    assert eerste == tweede


def _handtekening() -> str:
    """What a population looks like, without its numbers; the population itself is thrown away."""
    with transaction.atomic(), connection.cursor() as cursor:
        generator.vul(20, vandaag=VANDAAG)
        cursor.execute(
            "select md5(string_agg(concat_ws(',', p.zoeknaam, p.geboortedatum, p.bsn, c.datum, c.wijze, c.verslag),"
            " ';' order by p.bsn, c.datum)) from personen_persoon p join personen_contactmoment c on c.persoon_id = p.id"
        )
        transaction.set_rollback(True)
        return cursor.fetchone()[0]


def test_de_tabel_heeft_een_kolom_per_kop():
    meting = Meting("p", "r", 9, 10.0, 20.0, 4.0, 5, 2048, 512, 2.0, 40.0)

    assert len(regel(meting)) == len(KOPPEN)
    assert regel(meting)[3] == "6.0" and regel(meting)[8:10] == ("5.0", "0.25")
    assert als_markdown([regel(meting)]).splitlines()[1].count("|") == len(KOPPEN) + 1
