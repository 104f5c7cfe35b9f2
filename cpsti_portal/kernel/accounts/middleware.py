from django.utils.functional import SimpleLazyObject

from cpsti_portal.kernel import clock
from cpsti_portal.kernel.accounts.actors import actor_at


class ActorMiddleware:
    """Puts ``request.actor`` on every request; nothing is read before somebody asks."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.actor = SimpleLazyObject(lambda: actor_at(request.user, clock.now()))
        return self.get_response(request)
