"""Whether the pages answer, for whoever watches over the process; it tells nothing else."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@never_cache
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Answer that the process serves."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")
