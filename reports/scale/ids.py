from collections.abc import Mapping

from django.db.models import Model

Ids = Mapping[type[Model], int]  # the first id that each table's new rows get
