"""Group chats of the working group, which get notices without anybody's name."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class GroupChat(Base):
    """A group on a platform that a secretary linked; ``chat`` is namespaced, ``telegram:-100123``, ``bale:-g4500``."""

    __tablename__ = "group_chats"

    id: Mapped[int] = mapped_column(primary_key=True)
    chat: Mapped[str] = mapped_column(String(40), unique=True)
    title: Mapped[str] = mapped_column(String(300), default="")
    linked_at: Mapped[datetime]
