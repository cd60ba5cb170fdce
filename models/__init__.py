"""All tables, imported together so that migrations see every one."""

from models.base import Base
from models.tables.agencies import ActorKind, Agency, Duty, Group, GroupMember
from models.tables.broadcasts import Broadcast, Delivery
from models.tables.calls import Call
from models.tables.conversations import Conversation, Draft
from models.tables.correspondence import LetterItem, RepresentativeList, SecretariatLetter
from models.tables.documents import Template
from models.tables.duties import DutyAnswer, DutyRound
from models.tables.followup import Contribution, Escalation, Extension, Leave, NoticeReceipt
from models.tables.form_sheets import FormSheet
from models.tables.forms import FilledForm, FormAssignment, FormRow, FormVersion, OfficeForm
from models.tables.group_chats import GroupChat
from models.tables.ideas import Idea, IdeaEntry
from models.tables.linking import LinkCode, LinkOffer
from models.tables.meetings import Meeting, Obligation, Owner, Resolution, ResolutionRelation, Submission
from models.tables.organisation import Audit, Fact, Holiday
from models.tables.parking import ParkedRow
from models.tables.people import Account, Invitation, JoinRequest, Membership, Person
from models.tables.planning import AgendaItem, Invitee, MeetingPlan
from models.tables.questions import Question, QuestionEntry
from models.tables.queues import Inbox, Job, Outbox, StoredFile

__all__ = [
    "Account",
    "ActorKind",
    "Agency",
    "AgendaItem",
    "Audit",
    "Base",
    "Broadcast",
    "Call",
    "Contribution",
    "Conversation",
    "Delivery",
    "Draft",
    "Duty",
    "DutyAnswer",
    "DutyRound",
    "Escalation",
    "Extension",
    "Fact",
    "FilledForm",
    "FormAssignment",
    "FormRow",
    "FormSheet",
    "FormVersion",
    "Group",
    "GroupChat",
    "GroupMember",
    "Holiday",
    "Idea",
    "IdeaEntry",
    "Inbox",
    "Invitation",
    "Invitee",
    "Job",
    "JoinRequest",
    "Leave",
    "LetterItem",
    "LinkCode",
    "LinkOffer",
    "Meeting",
    "MeetingPlan",
    "Membership",
    "NoticeReceipt",
    "Obligation",
    "OfficeForm",
    "Outbox",
    "Owner",
    "ParkedRow",
    "Person",
    "Question",
    "QuestionEntry",
    "RepresentativeList",
    "Resolution",
    "ResolutionRelation",
    "SecretariatLetter",
    "StoredFile",
    "Submission",
    "Template",
]
