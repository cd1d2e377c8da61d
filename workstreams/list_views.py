from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.generic import View

from partnerships.models import Partnership
from workstreams.listing import Listing


class WorkstreamListView(View):
    """All workstreams of all partnerships that the person sees. A filter that cannot be read is told, with 400."""

    def get(self, request: HttpRequest) -> HttpResponse:
        sight = Partnership.objects.sight(request.user)
        listing = Listing(sight, request.GET, on=timezone.localdate())
        context: dict[str, Any] = {"choices": listing.choices(), "asked": listing.data}
        if not listing.filterset.is_valid():
            return self._page(context | {"form": listing.filterset.form}, status=400)
        found = listing.page(_number(request))
        if found is None:
            raise Http404
        return self._page(context | {"rows": found.rows, "page_obj": found.page})

    def _page(self, context: dict[str, Any], status: int = 200) -> HttpResponse:
        return render(self.request, "workstreams/workstream_list.html", context, status=status)


def _number(request: HttpRequest) -> int:
    given = request.GET.get("page") or "1"
    if not (given.isascii() and given.isdigit() and len(given) < 7 and int(given)):
        raise Http404
    return int(given)
