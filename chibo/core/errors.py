"""The one kind of error a user is meant to read."""


class Refused(Exception):
    """A command says no; its text is a Vietnamese sentence that tells the user what to do.

    `field` names the form field that the sentence belongs to, or is empty.
    """

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field
