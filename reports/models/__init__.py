"""Papers as they are written (`report`), and their versions as they are kept (`snapshot`)."""

from reports.models.report import (
    BackgroundPaper,
    Committee,
    FrontSheetField,
    HouseStyle,
    HouseStyleSection,
    Recommendation,
    Report,
    ReportSection,
)
from reports.models.snapshot import Rendition, Snapshot, rendition_storage

__all__ = [
    "BackgroundPaper",
    "Committee",
    "FrontSheetField",
    "HouseStyle",
    "HouseStyleSection",
    "Recommendation",
    "Rendition",
    "Report",
    "ReportSection",
    "Snapshot",
    "rendition_storage",
]
