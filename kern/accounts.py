"""Log-in rules on top of django-allauth: nobody signs up, OIDC never creates users by itself."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by the functioneel beheerder only."""

    def is_open_for_signup(self, request):
        return False


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """A gemeente account may log in only when the beheerder linked it beforehand."""

    def is_open_for_signup(self, request, sociallogin):
        return False
