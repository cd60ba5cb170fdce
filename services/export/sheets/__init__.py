"""The sheets of the Excel export, each a declaration."""

from services.export.sheets.answers import CONTRIBUTIONS, EXTENSIONS, SUBMISSIONS
from services.export.sheets.broadcasts import LEDGER
from services.export.sheets.decisions import OBLIGATIONS, RESOLUTIONS
from services.export.sheets.duties import DUTIES
from services.export.sheets.ideas import IDEAS
from services.export.sheets.members import MEMBERS

SHEETS = (RESOLUTIONS, OBLIGATIONS, SUBMISSIONS, CONTRIBUTIONS, EXTENSIONS, DUTIES, MEMBERS, IDEAS, LEDGER)
