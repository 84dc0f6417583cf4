"""What each side is asked when it prepares a conversation of a kind."""

from django.utils.translation import gettext_lazy as _

from zichtlijn.conversations.states import Kind, Side

#: Kind and side → the three questions, in the order of the fields. No question asks for a score or a verdict.
QUESTIONS = {
    (Kind.PLANNING, Side.EMPLOYEE): (
        _("What do you take along from last year?"),
        _("What do you want to contribute this year, and to which objectives?"),
        _("What do you need for that?"),
    ),
    (Kind.PLANNING, Side.MANAGER): (
        _("What went well last year, and what deserves attention?"),
        _("Which results and development do you want to agree on?"),
        _("What can you offer: time, means, support?"),
    ),
    (Kind.PROGRESS, Side.EMPLOYEE): (
        _("What goes well, and what does not? Name examples."),
        _("What do you want to do differently in the coming months?"),
        _("What do you need from your manager or your team?"),
    ),
    (Kind.PROGRESS, Side.MANAGER): (
        _("What do you see going well, and what would you like to discuss? Name examples."),
        _("What should change in the agreements?"),
        _("What can you do to help?"),
    ),
    (Kind.APPRAISAL, Side.EMPLOYEE): (
        _("How do you look back on your agreements? Name what shows it."),
        _("What did you learn, and what do you want to go on with?"),
        _("Which circumstances played a part?"),
    ),
    (Kind.APPRAISAL, Side.MANAGER): (
        _("What came of the agreements? Name the facts, and who can confirm them."),
        _("What do you advise for the coming year?"),
        _("Which circumstances do you take into account?"),
    ),
    (Kind.FREE, Side.EMPLOYEE): (
        _("How are you doing in your work?"),
        _("What would you like to talk about?"),
        _("What would help you?"),
    ),
    (Kind.FREE, Side.MANAGER): (
        _("What do you appreciate in the work of your colleague?"),
        _("What would you like to talk about?"),
        _("What can you offer?"),
    ),
}


def questions_for(kind: str, side: str):
    """The three questions for this side."""
    return QUESTIONS[Kind(kind), Side(side)]
