"""How every form looks: templates/django/forms/ plus aria-required instead of the browser's own bubbles."""

import re

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting

from kern.forms.quick import quick_html

# A NUL cannot be stored by PostgreSQL and a lone surrogate cannot be sent as UTF-8: show a mark instead.
NIET_TE_BEWAREN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
VERVANGTEKEN = "\ufffd"


class TredeBoundField(BoundField):
    """A field on a page; used by every form in the project because the renderer names it."""

    def build_widget_attrs(self, attrs, widget=None):
        """As Django's, but `aria-required` instead of `required`: we show our own errors (schermen D2)."""
        attrs = super().build_widget_attrs(attrs, widget)
        widget = widget or self.field.widget
        if attrs.pop("required", False) and not self.use_fieldset and not widget.is_hidden:
            attrs["aria-required"] = "true"
        return attrs

    def value(self):
        return _toonbaar(super().value())

    @property
    def is_vinkje(self):
        """One checkbox: the label stands behind it and "(niet verplicht)" would say nothing."""
        return isinstance(self.field.widget, forms.CheckboxInput)

    @property
    def toont_niet_verplicht(self):
        """Whether the words "(niet verplicht)" stand in the label (schermen D10)."""
        filter_form = getattr(self.form, "is_filter", False)
        # A field that the form lets you leave for later, but that is needed in the end, says so in its own help.
        later = getattr(self.field, "later_verplicht", False)
        return not (self.field.required or self.field.disabled or self.is_vinkje or filter_form or later)

    @property
    def fout_doel(self):
        """The id an error in the summary links to: the first control a person can type in."""
        widget = self.field.widget
        if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
            return f"{self.auto_id}_0"
        return self.id_for_label or self.auto_id


def _toonbaar(waarde):
    if isinstance(waarde, str):
        return NIET_TE_BEWAREN.sub(VERVANGTEKEN, waarde)
    if isinstance(waarde, list):
        return [_toonbaar(deel) for deel in waarde]
    return waarde


class TredeRenderer(TemplatesSetting):
    """FORM_RENDERER: looks in templates/django/forms/ before Django's own."""

    bound_field_class = TredeBoundField

    def render(self, template_name, context, request=None):
        snel = quick_html(template_name, context)
        return super().render(template_name, context, request) if snel is None else snel
