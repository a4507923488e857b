"""Read rows in with the real engine, as a test wants it: one call per file."""

from kern.actions.inlezen import koppel_kolommen, laad_importbestand
from kern.imports.engine import beproef, lees_in
from tests.kern.import_bestanden import csvbestand


def lees(soort, gemeente, *rijen, door=None, zonder_fouten=False):
    """Lees deze rijen (dicts) in; geeft (tellingen, ["rij veld: tekst", …])."""
    kop = list(dict.fromkeys(code for rij in rijen for code in rij))
    inhoud = csvbestand(kop, *[[rij.get(code, "") for code in kop] for rij in rijen])
    batch = laad_importbestand(soort=soort, gemeente=gemeente, naam="a.csv", inhoud=inhoud, door=door)
    batch = koppel_kolommen(batch, koppeling=batch.koppeling, door=door)
    uitslag = beproef(batch, door=door)
    fouten = [
        f"{rij.nummer} {fout['veld']}: {fout['tekst']}"
        for rij in uitslag.rijen
        for fout in rij.fouten
        if rij.uitkomst == "fout"
    ]
    if not fouten or zonder_fouten:
        lees_in(batch, door=door, zonder_fouten=zonder_fouten)
    return uitslag.tellingen, fouten


def perioden(feiten):
    """[(eerste dag, laatste dag)] als tekst, op volgorde."""
    toon = lambda dag: f"{dag:%d-%m-%Y}" if dag else ""  # noqa: E731
    return [(toon(f.begindatum), toon(f.einddatum)) for f in sorted(feiten, key=lambda f: f.begindatum)]
