"""Pages of lists whose rows cost much to find."""

from typing import Any

from django.core.paginator import Page, Paginator


class CountingPaginator(Paginator):
    """One query for a page's rows and for how many there are in all, which each row tells as `total`; a second query
    only where the page has none."""

    def page(self, number: Any) -> Page[Any]:
        first = (max(int(number), 1) - 1) * self.per_page
        rows = list(self.object_list[first : first + self.per_page])
        if rows:
            self.__dict__["count"] = rows[0].total
        return Page(rows, self.validate_number(number), self)
