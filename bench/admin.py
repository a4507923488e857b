"""Django's own change list over our tables: the yardstick of R3 in docs/snelheid.md. Never part of the product."""

from django.contrib.admin import AdminSite, ModelAdmin

from personen.models import Contactmoment, Persoon
from werkgevers.models import Factuur, Overeenkomst, Plaatsing, Relatie

PER_PAGINA = 50


class BenchSite(AdminSite):
    def has_permission(self, request):
        return True


class BenchAdmin(ModelAdmin):
    list_per_page = PER_PAGINA

    def has_view_permission(self, request, obj=None):
        return True

    has_change_permission = has_view_permission


site = BenchSite(name="bench-admin")


class PersoonAdmin(BenchAdmin):
    list_display = ("nummer", "achternaam", "roepnaam", "geboortedatum", "gemeente", "geslacht")
    list_filter = ("gemeente", "geslacht")
    list_select_related = ("gemeente",)
    search_fields = ("zoeknaam",)


class ContactAdmin(BenchAdmin):
    list_display = ("datum", "persoon", "wijze", "met", "door", "vervolg_op")
    list_select_related = ("persoon", "door")
    list_filter = ("wijze",)


class RelatieAdmin(BenchAdmin):
    list_display = ("nummer", "naam", "gemeente", "branche", "plaats", "werknemers")
    list_select_related = ("gemeente",)
    search_fields = ("zoeknaam",)


class PlaatsingAdmin(BenchAdmin):
    list_display = ("persoon", "relatie", "soort", "begindatum", "einddatum", "contract_tot")
    list_select_related = ("persoon", "relatie")
    list_filter = ("soort",)


class OvereenkomstAdmin(BenchAdmin):
    list_display = ("nummer", "persoon", "relatie", "soort", "status", "begindatum")
    list_select_related = ("persoon", "relatie")
    list_filter = ("status",)


class FactuurAdmin(BenchAdmin):
    list_display = ("nummer", "relatie", "factuurdatum", "vervaldatum", "totaal", "soort")
    list_select_related = ("relatie",)
    list_filter = ("soort",)


site.register(Factuur, FactuurAdmin)
site.register(Overeenkomst, OvereenkomstAdmin)
site.register(Persoon, PersoonAdmin)
site.register(Contactmoment, ContactAdmin)
site.register(Relatie, RelatieAdmin)
site.register(Plaatsing, PlaatsingAdmin)
