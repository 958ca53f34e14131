"""Which texts the code names, read from its syntax tree, and what the keys that it builds can be."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import product
from pathlib import Path
from string import Formatter
from types import SimpleNamespace
from typing import NamedTuple, get_args, get_type_hints

from bot.inbound import photo_loss
from handlers import assurance
from handlers.approvals import correction_decision
from handlers.campaigns import add_campaign
from handlers.figures import figures_wanted
from handlers.form_library import form_faults
from handlers.people import account_state
from handlers.pipeline import commands, routes
from handlers.understand import dates
from handlers.understand.personal.found import Found
from handlers.understand.reader import reading
from handlers.wording import activity_words, reading_words
from programme.domain import handling, messages, model
from programme.domain.agenda import STEPS
from programme.domain.periods import CADENCES, Regime
from programme.language.texts import load_texts
from programme.xlsform import ASKED
from programme.xlsform.sms_columns import UNTOLD
from reminders.items import Fate
from reports import sums_in_words
from reports.digest_files import STATES
from storage.schema.placement import PLACES, Place

ROOT = Path(__file__).parents[2]
SAYING = ("handlers", "reports", "reminders", "pages", "bot")
FILE_ENDINGS = frozenset(
    ["py", "toml", "csv", "xlsx", "docx", "json", "html", "md", "png", "jpg", "css", "js", "txt", "svg"]
)
NOTHING: Mapping[str, list[str]] = {}
KEY = re.compile(r"[a-z_]+(?:\.[a-z_]+)+")


class Use(NamedTuple):
    """A text that the code names. `pattern` ends in `*` where a part is only known when it runs; `given` are the values
    that the call passes, None where that is not to be seen."""

    pattern: str
    where: str
    given: frozenset[str] | None = None

    @property
    def prefix(self) -> str:
        return self.pattern.partition("*")[0]


def strings(node: ast.AST, known: Mapping[str, list[str]] = NOTHING) -> list[str]:
    """What a string expression may be, `*` for what is not written there: f"a.{'b' if x else c}" is a.b or a.*. `known`
    are the values of names."""
    match node:
        case ast.Constant(value=str(text)):
            return [text]
        case ast.Name() if node.id in known:
            return known[node.id]
        case ast.IfExp():
            return strings(node.body, known) + strings(node.orelse, known)
        case ast.FormattedValue():
            return strings(node.value, known)
        case ast.JoinedStr():
            return ["".join(parts) for parts in product(*(strings(v, known) for v in node.values))]
        case ast.BinOp(op=ast.Add()):
            return ["".join(parts) for parts in product(strings(node.left, known), strings(node.right, known))]
    return ["*"]


def scoped(
    node: ast.AST, known: Mapping[str, list[str]] = NOTHING
) -> Iterator[tuple[ast.AST, Mapping[str, list[str]]]]:
    """Every node with the names that stand for written strings there: `for key in ("a", "b")` in a comprehension."""
    for made in getattr(node, "generators", ()):
        if isinstance(made.target, ast.Name) and isinstance(made.iter, (ast.Tuple, ast.List)):
            known = {**known, made.target.id: [text for item in made.iter.elts for text in strings(item)]}
    yield node, known
    for child in ast.iter_child_nodes(node):
        yield from scoped(child, known)


def is_text_call(call: ast.Call) -> bool:
    said = ast.unparse(call.func)
    return bool(re.search(r"(?:^|\.)(?:t|texts)(?:\.get)?$|^load_texts\(.*\)$", said)) and "programme.texts" not in said


def is_words_call(node: ast.AST) -> bool:
    """Whether the keys in it are those of words that people type."""
    asked = ("words_for", "meanings", "alternatives", "names_in", "pattern", "compiled")
    return isinstance(node, ast.Call) and ast.unparse(node.func) in asked


def uses_in(source: str, where: str, tables: Iterable[str]) -> Iterator[Use]:
    """Texts named by a call, and strings elsewhere that look like a key of one of `tables`."""
    tree = ast.parse(source)
    typed = {id(part) for call in ast.walk(tree) if is_words_call(call) for part in ast.walk(call)}
    for node, known in scoped(tree):
        if id(node) in typed:
            continue
        if isinstance(node, ast.Call) and node.args and is_text_call(node):
            given = None if any(k.arg is None for k in node.keywords) else frozenset(k.arg for k in node.keywords)
            for text in strings(node.args[0], known):
                if not text.startswith("*"):
                    yield Use(text, f"{where}:{node.lineno}", given)
        elif isinstance(node, (ast.Constant, ast.JoinedStr, ast.BinOp)):
            for text in strings(node, known):
                head = text.partition("*")[0]
                table, _, last = head.rpartition(".")
                shaped = re.fullmatch(r"[a-z_]+\.[a-z_.]*", head) if "*" in text else KEY.fullmatch(text)
                if shaped and table.split(".")[0] in tables and last not in FILE_ENDINGS:
                    yield Use(text, f"{where}:{node.lineno}")


def uses_in_page(source: str, where: str, tables: Iterable[str]) -> Iterator[Use]:
    """The same for a template or script: quoted keys, and "kind." ~ kind."""
    for found in re.finditer(r"""["']([a-z_]+\.[a-z_.]*)["'](\s*[~+])?""", source):
        text = found[1] + ("*" if found[2] else "")
        if text.split(".")[0] in tables and text.rpartition(".")[2] not in FILE_ENDINGS and text[-1] != ".":
            yield Use(text, where)


def placeholders(text: str) -> frozenset[str]:
    """What a text is given, the counts that only choose a word (`{count|person|people}`) among it."""
    return frozenset(name.partition("|")[0] for _, name, _, _ in Formatter().parse(text) if name is not None)


def all_uses(tables: Iterable[str]) -> list[Use]:
    uses: list[Use] = []
    for path in (p for room in SAYING for p in sorted((ROOT / room).rglob("*"))):
        where = path.relative_to(ROOT).as_posix()
        if path.suffix == ".py":
            uses += uses_in(path.read_text("utf-8"), where, tables)
        elif path.suffix in (".html", ".j2", ".js"):
            uses += uses_in_page(path.read_text("utf-8"), where, tables)
    return uses


VI = load_texts("vi")


def about_people(place: Place) -> bool:
    """Whether rows of the table may stand in a copy of somebody's data."""
    return bool(place.ids or place.addresses or place.words) or "report" in place.table.c or place.table.name == "media"


# --- what an f-string's key can be ----------------------------------------------------------------------------------


def calls_of(name: str, *rooms: str) -> Iterator[ast.Call]:
    for path in (p for room in rooms for p in sorted((ROOT / room).rglob("*.py"))):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and node.args and ast.unparse(node.func).split(".")[-1] == name:
                yield node


def troubles() -> dict[str, frozenset[str]]:
    """Each key that a Trouble can have, and the values that come with it wherever it is made."""
    parts = {"date_": kinds_of(dates.Problem)}
    found = {f"personal_{kind}": frozenset({"got", "marks"}) for kind in kinds_of(Found)}  # of a Doubt
    for call in calls_of("Trouble", "handlers"):
        values = call.args[1] if len(call.args) > 1 else ast.Dict([], [])
        given = frozenset(ast.literal_eval(k) for k in values.keys)
        for text in strings(call.args[0]) if ast.unparse(call.args[0]) != "doubt.key" else ():
            head, cut, _ = text.partition("*")
            for key in [head + kind for kind in parts[head]] if cut else [text]:
                found[key] = found.get(key, given) & given
    return found


def faults() -> frozenset[str]:
    """Each kind that a line's Fault can have, but those of numbers and persons, which have their own texts."""
    said = {text for call in calls_of("Fault", "handlers") for text in strings(call.args[0])}
    said |= {f"date_{kind}" for kind in kinds_of(dates.Problem)}
    return frozenset(text for text in said if "*" not in text and not text.startswith("number_"))


def kinds_of(noun: type) -> frozenset[str]:
    return frozenset(get_args(get_type_hints(noun)["kind"]))


def listed(noun: type, after: str) -> frozenset[str]:
    """The names that a noun's docstring lists after `after`, up to the full stop, without what is in brackets."""
    text = re.sub(r"\(.*?\)", "", " ".join(noun.__doc__.split()))
    return frozenset(re.search(rf"{after}[^:.]*: ([a-z_, ]+)\.", text)[1].replace(" ", "").split(","))


def periods() -> frozenset[str]:
    """The keys that period names take, by naming a period of each cadence in both halves of a year."""
    regime = Regime("calendar")
    s = SimpleNamespace(programme=SimpleNamespace(regime=regime), texts=lambda key, **_: key)
    days = date(2026, 6, 15), date(2026, 9, 15)
    named = {activity_words.period_name(s, regime.period_of(day, c)) for c in CADENCES for day in days}
    return frozenset(key.removeprefix("period.") for key in named)


def asides() -> frozenset[str]:
    """The topics of a question's buttons that say how to type what has no button."""
    source = ast.parse((ROOT / "handlers/draft/question_choices.py").read_text("utf-8"))
    calls = (n for n in ast.walk(source) if isinstance(n, ast.Call) and ast.unparse(n.func) == "actions.Explain")
    return frozenset(text for call in calls for text in strings(call.args[0]))


FIGURES = frozenset(f for figures in model.KINDS.values() for f in figures)
TOLD = ASKED - UNTOLD - {"select_one", "select_multiple", "rank"}
BUILT: dict[str, Iterable[str]] = {
    "ask.": asides(),
    "asked.left.": ("ahead", "today", "over"),
    "asking.to.": ("all", "silent"),
    "bound.": get_args(model.Bound),
    "campaign.": add_campaign.STEPS,
    "channel.": messages.CHANNELS,
    "handling.carrier.": handling.CARRIERS.values(),
    "page.table.": [place.table.name for place in PLACES if about_people(place)],
    "page.field.": {column.name for place in PLACES for column in place.table.c if f"page.field.{column.name}" in VI},
    "command.": commands.SHOWN_COMMANDS,
    "completeness.": STATES,
    "digest.before.": [c.replace("-", "_") for c in CADENCES],
    "digest.periods.": [c.replace("-", "_") for c in CADENCES],
    "error.": troubles(),
    "fault.": {key: frozenset({"a"}) for key, _ in form_faults.REASONS},
    "figure.": FIGURES,
    "guide.": TOLD,
    "guide.example.": TOLD,
    "fate.": get_args(Fate),
    "figures.by.": ("unit", "topic"),
    "figures.period.": figures_wanted.PERIODS,
    "invite.": ("landline", "member", "refused", "short", "wrong"),
    "kind.": model.KINDS,
    "line.wrong.": faults(),
    "matter.state.": ("agreed", "refused", "returned", "replaced"),
    "matter.why.": correction_decision.REASONS,
    "odd.": listed(messages.Inbound, "`oddity`") - {"blocked", "unblocked"},  # these two are no message to answer
    "people.why.": {why for reasons in account_state.WHY.values() for why in reasons},
    "period.": periods(),
    "photo.": ("waits", "whose", "whose_now"),
    "photo.lost.": {*photo_loss.WHY.values(), "gone", "file", "left"},
    "phase.": ("before", "start", "weekly", "peak", "last_week", "results", "moved", "gone", *STEPS, "by_hand"),
    "phone.looks_": messages.LOOKS,
    "ratio.": sums_in_words.RATIOS,
    "remind.deadline.": ("left", "today", "over"),
    "remind.due.": ("left", "today", "over"),
    "remind.results.": ("left", "today", "over"),
    "remind.topic.": model.TOPICS,
    "reminded.": ("enough", "none"),
    "refused.": {text for call in calls_of("Refused", "programme/xlsform") for text in strings(call.args[0])} - {"*"},
    "role.": model.ROLES,
    "prompt.waits.": [kind.__struct_config__.tag for kind in routes.PROMPTS],
    "proof.of.": assurance.PROVED.values(),
    "settings.": ("link", "quiet", "accents", "plain", "stop", "again", "language"),
    "state.": listed(model.Report, "`state`"),
    "topic.": model.TOPICS,
    "understood.intent.": reading.INTENTS,
    "understood.what.": reading_words.WHAT,
}
"""All that may follow a prefix that the code completes when it runs."""

OPTIONAL = {f"figure.{kind}.{figure}" for kind, figures in model.KINDS.items() for figure in figures}
OPTIONAL |= {"language.plural"}
"""A figure may have words of its own in one kind ("5 lớp" for the sessions of a training); plurals have a rule."""
