"""The news of reviews."""

from django.utils.translation import gettext_lazy as _

from marketplace.notifications import kinds
from marketplace.notifications.kinds import Kind


def register() -> None:
    kinds.register(
        Kind(
            "submission-received",
            _("A submission came in"),
            _("Submitted: %(solution)s"),
            _("“%(solution)s” was submitted and waits for reviewers."),
        ),
        Kind(
            "submission-sent",
            _("Our submission was received"),
            _("Received: %(solution)s for %(call)s"),
            _("We received “%(solution)s” for the call “%(call)s”. You are told of every step."),
        ),
        Kind(
            "submission-accepted",
            _("Our submission was accepted"),
            _("Accepted: %(solution)s"),
            _("“%(solution)s” was accepted. The reason: %(reason)s"),
        ),
        Kind(
            "submission-declined",
            _("Our submission was not accepted"),
            _("Not accepted: %(solution)s"),
            _("“%(solution)s” was not accepted as it is. The reason: %(reason)s"),
        ),
        Kind(
            "clarification-asked",
            _("A question about our submission"),
            _("A question about %(solution)s"),
            _("The reviewers of “%(solution)s” ask: %(question)s"),
        ),
        Kind(
            "clarification-answered",
            _("A team answered a question"),
            _("Answered: %(solution)s"),
            _("The team of “%(solution)s” answered a question about its submission."),
        ),
        Kind(
            "review-assigned",
            _("A review was given to me"),
            _("A review for you: submission %(number)s"),
            _("Submission %(number)s waits for your scores. Should you have a conflict of interest, say so there."),
        ),
        Kind(
            "review-soon",
            _("A review of mine is due soon"),
            _("Due soon: submission %(number)s"),
            _("Your review of submission %(number)s is due on %(date)s."),
        ),
        Kind(
            "review-late",
            _("A review of mine is late"),
            _("Late: submission %(number)s"),
            _("Your review of submission %(number)s was due on %(date)s."),
        ),
        Kind(
            "review-escalated",
            _("A reviewer is late"),
            _("Late review of %(solution)s"),
            _("%(reviewer)s was to review “%(solution)s” by %(date)s. You may give it more time or somebody else."),
        ),
        Kind(
            "review-conflict",
            _("A reviewer declared a conflict of interest"),
            _("Conflict of interest: %(solution)s"),
            _("%(reviewer)s stepped back from reviewing “%(solution)s”. It needs another reviewer."),
        ),
        Kind(
            "reviews-complete",
            _("All scores of a submission are in"),
            _("Ready to decide: %(solution)s"),
            _("All reviews of “%(solution)s” are in."),
        ),
        Kind(
            "profile-asked",
            _("Is our profile still right?"),
            _("Is “%(solution)s” still right?"),
            _("Nobody has confirmed the profile of “%(solution)s” for a year. Please look at it and press “Still right”."),
        ),
        Kind(
            "profile-marked",
            _("Our profile was marked as unconfirmed"),
            _("“%(solution)s” is marked as unconfirmed"),
            _("Readers of “%(solution)s” now see that it has not been confirmed for more than a year."),
        ),
        Kind(
            "profile-unlisted",
            _("Our profile was unlisted"),
            _("“%(solution)s” is no longer listed"),
            _("The profile of “%(solution)s” was taken off the catalogue. Press “Still right” and it is up again."),
        ),
    )
