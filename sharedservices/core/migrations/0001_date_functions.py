"""`fuzzy_earliest` and `fuzzy_latest`: the days that a date with precision covers, as PostgreSQL reads its text.

They mirror `core.dates.FuzzyDate`; a test compares the two over many texts. The bodies are SQL-standard expressions,
which PostgreSQL binds when it creates them, so a restored dump finds them whatever its search path.
"""

from django.db import migrations

POINT = r"""
CREATE FUNCTION fuzzy_point(point text, final boolean) RETURNS date LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN
  CASE
    WHEN point ~ '^\d{4}-\d{2}-\d{2}$' THEN point::date
    WHEN point ~ '^\d{4}-\d{2}$' THEN
      (make_date(left(point, 4)::int, right(point, 2)::int, 1)
        + CASE WHEN final THEN interval '1 month - 1 day' ELSE interval '0' END)::date
    WHEN point ~ '^\d{4}-Q[1-4]$' THEN
      (make_date(left(point, 4)::int, right(point, 1)::int * 3 - 2, 1)
        + CASE WHEN final THEN interval '3 months - 1 day' ELSE interval '0' END)::date
    WHEN point ~ '^\d{4}/\d{2}$' THEN
      CASE WHEN final THEN make_date(left(point, 4)::int + 1, 3, 31) ELSE make_date(left(point, 4)::int, 4, 1) END
    WHEN point ~ '^\d{4}$' THEN
      CASE WHEN final THEN make_date(point::int, 12, 31) ELSE make_date(point::int, 1, 1) END
  END
"""
EARLIEST = r"""
CREATE FUNCTION fuzzy_earliest(value text) RETURNS date LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN
  fuzzy_point(split_part(regexp_replace(value, '^(early|mid|late|by|from) ', ''), '..', 1), false)
"""
LATEST = r"""
CREATE FUNCTION fuzzy_latest(value text) RETURNS date LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN
  fuzzy_point(regexp_replace(regexp_replace(value, '^(early|mid|late|by|from) ', ''), '^.*\.\.', ''), true)
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.RunSQL(POINT, "DROP FUNCTION fuzzy_point(text, boolean)"),
        migrations.RunSQL(EARLIEST, "DROP FUNCTION fuzzy_earliest(text)"),
        migrations.RunSQL(LATEST, "DROP FUNCTION fuzzy_latest(text)"),
    ]
