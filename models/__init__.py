"""All tables, imported together so that migrations see every one."""

from models.agencies import ActorKind, Agency, Duty, Group, GroupMember
from models.base import Base
from models.broadcasts import Broadcast, Delivery
from models.calls import Call
from models.conversations import Conversation, Draft
from models.correspondence import LetterItem, RepresentativeList, SecretariatLetter
from models.documents import Template
from models.duties import DutyAnswer, DutyRound
from models.followup import Contribution, Escalation, Extension, Leave
from models.group_chats import GroupChat
from models.ideas import Idea, IdeaEntry
from models.linking import LinkCode, LinkOffer
from models.meetings import Meeting, Obligation, Owner, Resolution, ResolutionRelation, Submission
from models.organisation import Audit, Fact, Holiday
from models.parking import ParkedRow
from models.people import Account, Invitation, JoinRequest, Membership, Person
from models.planning import AgendaItem, Invitee, MeetingPlan
from models.questions import Question, QuestionEntry
from models.queues import Inbox, Job, Outbox, StoredFile

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
    "Obligation",
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
