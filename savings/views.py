from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.views.generic import ListView

from partnerships.models import Partnership
from savings import overviews
from savings.models import SavingsLine


class SavingsView(ListView):
    """Every line of a partnership's savings, page by page."""

    template_name = "savings/line_list.html"
    paginate_by = 100

    def get_queryset(self) -> QuerySet[SavingsLine]:
        visible = Partnership.objects.visible_to(self.request.user)
        self.partnership = get_object_or_404(visible, slug=self.kwargs["slug"])
        lines = SavingsLine.objects.visible_to(self.request.user)
        mine = lines.filter(claim__partnership=self.partnership).for_table()
        return mine.values_list(*overviews.COLUMNS, named=True)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs, partnership=self.partnership)
        return context | overviews.by_claim(context["object_list"])
