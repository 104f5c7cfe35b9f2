"""The few filters that letter templates have beside Django's own."""

from django.template import Library

from requests_app.letters import wording

register = Library()
register.filter("long_date", wording.long_date)
register.filter("euros", wording.euros)
register.filter("fingerprint", wording.fingerprint)
