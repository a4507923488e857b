"""De landelijke normen waarmee de tests van loonkostensubsidie rekenen (regels §1.3, §1.4)."""

from datetime import date

from tests.factories.kern import BeleidskaderFactory, ParameterFactory

WML = {
    date(2023, 1, 1): "1934.40",
    date(2024, 1, 1): "2069.40",
    date(2025, 1, 1): "2191.80",
    date(2025, 7, 1): "2245.80",
    date(2026, 1, 1): "2294.40",
    date(2026, 7, 1): "2337.00",
}
VAST = {
    "wml.volwassen_leeftijd": ("getal", "21"),
    "wml.jeugd.20": ("percentage", "80"),
    "wml.vakantiebijslag": ("percentage", "8"),
    "lks.werkgeverslasten": ("percentage", "23.5"),
    "lks.max_pct": ("percentage", "70"),
    "lks.forfait_pct": ("percentage", "50"),
    "lks.forfait_maanden": ("getal", "6"),
    "lks.uren_voltijd": ("getal", "36"),
    "lks.besluit_weken": ("getal", "5"),
    "lks.aanvraag_maanden": ("getal", "6"),
}


def maak_normen():
    """Het kader Nederland met precies wat loonkostensubsidie nodig heeft."""
    kader = BeleidskaderFactory(
        code="nederland", naam="Nederland", gemeente=None, begindatum=date(2015, 1, 1)
    )

    def zet(code, soort, waarde, begin, einde=None):
        ParameterFactory(
            kader=kader, code=code, soort=soort, waarde=waarde, begindatum=begin, einddatum=einde
        )

    for code, (soort, waarde) in VAST.items():
        zet(code, soort, waarde, date(2015, 1, 1))
    zet("lks.uren_grondslag", "tekst", "normale_arbeidsduur", date(2015, 1, 1), date(2023, 12, 31))
    zet("lks.uren_grondslag", "tekst", "uren_36", date(2024, 1, 1))
    dagen = list(WML)
    for dag, volgende in zip(dagen, [*dagen[1:], None], strict=True):
        einde = date.fromordinal(volgende.toordinal() - 1) if volgende else None
        zet("wml.maand", "bedrag", WML[dag], dag, einde)
    return kader
