from zichtlijn.organisation.forms.picks import PersonField, PickForm, PositionField, ProjectField, UnitField

__all__ = ["PersonField", "PickForm", "PositionField", "ProjectField", "UnitField"]
