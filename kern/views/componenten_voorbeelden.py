"""The examples of the gallery, as template code that anyone can copy."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Voorbeeld:
    naam: str
    uitleg: str
    code: str


VOORBEELDEN = (
    Voorbeeld(
        "Knop en knoplink",
        "Een knop verstuurt een formulier; een knoplink gaat ergens heen. Hooguit één primaire actie per blok.",
        """<div class="rij">{% knop "Bewaar" %}
{% knop "Bewaar en ga verder" soort="secundair" %}
{% knop "Verwijder" soort="gevaar" extra="stap 1" %}
{% knoplink "Contact vastleggen" "#contact" soort="primair" %}
{% knoplink "Exporteer" "#export" %}
{% knoplink "Annuleren" "#terug" soort="tekst" %}</div>""",
    ),
    Voorbeeld(
        "Etiket",
        "Een status staat altijd in een woord; kleur en teken helpen alleen.",
        """{% etiket "concept" %} {% etiket "loopt" toon="info" %} {% etiket "getekend" toon="gelukt" %}
{% etiket "loopt af" toon="let-op" %} {% etiket "te laat" toon="fout" %} {% etiket "bezig" toon="bezig" %}""",
    ),
    Voorbeeld(
        "Melding",
        "Een mededeling in de pagina. Wat er net gebeurde, meld je met kern.meldingen.meld_gelukt.",
        """{% melding soort="info" %}<p>De peildatum staat vast op 01-07-2026.</p>{% endmelding %}
{% melding soort="gelukt" %}<p>423 rijen ingelezen.</p>{% endmelding %}
{% melding soort="let-op" titel="Afspraken alleen telefonisch" %}<p>K. Consulent, 02-02-2026</p>{% endmelding %}
{% melding soort="fout" %}<p>3 werkgevers hebben nog geen uren doorgegeven.</p>{% endmelding %}""",
    ),
    Voorbeeld(
        "Kaart",
        "Een blok met een kop; de inhoud is van jou.",
        """{% kaart titel="Mijn caseload" %}<p>88 dossiers, 98 per fte (norm 85).</p>{% endkaart %}
{% kaart titel="Loopt af" toon="let-op" %}<p>2 contracten eindigen binnen een maand.</p>{% endkaart %}""",
    ),
    Voorbeeld(
        "Kenmerkenlijst",
        "Namen en waarden. Een lege waarde zegt dat hij leeg is.",
        """{% kenmerkenlijst %}
{% kenmerk label="Werksoort" %}groepsdetachering{% endkenmerk %}
{% kenmerk label="Uren" %}{{ 24|uren }}{% endkenmerk %}
{% kenmerk label="Norm caseload" leeg="niet vastgesteld" %}{% endkenmerk %}
{% endkenmerkenlijst %}""",
    ),
    Voorbeeld(
        "Subnavigatie",
        "Bladen van een dossier zijn links met een eigen adres. Op een smal scherm een lijst.",
        """{% subnavigatie bladen label="Dossier" %}""",
    ),
    Voorbeeld(
        "Tijdlijn",
        "Nieuwste bovenaan; een datum zonder tijd krijgt geen verzonnen tijd.",
        """{% tijdlijn label="Gebeurtenissen" %}
{% tijdlijnitem titel="Tempo gaat vooruit" soort="Contact" wanneer=moment door="K. Consulent" url="#c" %}
<p>Vervolg over 6 weken.</p>{% endtijdlijnitem %}
{% tijdlijnitem titel="Plan getekend, versie 2" wanneer=start door="A. Voorbeeld" %}{% endtijdlijnitem %}
{% endtijdlijn %}""",
    ),
    Voorbeeld(
        "Lege lijst",
        "Er is nog niets, of niets met deze filters: altijd één volgende stap.",
        """{% leegmelding "Nog geen contact vastgelegd." actie="Leg eerste contact vast" url="#nieuw" %}
{% leegmelding "Geen personen met deze filters." actie="Wis filters" url="?" %}""",
    ),
    Voorbeeld(
        "Voortgang",
        "Hoe ver een taak is, in woorden.",
        """{% voortgang gedaan=41 totaal=61 tekst="facturen gemaakt" %}
{% voortgang gedaan=429 totaal=429 tekst="rijen gelezen" klaar=True %}""",
    ),
    Voorbeeld(
        "Getallen en datums",
        "Filters voor tekst; leeg geeft een streepje.",
        """<ul><li>{{ prijs|bedrag }} · {{ tekort|bedrag }}</li>
<li>{{ 429|getal }} · {{ prijs|getal:1 }} · {{ 12.5|procent }} · {{ 0.097|deel_als_procent }} · {{ 28|verschil }}</li>
<li>{{ 5.65|fte }} · {{ 36|uren }}</li>
<li>{{ start|datum }} · {{ moment|datumtijd }} · {{ None|datum }}</li></ul>""",
    ),
    Voorbeeld(
        "Tabel",
        "Smalle tabellen worden op een telefoon een lijst; brede schuiven in hun eigen vak.",
        """<table class="tabel tabel--lijst"><caption>Openstaande facturen</caption>
<thead><tr><th scope="col">Factuur</th><th scope="col" aria-sort="descending"><a href="?">Vervaldatum</a></th>
<th scope="col" class="getal">Bedrag</th></tr></thead>
<tbody><tr><th scope="row"><a href="#f">F-2026-0391</a></th>
<td data-label="Vervaldatum">17-07-2026</td><td class="getal" data-label="Bedrag">€ 781,20</td></tr></tbody></table>
{% tabelvak label="Uren per maand" %}<table class="tabel"><caption>Uren per maand</caption>
<thead><tr><th scope="col">Werkgever</th><th scope="col" class="getal">Januari</th>
<th scope="col" class="getal">Februari</th>
<th scope="col" class="getal">Maart</th><th scope="col" class="getal">April</th></tr></thead>
<tbody><tr><th scope="row">Groen BV</th><td class="getal">412,00</td><td class="getal">398,50</td>
<td class="getal">420,00</td><td class="getal">401,25</td></tr></tbody></table>{% endtabelvak %}""",
    ),
    Voorbeeld(
        "Pagineerder",
        "Houdt filters en sortering vast.",
        """{% pagineerder pagina %}""",
    ),
    Voorbeeld(
        "Filterpaneel",
        "Staat open, met gekozen filters als tags en een knop boven en onder.",
        """{% filterpaneel form=filter tags=tags wis_url="?" label="Filter personen" %}{% endfilterpaneel %}""",
    ),
    Voorbeeld(
        "Bulkbalk",
        "Knoppen voor wat je aanvinkt. Niets gekozen geeft een fout, geen dode knop.",
        """{% bulkbalk gekozen=2 totaal=214 %}{% knop "Herverdeel" soort="secundair" %}{% endbulkbalk %}""",
    ),
    Voorbeeld(
        "Uitklap",
        "Uitleg die niet altijd nodig is, zoals een definitie.",
        """{% uitklap titel="Waarom zie ik dit?" %}<p>9 weken geen contact. De norm is 8 weken.</p>{% enduitklap %}""",
    ),
    Voorbeeld(
        "Figuur",
        "Een grafiek met haar boodschap en dezelfde getallen als tabel. Maak hem met kern.charts.",
        """{% figuur ladder %}{% figuur reserve %}{% figuur afbouw %}""",
    ),
)
