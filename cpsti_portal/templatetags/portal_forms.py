"""What the ``portal`` crispy pack asks about a form and its fields."""

from django import forms, template

register = template.Library()


@register.filter
def control(field) -> str:
    """The family of control: decides between a label and a legend, and how options are laid out."""
    widget = field.field.widget
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "options"
    if isinstance(widget, forms.CheckboxInput):
        return "checkbox"
    if isinstance(widget, forms.FileInput):
        return "file"
    return "group" if field.use_fieldset else "single"


@register.filter
def widget_attr(field, name: str) -> str:
    """An attribute of the widget ("data-suffix"), or nothing."""
    return field.field.widget.attrs.get(name, "")


@register.filter
def has_class(field, name: str) -> bool:
    return name in field.field.widget.attrs.get("class", "").split()


@register.filter
def first_id(field) -> str:
    """The id of the first control of a field: where a link of the error summary leads."""
    return (
        f"{field.auto_id}_0"
        if control(field) in ("options", "group")
        else field.id_for_label or field.auto_id
    )


@register.filter
def option_hint(option) -> str:
    """The second line under a choice, when the widget carries ``option_hints = {value: text}``."""
    return (getattr(option.parent_widget, "option_hints", None) or {}).get(str(option.data["value"]), "")


@register.filter
def claim_summary(form) -> bool:
    """True once per form that has errors: the page and the pack may both ask for the summary, it shows once."""
    if not form.errors or getattr(form, "_summary_shown", False):
        return False
    form._summary_shown = True
    return True


@register.filter
def as_heading(label: str) -> str:
    """A label without the mark that ends it, to stand before a colon: "D’où vient votre difficulté"."""
    return str(label).rstrip(" .?:!\u00a0\u202f")
