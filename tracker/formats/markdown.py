"""Passes to read and to share, as Markdown: dates, ratings and remarks."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tracker.domain import words
from tracker.domain.dates import dated
from tracker.domain.guide import Entry, Guide
from tracker.domain.history import Diary
from tracker.domain.passes import Pass


def write(guide: Guide, passes: Sequence[Pass], diaries: Sequence[Diary]) -> bytes:
    """Each of those passes, with the figures of its diary, as far as the given guide shows it."""
    title = f"{guide.title} · {guide.title_ja}" if guide.title_ja else guide.title
    lines = [f"# {_plain(title)}"]
    for pass_, diary in zip(passes, diaries, strict=True):
        lines += ["", f"## Pass {pass_.number}", "", _plain(words.upper(words.diary(diary)))]
        for part, entries in guide.by_part():
            said = [line for entry in entries for line in _entry(pass_, entry)]
            lines += ["", f"### {_plain(words.upper(part.name))}", "", *said] if said else []
    return ("\n".join(lines) + "\n").encode("utf-8", "replace")


def _entry(pass_: Pass, entry: Entry) -> list[str]:
    mark, given = pass_.marks.get(entry.id), pass_.ratings.get(entry.id)
    remark = words.remark(pass_.remarks.get(entry.id, ()))
    if not (mark or given or remark):
        return []
    when = dated(mark.at) if mark else None
    texts = [f"**{_plain(entry.name)}**"]
    texts += [_plain(entry.title)] if entry.title else []
    if mark and mark.do == "stopped":
        texts.append(f"stopped at {words.position(mark.position)}")
    elif mark and mark.do == "skipped":
        texts.append("skipped")
    if when and mark and mark.do != "skipped":
        texts.append(words.short_full_date(when))
    texts += [words.rating(given)] if given else []
    quote = [f"  > {_plain(line)}".rstrip() for line in remark.splitlines()]
    return [f"- {' · '.join(texts)}", *(["", *quote, ""] if quote else [])]


def _plain(text: str) -> str:
    """A text on one line, with all markup escaped."""
    marked = re.sub(r"([\\`*_{}\[\]<>#|~&])", r"\\\1", words.clean(text))
    return re.sub(r"^(\s*(?:[0-9]+(?=[.)]))?)([-+=.)])", r"\1\\\2", marked)
