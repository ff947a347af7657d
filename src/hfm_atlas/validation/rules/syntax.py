"""Rules on files as text and as YAML; `documents` and `loading` find what breaks them."""

from __future__ import annotations

from hfm_atlas.diagnostics import Severity
from hfm_atlas.validation.registry import Rule, register


def _reading(name: str, help: str, reason: str, how_to_fix: str, *, is_fixable: bool = False) -> Rule:
    return Rule(name, Severity.ERROR, "reading", help, reason, how_to_fix, is_fixable=is_fixable)


register(
    [
        _reading(
            "yaml-syntax",
            "A file is valid YAML.",
            "What cannot be parsed says nothing; the rest of the file after the mistake is not looked at.",
            "Look at the marked place and the line above it: most often the indentation differs, or a text that holds "
            "': ' or ' #', or that starts with one of [ ] { } & * ! | > % @ `, needs quotes.",
        ),
        _reading(
            "tab-indentation",
            "Lines are indented with spaces.",
            "YAML forbids tabs as indentation, because their width differs from editor to editor.",
            "Replace the tab by two spaces a level; most editors can do so for the whole file.",
        ),
        _reading(
            "duplicate-key",
            "A key stands only once in a mapping.",
            "Most YAML readers keep the last of two equal keys without a word, so one of two facts would be lost.",
            "Keep one of the two, or merge what they say.",
        ),
        _reading(
            "yaml-alias",
            "Anchors and aliases are not used.",
            "They make an entry hard to read and to edit, and a few of them can blow up to gigabytes. Programs that "
            "write YAML add them by themselves where a value occurs twice.",
            "Write the value out in each place and delete the `&name` and `*name`.",
        ),
        _reading(
            "yaml-tag",
            "Explicit YAML tags are not used.",
            "A tag such as `!!python/object` tells a reader to build something from the text; entries are plain data.",
            "Delete the tag; put quotes around a value that should be a text.",
        ),
        _reading(
            "several-documents",
            "One file holds one entry.",
            "An entry is found by its file's name; a second document behind `---` would have none.",
            "Move the second document into a file of its own.",
        ),
        _reading(
            "bad-key",
            "A key is a single word.",
            "Every key is the name of a field; YAML would allow lists and mappings as keys too.",
            "Write `key: value`; put quotes around a text that starts with [ or {.",
        ),
        _reading(
            "too-deep",
            "Values are not nested deeper than the schema is.",
            "No entry needs it, and a file nested thousands deep could stop a build.",
            "Delete the brackets that are too many.",
        ),
        _reading(
            "too-many-values",
            "A file holds no more values than an entry can need.",
            "A list of a hundred thousand items passes every other bound and takes minutes to check.",
            "Keep only facts in it, and leave lists of data where they are published.",
        ),
        _reading(
            "too-long-number",
            "A number has no more digits than anybody counts.",
            "A number of thousands of digits is none; some programs refuse to read it.",
            "Put quotes around it if it is a text, otherwise write what was counted, such as 110M.",
        ),
        _reading(
            "too-many-findings",
            "A file has no more findings than are told at once.",
            "A hundred findings most often have one cause; thousands of lines hide it.",
            "Fix those that are shown, and run `hfm-atlas validate` again.",
        ),
        _reading(
            "nul-byte",
            "A file holds no NUL byte.",
            "A NUL byte means that the file is binary, or was saved as UTF-16.",
            "Save the file as UTF-8.",
        ),
        _reading(
            "invalid-utf-8",
            "A file is encoded as UTF-8.",
            "Names in many alphabets stand side by side here; only one encoding for all files keeps them right.",
            "Save the file again with the encoding UTF-8; `iconv -f latin1 -t utf-8` fixes an older one.",
        ),
        _reading(
            "control-character",
            "Texts hold no invisible control characters.",
            "They come along when text is copied from a PDF or a web page: they break searching, and a direction mark "
            "can make a line read otherwise than it is.",
            "Delete the character at the marked place; typing the word again is the quickest way.",
            is_fixable=True,
        ),
        _reading(
            "empty-file",
            "A file is not empty.",
            "An empty file is a mistake: its id exists, but nothing is known of it.",
            "Write the entry (`hfm-atlas new` makes a draft), or delete the file.",
        ),
        _reading(
            "not-a-mapping",
            "A file is a mapping from fields to values.",
            "An entry is a set of named facts; a list or a single text has no names for them.",
            "Start each line with the name of a field, such as `name: BioBERT`.",
        ),
        _reading(
            "file-too-large",
            "A file is not larger than one megabyte.",
            "An entry takes a few kilobytes; something else got in, and everybody would have to download it.",
            "Take out what is no fact of the entry.",
        ),
        _reading(
            "symlink",
            "A file is a file, not a symbolic link.",
            "A link may lead out of the repository, and on another machine it leads nowhere.",
            "Replace the link by the file itself.",
        ),
        _reading(
            "unreadable-file",
            "A file can be read.",
            "What cannot be read cannot be checked, and the site would silently lack it.",
            "Check the file's rights, and that it is a plain file.",
        ),
        _reading(
            "file-ending",
            "The name of a file with an entry or facet ends in .yml.",
            "Some editors append .txt without showing it; nothing reads such a file, so what it says would be missed.",
            "Rename the file; where the ending is hidden, `ls` shows it.",
        ),
        _reading(
            "missing-facet",
            "Every facet has its file under taxonomy/.",
            "Without it, no reference to its terms can be checked.",
            "Bring the file back; a facet without terms has `terms: []`.",
        ),
    ]
)
