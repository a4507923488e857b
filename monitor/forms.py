"""Wat je op de monitor kunt kiezen."""

from django.utils import timezone

from kern.forms import DatumField, KeuzeField, TredeFilterForm

TOEKOMST = "Deze datum ligt in de toekomst. Er zijn nog geen gegevens. Kies vandaag of eerder."


class BestandForm(TredeFilterForm):
    """Peildatum, gemeente en een datum om mee te vergelijken."""

    def __init__(self, data, *, gemeenten):
        super().__init__(data)
        vandaag = timezone.localdate()
        for naam, label in (("peildatum", "Peildatum"), ("vergelijk", "Vergelijk met")):
            uitleg = "Leeg is vandaag." if naam == "peildatum" else "Leeg is niet vergelijken."
            self.fields[naam] = DatumField(
                label=label,
                required=False,
                niet_na=vandaag,
                help_text=uitleg,
                error_messages={"te_laat": TOEKOMST},
            )
        if len(gemeenten) > 1:
            keuzes = [(gemeente.code, gemeente.naam) for gemeente in gemeenten]
            self.fields["gemeente"] = KeuzeField(
                label="Gemeente", required=False, choices=keuzes, leeg="alle gemeenten samen", radio=False
            )


class ExportForm(TredeFilterForm):
    """In welke vorm je de cijfers wilt hebben; een onbekende vorm is gewoon de pagina."""

    SOORTEN = (("pdf", "PDF"), ("csv", "CSV"), ("json", "JSON"))

    export = KeuzeField(choices=SOORTEN, required=False, radio=False)
