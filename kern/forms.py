from django.forms.renderers import TemplatesSetting


class TredeRenderer(TemplatesSetting):
    pass
