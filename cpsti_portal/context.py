"""What every template may read."""

from django.conf import settings


def portal(request):
    return {"portal_demo": settings.PORTAL_DEMO, "actor": getattr(request, "actor", None)}
