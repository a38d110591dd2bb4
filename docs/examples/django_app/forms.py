"""A check-in as a Django form: a group of radio buttons for each question."""

from django import forms
from django.utils.translation import gettext as _

import intimacy_kit as ik


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

    def clean(self):
        """Let the library check the answers, and put each of its problems where it belongs."""
        given = {id: each for id, each in super().clean().items() if each}
        if not given:  # such as a form that was sent twice: by then there are other questions
            raise forms.ValidationError(_("Please answer at least one question."))
        answers = {id: int(each) if each.isdecimal() and len(each) < 4 else each for id, each in given.items()}
        try:
            self.response = self.checkin.answer(answers, on=self.on)
        except ik.InvalidResponse as error:
            for problem in error.problems:
                self.add_error(str(problem.path[0]), problem.message)
