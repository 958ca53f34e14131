"""Every table's place: what of it is a person's, by which rule its rows are forgotten or why they are kept, whether a
move and a backup carry it. Erasure and transfers read it; a test walks all tables and columns."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Table

from storage.schema import tables as t


@dataclass(frozen=True, slots=True)
class Place:
    """A table's columns of text, JSON and bytes by what they hold, each once, names by a space: `ids` members' opaque
    ids, which stay, `addresses`, `words` of people or about them, `others` what is nobody's (codes, states, digests,
    what units and forms are called).

    When a member is erased, rows go whose column `owned` is the member's id, and rows of an address of theirs where
    `by_address`; then all texts are looked through for their name and addresses: those of a report, which the column
    `of_report` names, only where it is of the member's units, and none where `nobody` is named in them. `blanked`: the
    member's own row stays, without what it held.

    `forgotten` names the rules of retention, `kept` says why rows stay that no rule takes. What is not `carried` by
    moves and backups belongs to a database and its processes, and not to what it keeps."""

    table: Table
    ids: str = ""
    addresses: str = ""
    words: str = ""
    others: str = ""
    owned: str = ""
    by_address: bool = False
    of_report: str = ""
    nobody: bool = False
    blanked: bool = False
    forgotten: str = ""
    kept: str = ""
    carried: bool = True


MEMBER = "as long as the member"
REPORTED = "what was reported stays, with the opaque id of who did"
DECIDED = "what was decided, when and by whom stays"
DONE = "gone when it is done"
ONE = "one row a name, written over"

PLACES = (
    # what came in, what goes out
    Place(t.inbox, others="channel key outcome", nobody=True, forgotten="inbox"),
    Place(t.aside, addresses="key", words="raw why", others="channel", forgotten="aside"),
    Place(t.conversations, addresses="owner", words="state", forgotten="strangers drafts", kept="a member's counters"),
    Place(
        t.outbox,
        addresses="key address edits ref",
        words="text choices attachments",
        others="channel via state owner error",
        by_address=True,
        forgotten="sent outbox",
    ),
    Place(t.deliveries, addresses="row ref", others="channel state unit month", forgotten="deliveries"),
    Place(t.media, others="name channel ref mime state error sha256 type", nobody=True, forgotten="media"),
    Place(t.tokens, others="name access refresh seed lost", kept=ONE),
    Place(t.leases, others="name owner", nobody=True, kept=ONE, carried=False),
    Place(t.marks, others="name", kept=ONE),
    # people and units
    Place(
        t.members,
        ids="id",
        words="name",
        others="language state consent preferred",
        blanked=True,
        kept="the id is never given again",
    ),
    Place(t.posts, ids="member", others="unit role", owned="member", kept=MEMBER),
    Place(t.addresses, ids="member", addresses="address", others="channel", owned="member", kept=MEMBER),
    Place(t.blocked, addresses="address", others="channel", by_address=True, kept="who refused is never asked again"),
    Place(t.pins, ids="member", others="code hash", owned="member", kept=MEMBER),
    Place(t.links, ids="member cut", others="code", owned="member", forgotten="links"),
    Place(t.feeds, ids="member", others="token", owned="member", kept=MEMBER),
    Place(t.wishes, ids="member", owned="member", kept=MEMBER),
    Place(t.silences, ids="member", owned="member", kept=MEMBER),
    Place(t.invites, ids="by", others="code unit role", kept="a code is never given again"),
    Place(t.invitations, ids="by", addresses="address", others="code channel unit", forgotten="invitations"),
    Place(
        t.proposals,
        ids="by member to decided_by",
        words="decision",
        others="id kind unit role successors state",
        kept=DECIDED,
    ),
    Place(
        t.units,
        others="code name kind parents successors aliases source",
        nobody=True,
        kept="a code is never given again",
    ),
    Place(
        t.erasures,
        others="who sealed_key signs state answer",
        nobody=True,
        kept="an archive from before is held against it",
    ),
    Place(t.trail, ids="who subject", words="why", others="what", forgotten="trail"),
    Place(t.breaches, words="what done told", kept="the law asks for a register of them"),
    # reports
    Place(t.codes, nobody=True, kept="a code is never given again"),
    Place(
        t.reports,
        ids="member entered_by",
        words="answers",
        others="code form version unit channel period joint_units state merged_into origin",
        of_report="code",
        kept=REPORTED,
    ),
    Place(t.joints, others="unit report", nobody=True, kept=REPORTED),
    Place(
        t.activities,
        words="place note",
        others="report unit kind scope topics ward",
        of_report="report",
        kept=REPORTED,
    ),
    Place(t.figures, others="report name unit kind bound topics", nobody=True, kept=REPORTED),
    Place(t.standings, words="place", others="report name unit kind topics bound", kept=REPORTED),
    Place(
        t.revisions,
        ids="by",
        words="why answers activities",
        others="report",
        of_report="report",
        kept=REPORTED,
    ),
    Place(t.pictures, others="report name type sha256", nobody=True, kept=REPORTED),
    Place(
        t.matters,
        ids="by decided_by",
        words="old new why changes reason",
        others="id kind report unit place other about state",
        kept=DECIDED,
    ),
    # forms
    Place(
        t.form_files,
        others="sha256 form version title file media content",
        nobody=True,
        kept="drafts and reports name their form",
    ),
    Place(t.form_lists, others="form name content", nobody=True, kept="forms name their lists"),
    Place(t.form_offers, ids="by", others="unit form sha256", kept="as long as the form is offered"),
    Place(
        t.form_asks,
        ids="by",
        addresses="address",
        words="file",
        others="name unit language channel",
        owned="by",
        by_address=True,
        kept=DONE,
    ),
    # what is due
    Place(t.deferred, ids="member", owned="member", kept=DONE),
    Place(t.again, ids="member", others="season unit", owned="member", kept=MEMBER),
    Place(t.missed, others="item fate unit kind name phase", kept="a unit's past reminders are looked up"),
    Place(t.editions, ids="origin", words="vi en source added", others="campaign", kept=DECIDED),
    Place(t.settled, ids="member", others="unit name answer", kept=REPORTED),
    Place(t.nudges, ids="member", others="unit post", forgotten="nudges"),
    Place(t.asks, ids="member", others="id post topic units", kept=REPORTED),
    Place(t.asked, ids="member", words="said", others="ask unit answer", kept=REPORTED),
)
WITH_WORDS = tuple(place.table.name for place in PLACES if not place.nobody)
LEFT_BEHIND = tuple(place.table.name for place in PLACES if not place.carried)
