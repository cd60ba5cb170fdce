"""Routes of ideas: of their authors, of their other readers, and of the secretariat, which decides on them."""

from domain.access import permissions
from handlers.core.turn import OnCommand, OnSent, OnTap, Route, Source
from handlers.ideas import idea, shared_ideas
from handlers.secretariat.ideas import idea_decision, ideas

ROUTES: list[Route] = [
    # Members: their own ideas.
    OnCommand("idea", idea.show, permissions.member),
    OnTap("idea.list", idea.page, permissions.member),
    OnTap("idea.new", idea.ask, permissions.member),
    OnSent(idea.FORM, idea.sent, permissions.member),
    Source("idea.resolutions", idea.resolutions),
    Source("idea.neighbourhoods", idea.neighbourhood_names),
    OnTap("idea", idea.show_one, permissions.member),
    OnTap("idea.files", idea.show_files, permissions.member),
    OnTap("idea.more", idea.ask_more, permissions.member),
    OnSent(idea.MORE, idea.more_sent, permissions.member),
    OnTap("idea.withdraw", idea.ask_to_withdraw, permissions.member),
    OnTap("idea.withdraw_sure", idea.withdraw, permissions.member),
    # Members: the ideas of others.
    OnTap("idea.others", shared_ideas.page, permissions.member),
    OnTap("idea.other", shared_ideas.show_one, permissions.member),
    OnTap("idea.other_files", shared_ideas.show_files, permissions.member),
    # Secretariat: all ideas, and the decision on one.
    OnCommand("ideas", ideas.show, permissions.secretary),
    OnTap("ideas", ideas.page, permissions.secretary),
    OnTap("ideas.states", ideas.choose_state, permissions.secretary),
    OnTap("ideas.subjects", ideas.choose_subject, permissions.secretary),
    OnTap("ideas.find", ideas.find, permissions.secretary),
    OnSent(ideas.FIND, ideas.find_sent, permissions.secretary),
    Source("ideas", ideas.listing),
    OnTap("ideas.open", idea_decision.show_one, permissions.secretary),
    OnTap("ideas.files", idea_decision.show_files, permissions.secretary),
    OnTap("ideas.answer", idea_decision.answer, permissions.secretary),
    OnSent(idea_decision.ANSWER, idea_decision.answer_sent, permissions.secretary),
    OnTap("ideas.set", idea_decision.set_state, permissions.secretary),
    OnSent(idea_decision.REJECTION, idea_decision.reject_sent, permissions.secretary),
    OnTap("ideas.duplicate", idea_decision.duplicate, permissions.secretary),
    OnSent(idea_decision.DUPLICATE, idea_decision.duplicate_sent, permissions.secretary),
    Source("ideas.originals", idea_decision.originals),
]
