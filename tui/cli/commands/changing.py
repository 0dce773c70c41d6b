"""The commands that change records, each one operation, and that take operations back."""

from __future__ import annotations

import argparse

from tui.cli.commands.command import Command, add_references, file, nothing_more, tag, word
from tui.cli.options import Options

#: As they are typed; `triage` knows what they mean.
DECISIONS = ("relevant", "irrelevant", "later", "duplicate", "new")
#: Those of `store.vocabulary.NoteKind`, which would have to be loaded.
NOTE_KINDS = ("note", "question", "lead", "decision")


#: Those of `store.vocabulary.ReportKind`.
REPORT_KINDS = ("article", "statement", "post", "bulletin", "message")

#: Those of `store.ingest.formats` and of tables, which would have to be loaded.
DATA_SETS = (
    *("incident-desk", "incident-desk-csv", "ucdp-ged", "acled", "2020pb", "geojson", "stix"),
    *("ftm", "timemap", "tinydb", "csv", "jsonl"),
)


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "words",
        nargs="*",
        metavar="PATH|URL",
        help="a document, a mailbox, a feed, or a folder of such; - for the standard input",
    )
    parser.add_argument(
        "--date", metavar="DATE", help="when it was published, in place of what it says itself"
    )
    parser.add_argument(
        "--publisher", metavar="NAME", help="who published it: a source's name or reference"
    )
    parser.add_argument("--kind", choices=REPORT_KINDS, help="what sort of document it is")
    parser.add_argument("--url", metavar="URL", help="where it was found")
    parser.add_argument("--title", metavar="TITLE", help="its headline")
    _add_tags(parser, "--tag", "add", "a tag of the report")
    parser.add_argument(
        "--as",
        dest="format",
        choices=("text",),
        help="add a data set as a document, which `import` is for otherwise",
    )
    parser.add_argument(
        "--watched", action="store_true", help="add what the configuration watches for this store"
    )
    parser.add_argument(
        "--no-ask", action="store_true", help="leave a date unknown that the document lacks"
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="say what each would become, and change nothing"
    )


def _add(options: Options) -> int:
    from tui.cli.adding import add

    return add(options)


def _note_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("ref", metavar="REF", help="the record; - for those on the standard input")
    parser.add_argument(
        "text", metavar="TEXT", help="in Markdown; - for what the standard input has"
    )
    parser.add_argument("--kind", choices=NOTE_KINDS, help="what it is for")
    _add_tags(parser, "--tag", "add", "a tag of the note")


def _note(options: Options) -> int:
    from tui.cli.changing import write_notes

    return write_notes(options)


def _tag_arguments(parser: argparse.ArgumentParser) -> None:
    add_references(parser)
    _add_tags(parser, "--add", "add", "a tag that they get")
    _add_tags(parser, "--remove", "remove", "a tag that is taken away")


def _tag(options: Options) -> int:
    from tui.cli.changing import tag_records

    return tag_records(options)


def _set_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "words",
        nargs="+",
        metavar="REF|FIELD=VALUE",
        help="records (- for those on the standard input) and what their fields are to be:"
        " status=completed, tags=a,b, end= for nothing",
    )


def _set(options: Options) -> int:
    from tui.cli.changing import set_fields

    return set_fields(options)


def _decide_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "decision", choices=DECISIONS, help="new takes the decision back, whoever made it"
    )
    add_references(parser)
    parser.add_argument("--reason", metavar="REASON", help="why")
    parser.add_argument("--when", metavar="DATE", help="when it comes back, for later")
    parser.add_argument("--of", metavar="REF", help="the report that it repeats, for duplicate")


def _decide(options: Options) -> int:
    from tui.cli.changing import decide

    return decide(options)


def _undo_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--yes", action="store_true", help="also what was not done today, or more than 12 hours ago"
    )


def _undo(options: Options) -> int:
    from tui.cli.undoing import undo

    return undo(options)


def _redo(options: Options) -> int:
    from tui.cli.undoing import redo

    return redo(options)


def _add_tags(parser: argparse.ArgumentParser, option: str, name: str, told: str) -> None:
    parser.add_argument(
        option,
        dest=name,
        action="append",
        type=word if name == "remove" else tag,
        metavar="TAG",
        help=f"{told}; may be given several times",
    )


def _import_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=file, nargs="?", metavar="FILE", help="the data set")
    parser.add_argument(
        "--as",
        dest="format",
        type=word,
        metavar="FORMAT",
        help=f"read it as this, whatever it looks like: {', '.join(DATA_SETS)}; `import --as ?`"
        " tells what each is",
    )
    parser.add_argument(
        "--mapping",
        type=file,
        metavar="FILE",
        help="what the columns of a table become; without it FILE.mapping.toml, which the first"
        " import or dry run writes, to be changed there",
    )
    parser.add_argument(
        "--rejects",
        type=file,
        metavar="FILE",
        help="where rows are written that cannot come in; without it FILE.rejects.csv",
    )
    parser.add_argument(
        "--dry-run",
        action="store_true",
        help="tell what each row would become; the store stays as it is",
    )


def _import(options: Options) -> int:
    from tui.cli.importing import import_file

    return import_file(options)


COMMANDS = (
    Command(
        "add",
        "add documents as reports, which wait in the inbox",
        _add_arguments,
        _add,
        examples=(
            "add statement.pdf letters.mbox --tag coast",
            "add https://example.org/news/1 --publisher 'Example News'",
        ),
    ),
    Command(
        "import",
        "bring a data set in: UCDP, ACLED, GeoJSON and others, or any table",
        _import_arguments,
        _import,
        examples=(
            "import ged.csv --dry-run",
            "import acled.csv --rejects acled-rejects.csv",
            "import incidents.csv --mapping monthly.toml",
        ),
    ),
    Command(
        "note",
        "write a note about a record; its reference is printed",
        _note_arguments,
        _note,
        takes_words=True,
        examples=("note E412 'Who counted?' --kind question",),
    ),
    Command(
        "tag",
        "add tags to records, or take them away",
        _tag_arguments,
        _tag,
        examples=("tag R12 R14 --add coast --remove unsorted",),
    ),
    Command(
        "set",
        "change fields of records",
        _set_arguments,
        _set,
        takes_words=True,
        examples=("set E412 status=completed assignee=ada",),
    ),
    Command(
        "decide",
        "decide on reports",
        _decide_arguments,
        _decide,
        examples=(
            "decide irrelevant R12 --reason 'about another war'",
            "decide duplicate R14 R15 --of R12",
        ),
    ),
    Command("undo", "take your newest operation back", _undo_arguments, _undo),
    Command("redo", "do again what you undid last", nothing_more, _redo),
)
