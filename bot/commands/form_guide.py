"""`baocao form guide FILE`: a page for the wall that says how a form is told in one SMS."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from programme.language.texts import LANGUAGES, Texts, load_texts
from programme.language.vietnamese import plain
from programme.xlsform import Env, Form, FormFaults, Instance, Question, load_form
from programme.xlsform.sms_columns import Field, fields, keyword, options, separator

MOST = 12  # choices that are written out


def add(verbs: argparse._SubParsersAction) -> None:
    parser = verbs.add_parser("guide", help="a page for the wall: how it is told in one SMS")
    parser.add_argument("file", type=Path, help="XLSForm: .xlsx .xls .md .csv")
    parser.add_argument("--out", type=Path, metavar="FILE", help=".pdf or .png; beside the form where left out")
    parser.add_argument("--language", choices=LANGUAGES, default="vi")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """0 written, 2 where the form can't be used."""
    from reports.guide import draw

    out = args.out or Path(f"{args.file.stem}-sms.pdf")
    if out.suffix not in (".pdf", ".png"):
        print(f"{out}: a guide is a .pdf or a .png", file=sys.stderr)
        return 2
    try:
        form = load_form(args.file)
        page = draw(guide(form, args.language), out.suffix[1:])
        out.write_bytes(page)
    except OSError as err:
        print(f"{err.filename or args.file}: {err.strerror or err}", file=sys.stderr)
        return 2
    except FormFaults as wrong:
        for fault in wrong.faults:
            print(fault, file=sys.stderr)
        return 2
    print(out)
    return 0


def guide(form: Form, language: str):
    """What the page says, in the grammar that the line is read by."""
    from handlers.one_line.line_words import words_of
    from reports.guide import Guide

    t = load_texts(language)
    env = Env(now=datetime(2026, 1, 1, tzinfo=UTC), zone=ZoneInfo("UTC"), language=language, uuid="")
    instance = Instance.new(form, env)
    if words := words_of(form, language):
        return _activities(t, form, words)
    rows = [_row(t, form, instance, field) for field in fields(form)]
    shown = [
        f"{word} {example(t, form, instance, field)}" for field, (word, _, _) in zip(fields(form), rows, strict=True)
    ]
    mark = f" {separator(form)} " if separator(form) else " "
    line = f"{keyword(form)} {mark.join(shown[:6])}"
    later = _later(form, instance)
    notes = [t("guide.skip")] if rows else []
    notes += [t("guide.later", labels=", ".join(later))] if later else []
    return Guide(form.title, t("guide.lead"), line.strip(), rows, (*notes, t("guide.check"), t("guide.notes")))


def _later(form: Form, instance: Instance) -> list[str]:
    """What no line can tell, so that it is asked for afterwards: repeats by their names, files and places."""
    told = {field.question.path for field in fields(form)}
    found: list[str] = []
    for question in form.questions:
        if question.asked and question.type != "note" and question.path not in told:
            repeat = next((form.parts[path] for path in question.groups if form.parts[path].repeat), None)
            part = repeat or form.parts[question.path]
            found.append(instance.wording(part).rstrip("?: ") or part.name)
    return list(dict.fromkeys(found))[:MOST]


def _activities(t: Texts, form: Form, words):
    """The programme's own report: what was done, on what, when, how many, where, in any order."""
    from reports.guide import Guide

    labels = {o.name: _label(form, "/data/kind", o.name, t.language) for o in words.kinds}
    topics = {o.name: _label(form, "/data/topics", o.name, t.language) for o in words.topics}
    rows = [(o.code, labels[o.name], _figures(form, words, o.name, t)) for o in words.kinds]
    rows += [(o.code, t("guide.topic"), topics[o.name]) for o in words.topics]
    first = words.kinds[0].code
    line = f"{words.keyword.upper()} {first} {words.topics[0].code} 15/6 45 NHA VAN HOA"
    notes = (t("guide.any_order"), t("guide.nil", keyword=words.keyword.upper()), t("guide.check"), t("guide.notes"))
    return Guide(form.title, t("guide.lead"), line, rows, notes)


def _figures(form: Form, words, kind: str, t: Texts) -> str:
    main = words.mains.get(kind)
    named = [f.word for f in words.figures if f.kind == kind and f.path != main]
    label = _question_label(form, main, t.language) if main else ""
    return "; ".join(filter(None, (label, ", ".join(f"{t('guide.number')} {word}" for word in named[:6]))))


def _question_label(form: Form, path: str, language: str) -> str:
    columns = form.question(path).columns
    return columns.get(f"short_{language}") or columns.get("short", "")


def _label(form: Form, path: str, name: str, language: str) -> str:
    env = Env(now=datetime(2026, 1, 1, tzinfo=UTC), zone=ZoneInfo("UTC"), language=language, uuid="")
    return next((i.label for i in Instance.new(form, env).choices(path) if i.name == name), name)


def _row(t: Texts, form: Form, instance: Instance, field: Field) -> tuple[str, str, str]:
    question = field.question
    label = instance.wording(form.parts[question.path]).rstrip("?: ") or question.name
    star = "" if question.required else f" {t('guide.optional')}"
    return field.word, label + star, _how(t, instance, question)


def _how(t: Texts, instance: Instance, question: Question) -> str:
    """What to write: the choices with their numbers or codes, or an example."""
    if question.type not in ("select_one", "select_multiple", "rank"):
        return t(f"guide.{question.type}")
    codes = options(question)
    try:
        items = instance.choices(question.path)
    except KeyError:
        items = []
    shown = [f"{codes.get(i.name) or place}\u00a0=\u00a0{i.label}" for place, i in enumerate(items[:MOST], 1)]
    several = {"select_multiple": t("guide.several"), "rank": t("guide.in_order")}.get(question.type, "")
    return "; ".join(
        [*shown, *([t("guide.by_name")] if len(items) > MOST or not items else []), *filter(None, [several])]
    )


def example(t: Texts, form: Form, instance: Instance, field: Field) -> str:
    question = field.question
    if question.type in ("select_one", "select_multiple", "rank"):
        codes = options(question)
        return next(iter(codes.values()), "1")
    shown = t(f"guide.example.{question.type}")
    return plain(shown)
