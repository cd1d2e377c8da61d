"""Who is told what became of papers: whoever sees them while they are written, so their own council."""

from reports.models import (
    BackgroundPaper,
    Committee,
    HouseStyle,
    Recommendation,
    Report,
    ReportSection,
)
from sharedservices.core.history.seeing import tell

tell(Report, parts=("sections", "recommendations", "background_papers"))
tell(Committee, Recommendation, BackgroundPaper)
tell(ReportSection, labels=(("key", "Section"),))
tell(HouseStyle)
