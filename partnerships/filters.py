import django_filters

from partnerships.models import Organisation, Partnership
from sharedservices.core.filters import ChoicesFilter, CodesFilter, Ordering, SearchFilter


class OrganisationFilter(django_filters.FilterSet):
    q = SearchFilter(fields=("name", "short_name", "slug", "gss_code"), help_text="Text in the name or code.")
    code = django_filters.CharFilter("slug", help_text="The organisation's code.")
    gss_code = django_filters.CharFilter(help_text="The council's GSS code.")
    kind = ChoicesFilter(choices=Organisation.Kind.choices, help_text="Kind of organisation; repeat for several.")
    partnership = CodesFilter(
        field_name="partnerships",
        scope=Partnership.objects.visible_to,
        help_text="Code of a partnership it is or was a member of; repeat for several.",
    )
    ordering = Ordering(fields={"name": "name", "slug": "code", "kind": "kind"}, help_text="name, code or kind.")

    class Meta:
        model = Organisation
        fields: tuple[str, ...] = ()


class PartnershipFilter(django_filters.FilterSet):
    q = SearchFilter(fields=("name", "acronym", "purpose"), help_text="Text in the name, acronym or purpose.")
    code = django_filters.CharFilter("slug", help_text="The partnership's code.")
    status = ChoicesFilter(choices=Partnership.Status.choices, help_text="Status; repeat for several.")
    organisation = CodesFilter(
        field_name="organisations",
        scope=Organisation.objects.visible_to,
        help_text="Code of an organisation that is or was a member; repeat for several.",
    )
    ordering = Ordering(
        fields={"name": "name", "slug": "code", "status": "status", "updated_at": "updated_at"},
        help_text="name, code, status or updated_at; “-” in front turns the order round.",
    )

    class Meta:
        model = Partnership
        fields: tuple[str, ...] = ()
