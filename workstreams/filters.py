import django_filters

from partnerships.models import Organisation, Partnership
from sharedservices.core.filters import ChoicesFilter, CodesFilter, FlagFilter, Ordering, SearchFilter
from workstreams.models import Stage, Workstream


class WorkstreamFilter(django_filters.FilterSet):
    q = SearchFilter(fields=("name", "purpose"), help_text="Text in the name or purpose.")
    code = django_filters.CharFilter("slug", help_text="The workstream's code within its partnership.")
    partnership = CodesFilter(
        field_name="partnership",
        scope=Partnership.objects.visible_to,
        distinct=False,
        help_text="Code of its partnership; repeat for several.",
    )
    lead = CodesFilter(
        field_name="lead",
        scope=Organisation.objects.visible_to,
        distinct=False,
        help_text="Code of the organisation that leads it; repeat for several.",
    )
    status = ChoicesFilter(choices=Workstream.Status.choices, help_text="Status; repeat for several.")
    stage = ChoicesFilter(
        choices=[(value, word) for value, word in Stage.choices if value], help_text="Stage; repeat for several."
    )
    is_focus = FlagFilter(help_text="true for those in focus, false for the others.")
    ordering = Ordering(
        fields={
            "name": "name",
            "slug": "code",
            "order": "order",
            "status": "status",
            "stage": "stage",
            "updated_at": "updated_at",
        },
        help_text="name, code, order, status, stage or updated_at; “-” in front turns the order round.",
    )

    class Meta:
        model = Workstream
        fields: tuple[str, ...] = ()
