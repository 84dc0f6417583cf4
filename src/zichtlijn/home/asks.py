"""What can be asked of somebody on Mijn zichtlijn: in which words, and which page it opens."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zichtlijn.objectives.models import Objective


@dataclass(frozen=True)
class Kind:
    """The words of what is asked, about a title; the page that it opens, of the thing itself unless `of_all`."""

    words: str | Promise
    page: str
    of_all: bool = False
    behind: str = ""


KINDS = {
    # objectives
    "measure": Kind(_("Enter a reading: %(title)s"), "objectives:check_in", of_all=True, behind="#measure-{pk}"),
    "action": Kind("%(title)s", "objectives:edit_action"),
    "proposal": Kind(_("Agree or return: %(title)s"), "objectives:objective"),
    # growth plans: to decide on, and sent back
    "plan": Kind(_("Adopt or send back: growth plan %(title)s"), "growth_plan:plan"),
    "plan_back": Kind(_("Write on: growth plan %(title)s"), "growth_plan:plan"),
    # conversations and appraisals
    "prepare": Kind(_("Prepare: %(title)s"), "conversations:prepare"),
    "answer": Kind(_("Read and sign: report of %(title)s"), "conversations:conversation"),
    "talk_answer": Kind(_("Read and sign: report of %(title)s"), "conversations:conversation"),
    "talk_write": Kind(_("Write on, and send: report of %(title)s"), "conversations:report"),
    "talk_finish": Kind(_("Make final: report of %(title)s"), "conversations:conversation"),
    "talk_plan": Kind(_("Make appointments: %(title)s"), "conversations:list", of_all=True),
    "approve": Kind(_("Approve or return: %(title)s"), "appraisals:appraisal"),
    "decide": Kind(_("Decide on the objection: %(title)s"), "appraisals:appraisal"),
    "name_decider": Kind(_("Name who decides on the objection, as you may not: %(title)s"), "appraisals:name"),
    # what people ask to correct in their file
    "correction": Kind(_("Decide on a request for a correction: %(title)s"), "privacy:correction"),
    # development and feedback
    "review": Kind(_("Look at your development plan again"), "development:mine", of_all=True, behind="#reviews"),
    "goal": Kind(_("Read, and say what you support: %(title)s"), "development:goal"),
    "study": Kind(_("Read and sign: study costs of %(title)s"), "development:study"),
    "feedback": Kind(_("Give feedback: %(title)s"), "feedback:answer"),
    "feedback_self": Kind(_("Give feedback about yourself"), "feedback:answer"),
    "feedback_round": Kind(_("Read, and open: 360 round of %(title)s"), "feedback:round"),
    # rewards
    "reward_propose": Kind(_("Propose rewards: %(title)s"), "rewards:team", of_all=True),
    "reward_agree": Kind(_("Agree to rewards: %(title)s"), "rewards:team", of_all=True),
    "reward_finish": Kind(_("Make rewards final: %(title)s"), "rewards:round", behind="?show=finish"),
    "reward_objection": Kind(_("Decide on an objection: %(title)s"), "rewards:proposal"),
    "reward_decider": Kind(_("Name who decides on an objection: %(title)s"), "rewards:decider"),
    "reward_system": Kind(_("Adopt the reward system, or send it back: %(title)s"), "rewards:system"),
    "promotion": Kind(_("Decide on a promotion: %(title)s"), "rewards:promotion"),
}


@dataclass(frozen=True)
class Asked:
    """Something that waits for the person: which kind of `KINDS`, by when, what, and where it belongs."""

    kind: str
    due_on: date | None
    title: str
    where: str
    pk: int
    late: bool
    #: The objective of which it tells: when that is personal and of another, who reads this looks at it.
    objective: Objective | None = None

    @property
    def words(self) -> str:
        return str(KINDS[self.kind].words) % {"title": self.title}

    @property
    def url(self) -> str:
        kind = KINDS[self.kind]
        return reverse(kind.page, args=[] if kind.of_all else [self.pk]) + kind.behind.format(pk=self.pk)
