"""XLSForms, read, checked and asked.

    form = load_form(Path("activity.md"))                       # FormFaults: every reason why it can't be asked
    env = Env(now, "vi", zone, uuid)                            # all that comes from outside
    filled = Instance.new(form, env)                            # later: Instance.load(form, saved, env)
    stop = filled.next()                                        # Ask | Note | RepeatAsk | None
    filled.answer(stop.ref, "12")                               # Refused(kind, message)
    saved = filled.save()                                       # JSON: answers and numbers of instances
    filled.faults(), filled.record(), filled.xml()              # at the end

pyxform compiles the sheet to an XForm; `compiled` reads that, `tree` keeps the live nodes, `xpath` runs the form's
expressions over them, and `cells` sees that an answer makes anew only what was made from it. A ref is a question's path
with 1-based positions in repeats: `/data/rep[2]/age`. A node that is not relevant reads as empty and is left out of the
record; its answer is kept and is there again when it becomes relevant again.
"""

from programme.xlsform.form import Form
from programme.xlsform.form_faults import Fault, FormFaults, Refused
from programme.xlsform.instance import Instance, Item, bare
from programme.xlsform.loading import load_form, load_form_bytes, load_form_text
from programme.xlsform.parts import ASKED, METADATA, Question
from programme.xlsform.walk import Ask, Note, RepeatAsk, Stop
from programme.xlsform.world import Env

__all__ = [
    "ASKED",
    "METADATA",
    "Ask",
    "Env",
    "Fault",
    "Form",
    "FormFaults",
    "Instance",
    "Item",
    "Note",
    "Question",
    "Refused",
    "RepeatAsk",
    "Stop",
    "bare",
    "load_form",
    "load_form_bytes",
    "load_form_text",
]
