"""A paper as Markdown."""

from __future__ import annotations

from reports.dossier.paper import FOOT, HEAD, Fill, Grid, Heading, Paper, Para, Text, parts


def markdown(paper: Paper, issuer: str) -> str:
    gaps = f"Còn {paper.gaps} chỗ phải điền, ghi **[ĐIỀN: …]**."
    title = " ".join(paper.title.split("\n"))
    lines = [
        f"# {title}",
        "",
        f"{issuer} · Số: {_said(HEAD[0])} · {_said(HEAD[1])}",
        "",
        f"*{paper.about}*",
        "",
        gaps,
        "",
    ]
    for block in paper.body:
        if isinstance(block, Heading):
            lines += [f"## {block.text}", ""]
        elif isinstance(block, Para):
            lines += [_said(block.text), ""]
        elif isinstance(block, Grid):
            lines += [_row(block.head), _row(("---",) * len(block.head)), *map(_row, block.rows), ""]
        else:
            lines += [*(f"- {_said(item)}" for item in block.items), ""]
    lines += [f"Người lập: {_said(FOOT[0])}", "", f"Đại diện bên kiểm soát: {_said(FOOT[1])}", ""]
    return "\n".join(lines)


def _said(text: Text) -> str:
    return "".join(f"**{part}**" if isinstance(part, Fill) else part for part in parts(text))


def _row(cells: tuple[Text, ...]) -> str:
    return f"| {' | '.join(_said(cell).replace('|', '/') for cell in cells)} |"
