"""The commands that look: list, count, show, check, export, history, digest."""

from __future__ import annotations

import argparse

from tui.cli.commands.command import Command, add_json, add_references, count, listed, word
from tui.cli.options import Options


def _list_arguments(parser: argparse.ArgumentParser) -> None:
    _add_query(parser)
    add_json(parser)
    parser.add_argument(
        "--fields",
        type=listed,
        metavar="A,B",
        help="only these: ref, record (its kind), label, or fields of the document, with dotted"
        " paths such as triage.state",
    )
    parser.add_argument("--limit", type=count, metavar="N", help="the first N")


def _list(options: Options) -> int:
    from tui.cli.listing import list_records

    return list_records(options)


def _count_arguments(parser: argparse.ArgumentParser) -> None:
    _add_query(parser)
    parser.add_argument(
        "--by",
        type=word,
        metavar="FIELD",
        help="each value of a field of the query language, with its number; month for each month",
    )
    add_json(parser)


def _count(options: Options) -> int:
    from tui.cli.counting import count_records

    return count_records(options)


def _show_arguments(parser: argparse.ArgumentParser) -> None:
    add_references(parser)
    add_json(parser)


def _show(options: Options) -> int:
    from tui.cli.showing import show_records

    return show_records(options)


def _history_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("ref", nargs="?", metavar="REF", help="of one record: E412")
    parser.add_argument("--jsonl", action="store_true", help="one JSON object a line, with changes")
    parser.add_argument(
        "--limit",
        type=count,
        metavar="N",
        help="the newest N operations; without it 50, or all of them with --jsonl",
    )


def _history(options: Options) -> int:
    from tui.cli.history import history

    return history(options.place, options.ref, options.limit, jsonl=options.jsonl)


def _digest_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--since",
        type=word,
        metavar="TIME",
        help="yesterday, 2h, 3d, 2025-03-09, '2025-03-09 10:30'; without it today",
    )
    whose = parser.add_mutually_exclusive_group()
    whose.add_argument("--by", type=word, metavar="NAME", help="what somebody else did")
    whose.add_argument("--all", action="store_true", help="what everybody did")


def _digest(options: Options) -> int:
    from tui.cli.digest import tell_digest

    return tell_digest(options)


def _check_arguments(parser: argparse.ArgumentParser) -> None:
    _add_query(parser)
    add_json(parser)
    parser.add_argument(
        "--rule",
        action="append",
        default=[],
        dest="rules",
        type=word,
        metavar="NAME",
        help="by this rule alone, as the check names it: outside-country; may be given again",
    )
    parser.add_argument(
        "--limit",
        type=count,
        metavar="N",
        help="the first N of each rule; without it 50, or all of them as JSON",
    )
    parser.add_argument("--all", action="store_true", help="also what is said to be meant so")
    parser.add_argument(
        "--mend",
        action="store_true",
        help="mend what the one --rule finds, in one operation, where it is certain",
    )
    parser.add_argument("--yes", action="store_true", help="with --mend: also what is only likely")


def _check(options: Options) -> int:
    from tui.cli.checking import check_store

    return check_store(options)


def _add_query(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "words",
        nargs="*",
        metavar="QUERY",
        help="what to look for, such as kind:report triage:new baniyas; without it all records",
    )


def _export_arguments(parser: argparse.ArgumentParser) -> None:
    from store.exports.names import FORMATS

    _add_query(parser)
    parser.add_argument(
        "--to",
        required=True,
        choices=FORMATS,
        metavar="FORMAT",
        help="jsonl or csv, all records, which `import` reads back; geojson, ucdp, acled or"
        " timemap, events for other programs; brief, events in Markdown with numbered evidence",
    )
    parser.add_argument(
        "-o",
        "--out",
        type=word,
        metavar="FILE",
        help="a new file, for you alone; without it, or for -, the standard output",
    )
    parser.add_argument("--covered", action="store_true", help="also the words that are covered")
    parser.add_argument("--force", action="store_true", help="write over the file that is there")


def _export(options: Options) -> int:
    from tui.cli.exporting import export_records

    return export_records(options)


COMMANDS = (
    Command(
        "list",
        "list the records that a query finds",
        _list_arguments,
        _list,
        takes_words=True,
        examples=(
            "list kind:report triage:new --fields ref --limit 20",
            "list 'kind:claim killed:>100' --jsonl | jq .value",
        ),
    ),
    Command(
        "count",
        "tell how many there are; without --by a bare number, which is JSON as well",
        _count_arguments,
        _count,
        takes_words=True,
        examples=("count kind:event --by status",),
    ),
    Command(
        "show",
        "show records whole, with what is linked to them",
        _show_arguments,
        _show,
        examples=("show E412 R12",),
    ),
    Command(
        "export",
        "write the records that a query finds for others, in a format that they read",
        _export_arguments,
        _export,
        takes_words=True,
        examples=(
            "export kind:event after:2025-03 --to geojson -o coast.geojson",
            "export E412 --to brief",
        ),
    ),
    Command(
        "check",
        "tell what looks wrong, and what would mend it; nothing is refused for it",
        _check_arguments,
        _check,
        takes_words=True,
        examples=("check event:E412", "check --rule same-place --jsonl | jq -r .finding"),
    ),
    Command("history", "tell who changed what, when and how", _history_arguments, _history),
    Command(
        "digest",
        "tell what you decided and wrote today, in Markdown",
        _digest_arguments,
        _digest,
        examples=("digest --since yesterday --all > digest.md",),
    ),
)
