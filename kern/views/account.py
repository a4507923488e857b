"""Log-in page and the log-in addresses that are closed."""

from allauth.account.views import LoginView
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404

from kern.account_forms import GebruikerFilterForm
from kern.demo_accounts import DEMO_WACHTWOORD, demo_accounts


class Inloggen(LoginView):
    """allauth's log-in with our form; the demo shows its accounts, a lock answers 429."""

    def get_initial(self):
        initial = super().get_initial()
        vraag = GebruikerFilterForm(self.request.GET)
        if settings.DEMO and vraag.is_valid() and vraag.cleaned_data["gebruiker"]:
            initial |= {"login": vraag.cleaned_data["gebruiker"], "password": DEMO_WACHTWOORD}
        return initial

    def form_invalid(self, form):
        response = super().form_invalid(form)
        if form.has_error("__all__", "too_many_login_attempts"):
            response.status_code = 429
        return response

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        if settings.DEMO:
            context |= {"demo_accounts": demo_accounts(), "demo_wachtwoord": DEMO_WACHTWOORD}
        return context


inloggen = login_not_required(Inloggen.as_view())


@login_not_required
def gesloten(request):
    """Sign-up, e-mail addresses and password by e-mail: the functioneel beheerder does those."""
    raise Http404
