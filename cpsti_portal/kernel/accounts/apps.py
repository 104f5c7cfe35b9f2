from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "cpsti_portal.kernel.accounts"
    label = "accounts"
    verbose_name = "Comptes et habilitations"
