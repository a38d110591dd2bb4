"""A check-in as a Django form: a group of radio buttons for each question; and a form of what is shared."""

from django import forms
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

import intimacy_kit as ik

from .together import NOT_SHARED

NOT_ANSWERS = ("csrfmiddlewaretoken",)


class CheckInForm(forms.Form):
    """The questions of a check-in; when valid, `response` holds the answers."""

    def __init__(self, checkin, *, on, **kwargs):
        super().__init__(**kwargs)
        self.checkin, self.on, self.response = checkin, on, None
        for question in checkin.questions:
            choices = [(each.code.value if each.code else each.value, each.label) for each in question.choices]
            self.fields[question.item_id] = forms.CharField(  # a ChoiceField would say a wrong answer again
                label=question.text, widget=forms.RadioSelect(choices=choices), required=False
            )

    @sensitive_variables()
    def clean(self):
        """Let the library check all that was sent, and put each of its problems where it belongs."""
        sent = {name: values for name, values in self.data.lists() if name not in NOT_ANSWERS}
        answers = {name: values[0] if len(values) == 1 else values for name, values in sent.items()}
        try:
            self.response = self.checkin.answer_form(answers, on=self.on)
        except ik.InvalidResponse as error:
            for problem in error.problems:
                name = str(problem.path[0])  # of another check-in, such as a form that was sent twice
                self.add_error(name if name in self.fields else None, problem.message)
            return
        if not any(answers.values()):
            raise forms.ValidationError(_("Please answer at least one question."))


class SharingForm(forms.Form):
    """A box for each pillar that can be shared, empty until it is ticked."""

    pillars = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, required=False)

    def __init__(self, catalogue, **kwargs):
        super().__init__(**kwargs)
        pillars = [each for each in catalogue.pillars.values() if each.id not in NOT_SHARED]
        self.fields["pillars"].choices = [(each.id, each.title) for each in pillars]
        self.fields["pillars"].label = _("My partner may see my place on")
        self.fields["pillars"].error_messages["invalid_choice"] = _("One of these cannot be shared.")
