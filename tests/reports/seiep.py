"""What the strategy of March 2008 says, figure by figure, and how to bring it in."""

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import transaction

FOLDER = settings.BASE_DIR / "demo" / "seiep"

THEMES = [
    ("performance-improvement", "Performance Improvement", "3.8", 15),
    ("capacity-building", "Capacity Building", "1.5", 6),
    ("laas-and-lsps", "LAAs and LSPs", "2.8", 11),
    ("community-engagement", "Community Engagement", "0.7", 3),
    ("sustainable-communities", "Sustainable Communities", "1.0", 4),
    ("social-care-and-children", "Adult Social Care and Services for Children", "3.6", 14),
    ("corporate-transformation", "Corporate Transformation", "4.6", 18),
    ("waste-resource-management", "Waste Resource Management", "1.5", 6),
    ("construction-and-assets", "Construction and Asset Management", "3.6", 14),
    ("commodity-procurement", "Commodity Procurement", "2.3", 9),
]
MANAGEMENT = {
    "managing-board": 390_000,
    "managing-quality": 300_000,
    "managing-communication": 300_000,
    "managing-it": 90_000,
    "managing-administration": 120_000,
}
CORE_TARGETS = [
    (1, "3 districts, and 2 of the fire authorities", "None", 0),
    (2, "20 councils, and 2 of the fire authorities", "95 %", 95),
    (3, "", "sustained", None),
    (4, "", "None", 0),
    (5, "", "50 %", 50),
    (6, "", "every three years", 100),
    (7, "", "All", 100),
    (8, "", "realistic time", 100),
    (9, "", "every year", None),
    (10, "", "3 % a year", 3),
    (11, "", "£5 for each £1, over three years", 5),
    (12, "", "£250m over five years", 250_000_000),
]
BASELINES = [
    ("spend-total", 4_300_000_000),
    ("spend-construction", 1_570_000_000),
    ("spend-corporate", 1_250_000_000),
    ("spend-social-care", 980_000_000),
    ("spend-waste", 430_000_000),
    ("spend-commodities", 1_420_000_000),
    ("inflation", 6),
    ("grant-floor", 53),
    ("grant-increase", Decimal("2.5")),
    ("top-tier-stars", 94),
    ("districts-good", 69),
    ("collection-contracts", 18),
    ("lsp-self-assessment", 80),
    ("cost-overruns", 10),
    ("population", 8_200_000),
    ("satisfied-overall", 67),
    ("participation-below-average", 46),
    ("children", Decimal("24.4")),
]
TARGETS = [
    ("efficiency", 440_000_000, "about", "3 % a year"),
    ("cashable", 250_000_000, "exact", ""),
    ("placements", 150_000_000, "about", "13–15 %"),
    ("transition", 61_500_000, "exact", ""),
    ("two-tier", None, "exact", "10 %"),
    ("process-redesign", 1_000_000, "exact", "each active partner"),
    ("waste-clusters", 11_000_000, "exact", ""),
    ("later-clusters", None, "exact", "5–15 %"),
    ("market-shaping", None, "exact", "5 %"),
    ("templates", 1_000_000, "exact", ""),
    ("waste-procurement", None, "exact", "Up to 10 %"),
    ("carbon", 4_000_000, "exact", ""),
    ("overruns", None, "exact", "Under 1 % in place of 10 %"),
    ("spot-purchases", 75_000, "exact", "each building"),
    ("targeted-support", 83_000_000, "exact", ""),
    ("construction-consultants", 18_000_000, "up to", ""),
    ("asset-sharing", 10_000_000, "exact", ""),
    ("highways-frameworks", None, "exact", "10 %"),
    ("hubs", 2_000_000, "exact", "A year"),
    ("best-contracts", 65_000_000, "exact", ""),
    ("contracts-database", 20_000_000, "exact", ""),
    ("construction-commodities", None, "exact", "30 % on £28m"),
    ("gains-process", None, "exact", "37 %"),
    ("gains-procurement", None, "exact", "57 %"),
    ("gains-assets", None, "exact", "6 %"),
]
SAVINGS = [
    ("gershon-cashable", "cashable", "by 2006/07", (338_000_000, "exact")),
    ("gershon-other", "", "by 2006/07", (99_000_000, "exact")),
    ("rce-projects", "", "by 2008-03", (21_000_000, "exact")),
    ("construction-framework", "", "2006-07..2008-03", (5_000_000, "exact")),
    ("care-costing-model", "", "by 2008-03", (3_000_000, "over")),
    ("adur-worthing-management", "cashable", "by 2008-03", (580_000, "exact")),
    ("insurance", "cashable", "from 2007-03", (2_000_000, "exact")),
]
PROJECTS = [
    ("construction/framework", [], 26),
    ("social-care/care-costing-model", [], 6),
    ("waste/collection-contracts", [], 18),
    ("commodities/insurance", ["Arun", "Crawley", "Hastings"], None),
    ("transformation/adur-worthing", ["Adur", "Worthing"], None),
    ("transformation/buckinghamshire-pathfinder", ["Buckinghamshire"], None),
    ("performance/caa-pilot", ["Hampshire", "Isle of Wight"], None),
]
MILESTONES = [
    ("project-plans", "2007-06..2007-12"),
    ("conference", "2007-11-30"),
    ("written", "2007-12..2008-02"),
    ("published", "2008-03"),
    ("framework-begins", "2006-07"),
    ("insurance-workshop", "2007-03"),
]
COUNCILS = [
    ("Brighton & Hove City Council", "E06000043"),
    ("Hampshire County Council", "E10000014"),
    ("Surrey County Council", "E10000030"),
    ("Buckinghamshire County Council", "E10000002"),
    ("Oxfordshire County Council", "E10000025"),
    ("Milton Keynes Council", "E06000042"),
    ("Portsmouth City Council", "E06000044"),
    ("Isle of Wight Council", "E06000046"),
    ("Adur District Council", "E07000223"),
    ("Worthing Borough Council", "E07000229"),
    ("Arun District Council", "E07000224"),
    ("Hastings Borough Council", "E07000062"),
    ("Crawley Borough Council", "E07000226"),
]
BODIES = [
    ("member-board", "board", "Strategy reviewed each year"),
    ("secretariat", "secretariat", "Project monitoring each month"),
    ("chief-executives", "chief_executives", ""),
    ("programme-managers", "officers", "Regular meetings"),
    ("task-group", "reference", "Reports quarterly and annually"),
]


@contextmanager
def imported(blocker: Any) -> Iterator[None]:
    with blocker.unblock(), transaction.atomic():
        call_command("import_programme", str(FOLDER))
        yield
        transaction.set_rollback(True)
