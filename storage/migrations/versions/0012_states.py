"""States of conversations in the form of typed stops and prompts.

What is written here is the old form as it stood and the new one as it begins; neither changes any more.
"""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

MANY = 500
CONVERSATIONS = sa.table("conversations", sa.column("owner", sa.Text), sa.column("state", sa.Text))


def upgrade() -> None:
    connection, last = op.get_bind(), ""
    while True:
        page = sa.select(CONVERSATIONS).where(CONVERSATIONS.c.owner > last).order_by(CONVERSATIONS.c.owner).limit(MANY)
        rows = connection.execute(page).all()
        if not rows:
            return
        for owner, text in rows:
            state = converted(json.loads(text))
            change = sa.update(CONVERSATIONS).where(CONVERSATIONS.c.owner == owner)
            connection.execute(change.values(state=json.dumps(state, ensure_ascii=False, separators=(",", ":"))))
        last = rows[-1][0]


def converted(old: dict[str, Any]) -> dict[str, Any]:
    """The state in the new form; what was unset stays unset."""
    same = ("drafts", "more", "unit", "filed", "photos", "tries", "mistaken", "grouped")
    new = {name: old[name] for name in same if name in old}
    named = {"options": "asked", "greeted": "told"}
    new |= {name: old[before] for name, before in named.items() if before in old}
    pace = {name: old[name] for name in ("idle", "calm", "unheard") if name in old}
    if pace:
        new["pace"] = pace
    if "parked" in old:
        new["parked"] = [_parked(said) for said in old["parked"]]
    if "draft" in old:
        new["draft"] = _draft(old["draft"])
    if prompt := _prompt(old):
        new["prompt"] = prompt
    return new


def _parked(said: dict[str, Any]) -> dict[str, Any]:
    return {("options" if name == "asked" else name): value for name, value in said.items()}


def _draft(old: dict[str, Any]) -> dict[str, Any]:
    same = ("number", "form", "version", "unit", "saved", "shown", "todo", "trail", "done", "walked", "settled")
    new = {name: old[name] for name in (*same, "mends", "line") if old.get(name) not in (None, "", [], {}, False)}
    if old.get("asks"):
        new["requests"] = True
    page = {"page": old["page"]} if old.get("page") else {}
    if old.get("at"):
        stop = {"stop": "question", "ref": old["at"], **page}
        stop |= {"picked": old["picked"]} if old.get("picked") is not None else {}
        stop |= {"held": old["held"]} if old.get("held") else {}
        stop |= {"changing": True} if old.get("editing") else {}
    elif old.get("check"):
        stop = {"stop": "check", "name": old["check"]}
    else:
        stop = {"stop": "review", **page, **({"listing": True} if old.get("editing") else {})}
    return new | {"stop": stop}


def _prompt(old: dict[str, Any]) -> dict[str, Any] | None:
    """The question outside the draft that waited, None for none."""
    if old.get("link"):
        return {"prompt": "link_offer", "code": old["link"]}
    if old.get("invite") and old.get("consented"):
        return {"prompt": "enrol_name", "invite": old["invite"], "consented": old["consented"]}
    if old.get("invite"):
        name = {"name": old["name"]} if old.get("name") else {}
        return {"prompt": "enrol_notice", "invite": old["invite"], **name}
    awaiting, offered = old.get("awaiting", ""), old["asked"][0][0] if old.get("asked") else ""
    if old.get("draft") and offered.startswith("q:") and not awaiting.startswith("ask:"):
        return None  # the draft's question was put later; figures were asked for beside it
    return _awaited(awaiting, offered)


def _awaited(awaiting: str, offered: str) -> dict[str, Any] | None:
    """What the next words were for; `offered` is the first payload that was offered last."""
    if awaiting in ("behalf", "number", "campaign"):
        return {
            "prompt": {"behalf": "report_for_unit", "number": "invite_number", "campaign": "campaign_list"}[awaiting]
        }
    if awaiting == "name":
        return {"prompt": "new_name"} if offered == "m:data" else None
    for head, prompt in (("why:", "request_reason"), ("refuse:", "refusal_reason")):
        if awaiting.startswith(head):
            id = awaiting.removeprefix(head)
            return {"prompt": prompt, "matter": id} if offered.startswith(f"d:{id}:") else None
    if awaiting.startswith("ask:"):
        _, question, unit = awaiting.split(":", 2)
        return {"prompt": "urgent_numbers", "question": question, "unit": unit}
    if awaiting.startswith("campaign+"):
        known = json.loads(awaiting.removeprefix("campaign+"))
        return {"prompt": "new_campaign", **known}
    if awaiting.startswith("campaign {"):
        change = json.loads(awaiting.removeprefix("campaign "))
        return {"prompt": "campaign_change", "season": change.pop("name"), **change}
    verb, _, about = awaiting.partition(" ")
    if verb == "hand":
        kind, member, role, unit = about.split(":", 3)
        return {"prompt": "handover_days", "member": member, "role": role, "unit": unit, "lend": kind == "lend"}
    if verb == "move":
        return {"prompt": "transfer_to", "member": about}
    if verb == "over":
        return {"prompt": "close_unit", "unit": about}
    if verb == "heir":
        unit, last, decision = about.split(" ", 2)
        return {"prompt": "close_unit_successor", "unit": unit, "last": last, "decision": decision}
    return None
