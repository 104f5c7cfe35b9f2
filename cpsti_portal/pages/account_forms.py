"""The account forms of django-allauth, in the words of the portal."""

from allauth.account import forms as account

_LABELS = {
    "login": "Adresse électronique",
    "email": "Adresse électronique",
    "password": "Mot de passe",
    "password1": "Mot de passe",
    "password2": "Le même mot de passe, une seconde fois",
    "oldpassword": "Mot de passe actuel",
    "remember": "Rester connecté sur cet appareil",
}
_HELP = {"password1": "Au moins quatorze caractères. Une phrase facile à retenir convient très bien."}


class _PlainWords:
    """Labels in full, no placeholder that vanishes, no list of rules nobody reads."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = _LABELS.get(name, field.label)
            field.help_text = _HELP.get(name, "")
            field.widget.attrs.pop("placeholder", None)


class LoginForm(_PlainWords, account.LoginForm):
    pass


class SignupForm(_PlainWords, account.SignupForm):
    pass


class AddEmailForm(_PlainWords, account.AddEmailForm):
    pass


class ChangePasswordForm(_PlainWords, account.ChangePasswordForm):
    pass


class SetPasswordForm(_PlainWords, account.SetPasswordForm):
    pass


class ResetPasswordForm(_PlainWords, account.ResetPasswordForm):
    pass


class ResetPasswordKeyForm(_PlainWords, account.ResetPasswordKeyForm):
    pass


class ReauthenticateForm(_PlainWords, account.ReauthenticateForm):
    pass
