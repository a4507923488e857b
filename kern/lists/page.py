"""One request of a list: the rows of a page or of a file, and every word and address its template asks."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from kern.jobs import start_taak
from kern.lists.columns import BsnKolom
from kern.lists.definition import Lijst
from kern.lists.export import ALS_TAAK_BOVEN, BROK, exporteer, exportgemeenten
from kern.lists.filters import TredeFilterSet
from kern.lists.paging import GRENS, begrensde_telling, genummerde_bladzijde, sleutelbladzijde, sleutels
from kern.lists.parameters import Lijststand
from kern.lists.search import term_van
from kern.lists.selection import keuze_van
from kern.logbook import leg_inzage_vast
from kern.models import Gemeente, Lijstvoorkeur
from kern.opmaak import getal
from kern.permissions import Recht

if TYPE_CHECKING:
    from kern.lists.rows import RijenFilter


class Lijstpagina:
    """Everything the template of a list asks; made once per request."""

    def __init__(
        self, request, lijst: Lijst, queryset, gemeente_id=None, verberg=(), weergaven=(), dossier_id=None
    ):
        self.request, self.lijst, self.gemeente_id = request, lijst, gemeente_id
        self.weergaven, self.dossier_id = weergaven, dossier_id
        self.basis = queryset
        self.voorkeur = Lijstvoorkeur.objects.filter(gebruiker=request.user, lijst=lijst.code).first()
        self.stand = Lijststand(lijst, request.GET, self.voorkeur, verberg)
        self.meldingen = self.stand.meldingen
        self.filterset: TredeFilterSet | RijenFilter | None = None
        self.tags: list[tuple[str, str, str]] = []
        self.gefilterd = self._filter(queryset)
        self.volgorde = self._volgorde(queryset)

    # ---- rows ----------------------------------------------------------------------------------
    def _filter(self, queryset):
        stand = self.stand
        if self.lijst.filterset is not None:
            self.filterset = filterset = self.lijst.filterset(
                data=self.request.GET, queryset=queryset, request=self.request
            )
            queryset = filterset.qs
            self.tags = [
                (label, waarde, stand.zonder_filter(naam, ruw))
                for naam, label, waarde, ruw in filterset.actief()
            ]
        self.term = ""
        if stand.zoek and self.lijst.zoekveld and self.filterset is not None:
            term = term_van(self.request, self.lijst.code, stand.zoek)
            if term is None:
                self.meldingen.append("Deze zoekopdracht is verlopen. Typ je zoekterm opnieuw.")
            else:
                self.term = term
                queryset = self.filterset.zoek(queryset, term)
        return queryset

    def _volgorde(self, queryset):
        return sleutels(queryset, self._sorteervelden())

    def _sorteervelden(self) -> list[str]:
        sort = self.stand.sort
        if not sort:
            return list(self.lijst.volgorde)
        velden = self.lijst.tabel.sorteervelden(sort.removeprefix("-"))
        if not sort.startswith("-"):
            return list(velden)
        return [veld.removeprefix("-") if veld.startswith("-") else f"-{veld}" for veld in velden]

    def _geordend(self):
        return self.gefilterd.order_by(*(sleutel.expressie() for sleutel in self.volgorde))

    def _velden(self) -> list[str]:
        velden = self.lijst.tabel.velden(self.stand.kolommen)
        log = [self.lijst.gemeente_veld, self.lijst.dossier_veld] if self.lijst.personen else []
        return [*velden, *(veld for veld in log if veld and veld not in velden)]

    def laad(self) -> None:
        """Count, read one page, and log who looks at whom."""
        stand = self.stand
        eerste = self._eerste_rijen()
        if eerste is not None and len(eerste) <= stand.per:
            self.totaal = len(eerste)  # all of them: there is nothing to count
        else:
            self.totaal = begrensde_telling(self.gefilterd)
        if self.totaal > GRENS:
            basis, gevraagd = self.basis, (stand.na, stand.voor)
            self.blad = sleutelbladzijde(
                self.gefilterd,
                basis,
                self.volgorde,
                self._velden(),
                na=gevraagd[0],
                voor=gevraagd[1],
                per=stand.per,
                eerste=eerste,
            )
        else:
            self.blad = genummerde_bladzijde(
                self._geordend(),
                self._velden(),
                nummer=stand.pagina,
                per=stand.per,
                aantal=self.totaal,
                eerste=eerste,
            )
        self.keuze = self._keuze()
        self.tabel = self._tabel(self.blad.rijen)
        if self.lijst.personen and self.blad.rijen:
            self._log_lijst()

    def _eerste_rijen(self) -> list | None:
        """The rows of the first page and one more, when that is the page that is asked."""
        stand = self.stand
        if stand.pagina != 1 or stand.na is not None or stand.voor is not None:
            return None
        return list(self._geordend().values(*self._velden())[: stand.per + 1])

    def _keuze(self):
        return keuze_van(self.request, self.lijst.code, self.stand.filtervraag())

    def _tabel(self, rijen):
        klasse = self.lijst.tabel
        sort = self.stand.sort
        tabel = klasse(
            rijen,
            kolommen=self.stand.kolommen,
            bijschrift=self.lijst.titel,
            gekozen=self.keuze.pks if not self.keuze.alles else frozenset(rij["pk"] for rij in rijen),
            kiesbaar=bool(self.bulkacties),
        )
        tabel.koppen = [self._kop(tabel, naam, sort) for naam in tabel.namen]
        return tabel

    def _kop(self, tabel, naam, sort):
        if not tabel.sorteervelden(naam):
            return tabel.kop(naam)
        richting = {naam: "ascending", f"-{naam}": "descending"}.get(sort, "")
        return tabel.kop(naam, self.stand.url(sort=f"-{naam}" if sort == naam else naam), richting)

    @property
    def sjabloon(self) -> str:
        """The template that shows the rows, when it is not the table."""
        if not self.lijst.sjabloon or self.filterset is None:
            return self.lijst.sjabloon
        velden = self.filterset.form.cleaned_data
        return self.lijst.sjabloon if velden.get("lezen", True) else ""

    # ---- words ---------------------------------------------------------------------------------
    @property
    def aantal_tekst(self) -> str:
        """ "23 personen"; above the cap "10.000+ personen"."""
        if self.totaal > GRENS:
            return f"{getal(GRENS)}+ {self.lijst.wat[1]}"
        return f"{getal(self.totaal)} {self.lijst.telling(self.totaal)}"

    @property
    def paginatitel(self) -> str:
        if self.blad.genummerd is not None and self.blad.paginas > 1:
            return f"{self.lijst.titel} (pagina {getal(self.blad.nummer)} van {getal(self.blad.paginas)})"
        return self.lijst.titel

    @property
    def leeg_tekst(self) -> str:
        if self.term:
            return f"0 resultaten voor '{self.term}'" + (" met deze filters." if self.tags else ".")
        return f"Geen {self.lijst.wat[1]} met deze filters." if self.tags else self.lijst.leeg.tekst

    @property
    def leeg_actie(self) -> tuple[str, str]:
        """The one next step when there are no rows: (text, url)."""
        if self.term:
            return "Zoekterm wissen", self.stand.url(weg=["zoek"])
        if self.tags:
            return "Wis filters", self.wis_url
        leeg = self.lijst.leeg
        if leeg.route and (leeg.recht is None or self.request.user.mag(leeg.recht)):
            return leeg.actie, reverse(leeg.route)
        return "", ""

    @property
    def wis_url(self) -> str:
        return self.stand.zonder_filters()

    @property
    def zonder_zoekterm(self) -> str:
        return self.stand.url(weg=["zoek"])

    @property
    def pad(self) -> str:
        return self.request.get_full_path()

    @property
    def vandaag(self):
        return timezone.localdate()

    @property
    def bulkacties(self) -> list:
        return [actie for actie in self.lijst.bulkacties if self.request.user.mag(actie.recht)]

    @property
    def aantal_gekozen(self) -> int:
        return self.totaal if self.keuze.alles else len(self.keuze.pks)

    @property
    def alles_kiesbaar(self) -> bool:
        return 1 < self.totaal <= GRENS

    @property
    def zichtbaar(self) -> str:
        return ",".join(str(rij["pk"]) for rij in self.blad.rijen)

    @property
    def vorige_url(self) -> str:
        return self.stand.url(**self.blad.vorige) if self.blad.vorige else ""

    @property
    def volgende_url(self) -> str:
        return self.stand.url(**self.blad.volgende) if self.blad.volgende else ""

    @property
    def bladen(self) -> list[dict]:
        """Page numbers for the pager with buttons, as in `{% pagineerder %}`."""
        if self.blad.genummerd is None:
            return []
        paginator = self.blad.genummerd.paginator
        return [
            {
                "nummer": nummer,
                "url": self.stand.url(pagina=nummer) if isinstance(nummer, int) else "",
                "hier": nummer == self.blad.nummer,
            }
            for nummer in paginator.get_elided_page_range(self.blad.nummer, on_each_side=1, on_ends=1)
        ]

    @property
    def actieve_weergave(self):
        return next((weergave for weergave in self.weergaven if weergave.pk == self.stand.weergave), None)

    @property
    def kolomnamen(self) -> list[str]:
        return [kop.tekst for kop in self.tabel.koppen]

    # ---- export --------------------------------------------------------------------------------
    @property
    def exportrecht(self) -> Recht | None:
        return Recht.EXPORTEREN if self.lijst.personen else self.lijst.exportrecht

    @property
    def mag_exporteren(self) -> bool:
        return self.exportrecht is None or self.request.user.mag(self.exportrecht, self.gemeente_id)

    @property
    def bsn_te_tonen(self) -> bool:
        """A BSN column is on and this user may export it in full, after giving a reason."""
        kolommen = self.lijst.tabel.alle_kolommen()
        heeft = any(isinstance(kolommen[naam], BsnKolom) for naam in self.stand.kolommen)
        return heeft and self.request.user.mag(Recht.BSN_TONEN, self.gemeente_id)

    @property
    def exportlinks(self) -> list[tuple[str, str]]:
        namen = {"csv": "CSV", "xlsx": "Excel (xlsx)", "json": "JSON"}
        return [(naam, self.stand.url(export=vorm)) for vorm, naam in namen.items()]

    def exporteer(self) -> HttpResponse:
        """The file with all filtered rows; the export is logged before the first row leaves."""
        if not self.mag_exporteren:
            raise PermissionDenied
        voortgang = getattr(self.request, "export_voortgang", None)
        if voortgang is None and self._is_groot():
            return HttpResponseRedirect(reverse("kern:taak", args=[self._export_als_taak().pk]))
        rijen, reden = self._te_exporteren()
        if voortgang:
            rijen = self._met_voortgang(rijen, voortgang)
        kolommen = self.lijst.tabel.alle_kolommen()
        namen = [naam for naam in self.stand.kolommen if not getattr(kolommen[naam], "alleen_scherm", False)]
        tabel = self.lijst.tabel([], kolommen=namen, bijschrift=self.lijst.titel)
        return exporteer(
            self.stand.export,
            tabel=tabel,
            lezers=tabel.exportlezers(bsn_voluit=bool(reden)),
            rijen=rijen,
            naam=f"{self.lijst.code}-{timezone.localdate():%Y-%m-%d}",
            gegevens={
                "lijst": self.lijst.code,
                "titel": self.lijst.titel,
                "filters": self.filters_in_woorden(),
            },
        )

    # ---- a large export -------------------------------------------------------------------------
    def _aantal(self) -> int:
        return begrensde_telling(self.gefilterd)

    def _is_groot(self) -> bool:
        """Too much for one request. A search term and a reason for BSNs live in the session: those stay here."""
        return not self.term and not self.stand.bsn and self._aantal() > ALS_TAAK_BOVEN

    @property
    def als_taak(self) -> bool:
        """For the template: these links open the page of a job instead of a file."""
        return not self.term and self.totaal > ALS_TAAK_BOVEN

    def _export_als_taak(self):
        user, pad, vraag = self.request.user, self.request.path, self.request.GET.urlencode()
        gemeenten = (
            [self.gemeente_id] if self.gemeente_id else sorted(exportgemeenten(user, self.exportrecht))
        )
        return start_taak(
            "lijst-export",
            titel=f"{self.lijst.titel} als {self.stand.export}",
            door=user,
            gemeente=Gemeente.objects.filter(pk=gemeenten[0]).first(),
            parameters={
                "pad": pad,
                "vraag": vraag,
                "vorm": self.stand.export,
                "lijst": self.lijst.code,
                "recht": str(self.exportrecht or ""),
                # The file holds rows of all of these; whoever fetches it needs the right in each.
                "gemeenten": gemeenten,
                "terug": f"{pad}{self.stand.url()}",
            },
            # The same question twice is one job.
            sleutel=hashlib.sha256(f"{user.pk} {pad} {vraag} {gemeenten}".encode()).hexdigest()[:40],
        )

    def _met_voortgang(self, rijen, voortgang):
        totaal = self._aantal()
        for nummer, rij in enumerate(rijen):
            if nummer % BROK == 0:
                voortgang(min(nummer, totaal), totaal, "rijen geschreven")
            yield rij

    def _te_exporteren(self):
        """All filtered rows in order, and the reason when full BSNs may go along; logged."""
        rijen = self.gefilterd
        if self.exportrecht is not None and self.lijst.gemeente_veld and self.gemeente_id is None:
            rijen = rijen.filter(
                **{
                    f"{self.lijst.gemeente_veld}__in": self.request.user.toegang.gemeenten_met(
                        self.exportrecht
                    )
                }
            )
        reden = self._bsn_reden()
        if reden:
            rijen = rijen.filter(
                **{
                    f"{self.lijst.gemeente_veld}__in": self.request.user.toegang.gemeenten_met(
                        Recht.BSN_TONEN
                    )
                }
            )
        if self.lijst.personen or self.dossier_id:
            self._log_export(rijen, reden)
        geordend = rijen.order_by(*(sleutel.expressie() for sleutel in self.volgorde))
        return geordend.values(*self._velden()).iterator(chunk_size=BROK), reden

    def _bsn_reden(self) -> str:
        """The reason given for full BSNs; the ticket works once and only for who may see them."""
        if not self.stand.bsn or not self.bsn_te_tonen:
            return ""
        redenen = dict(self.request.session.get("bsn_redenen", {}))
        bewaard = redenen.pop(self.stand.bsn, None)
        self.request.session["bsn_redenen"] = redenen
        return bewaard[1] if bewaard and bewaard[0] == self.lijst.code else ""

    def filters_in_woorden(self) -> dict[str, str]:
        woorden: dict[str, str] = {}
        for label, waarde, _ in self.tags:
            woorden[label] = f"{woorden[label]}, {waarde}" if label in woorden else waarde
        return woorden

    # ---- log -----------------------------------------------------------------------------------
    def _log_lijst(self) -> None:
        """Who saw which people in a list (F1); one line per gemeente on the page."""
        per_gemeente: dict[int | None, list[int]] = {}
        for rij in self.blad.rijen:
            per_gemeente.setdefault(self.gemeente_id or rij[self.lijst.gemeente_veld], []).append(
                rij[self.lijst.dossier_veld]
            )
        for gemeente_id, dossiers in per_gemeente.items():
            self._leg_vast("lijst", gemeente_id, aantal=len(dossiers), dossiers=dossiers)

    def _log_export(self, rijen, reden: str) -> None:
        """One line per gemeente, so that each gemeente sees who took its people along."""
        if self.dossier_id:
            self._leg_export_vast(self.gemeente_id, rijen.count(), reden)
            return
        veld = self.lijst.gemeente_veld
        telling = dict(
            rijen.order_by().values_list(veld).annotate(aantal=Count("pk")).values_list(veld, "aantal")
        )
        for gemeente_id, aantal in (telling or dict.fromkeys([self.gemeente_id], 0)).items():
            self._leg_export_vast(gemeente_id, aantal, reden)

    def _leg_export_vast(self, gemeente_id, aantal: int, reden: str = "", **gegevens) -> None:
        self._leg_vast(
            "export",
            gemeente_id,
            reden,
            aantal=aantal,
            vorm=self.stand.export,
            kolommen=self.stand.kolommen,
            bsn_voluit=bool(reden),
            **gegevens,
        )

    def _leg_vast(self, soort: str, gemeente_id, reden: str = "", **gegevens) -> None:
        # Not the search term: it may be a name or a BSN.
        leg_inzage_vast(
            soort,
            door=self.request.user,
            pagina=self.request.path,
            gemeente_id=gemeente_id,
            dossier_id=self.dossier_id,
            reden=reden,
            lijst=self.lijst.code,
            filters=self.filters_in_woorden(),
            gezocht=bool(self.term),
            **gegevens,
        )
