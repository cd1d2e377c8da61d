"""A paper with one of everything that papers are made of, apart from any model or template."""

from datetime import UTC, datetime

from reports.rendering import Attachment

CREATED = datetime(2011, 11, 9, 10, 30, tzinfo=UTC)
DATA = Attachment("figures.json", b'{"workstreams": 6}', "application/json", "The figures of this paper")
TABLE = Attachment("figures.csv", b"workstream,lead\r\nWaste,Alice\r\n", "text/csv", "The figures as a table")

TIMELINE = """
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 40" width="400" height="80" role="img">
<title>Milestones: contract let in May 2012, depot open in 2013</title>
<line x1="5" y1="20" x2="195" y2="20" stroke="#333333"/><circle cx="60" cy="20" r="4" fill="#1d70b8"/>
<text x="50" y="36" font-size="8">May 2012 ◆</text></svg>"""

ROWS = "".join(
    f'<tr><th scope="row">{name}</th><td>{lead}</td><td>{rag}</td></tr>'
    for name, lead, rag in [
        ("Waste", "North", "● On track ↑"),
        ("Property", "South", "▲ Some risk →"),
        ("Highways", "East", "■ Off track ↓"),
    ]
)

BODY = f"""
<h1>Progress of the shared services</h1>
<p>Report to the committee about £1.25m of savings – “cashable”, verified – in Ŵŷnne and elsewhere.
See <a href="https://www.example.org/agreement">the agreement</a> and <a href="#overview">the overview</a>.</p>
<h2>Recommendation</h2>
<ol><li>Note the progress.</li><li>Agree the next steps.</li></ol>
<h2 id="overview">Overview</h2>
<table><caption>Workstreams</caption>
<thead><tr><th scope="col">Workstream</th><th scope="col">Lead</th><th scope="col">Progress</th></tr></thead>
<tbody>{ROWS}</tbody></table>
<h2>Timeline</h2>
{TIMELINE}
<h2>Appendix 1</h2>
<h3>Waste – led by North</h3>
<ul><li>One contract<ul><li>with two depots</li></ul></li><li><strong>Next</strong>: <em>open</em> the
<strong><em>second</em></strong> depot</li></ul>
<dl><dt>Purpose</dt><dd>One service for two councils</dd></dl>
"""


def html(body: str = BODY, *, title: str = "Progress of the shared services") -> str:
    head = f'<meta charset="utf-8"><title>{title}</title>'
    return f'<!doctype html><html lang="en-GB"><head>{head}</head><body>{body}</body></html>'
