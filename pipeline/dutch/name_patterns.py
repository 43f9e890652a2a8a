"""Patterns of names and of what stands around them, for texts with straight apostrophes."""

import re
from functools import cache

from pipeline.dutch import lexicon, resource
from pipeline.dutch.name_words import any_of, function_words, straight, words

# No name has more parts than a pattern counts to: without an end each start would look through all that follows.
UPPER = r"[^\W\d_a-zß-öø-ÿ]"
SPACE = r"[^\S\n]*+(?:\n[^\S\n]*+)?+"
GAP = r"(?:[^\S\n]++(?:\n[^\S\n]*+)?+|\n[^\S\n]*+)"
WORD = (
    rf"(?:(?:[dl]|{UPPER})'(?={UPPER})|(?:[ae]l|a[sdnrtz]|ash)-(?={UPPER}))?"
    rf"{UPPER}[^\W\d_]{{1,40}}(?:'[^\W\d_]{{1,40}})?(?:-{GAP}?{UPPER}?[^\W\d_]{{1,40}}){{0,4}}"
)
INITIALS = rf"(?:{UPPER}[hj]?\.[^\S\n]?){{1,5}}(?:-?{UPPER}\.[^\S\n]?)?"
TITLES = ("aanspreekvormen", "functies_voor_naam", "naamgevend")  # lists of words


@cache
def former() -> str:
    """Return a pattern of what may stand before a function: *oud-*."""
    return rf"(?:{any_of('voor_functie')})?"


@cache
def between() -> str:
    """Return a pattern of what stands between the names of an enumeration."""
    return rf"(?:,[^\S\n]+|{GAP}?[&/+–]{GAP}?|{GAP}(?:{any_of('tussen_namen')}){GAP})"


@cache
def article() -> str:
    """Return a pattern of an article."""
    return resource.any_of(lexicon.word_classes().articles)


@cache
def prefix() -> str:
    """Return a pattern of the tussenvoegsels of running text: *op* and *in* count before an article only."""
    alone = any_of("tussenvoegsels")
    before_article = "|".join(sorted(words("tussenvoegsels_met_lidwoord")))
    return rf"(?:(?i:{before_article}){GAP}(?:'t|den)|(?i:{alone}))(?!\w)"


@cache
def name() -> str:
    """Return a pattern of words with a capital in a row, with the tussenvoegsels between them."""
    return rf"{WORD}(?:{GAP}(?:{prefix()}{GAP}){{0,4}}{WORD}){{0,9}}"


@cache
def surname() -> str:
    """Return a pattern of a name that may begin with tussenvoegsels."""
    return rf"(?:{prefix()}{GAP}){{0,4}}{name()}"


@cache
def titles() -> str:
    """Return a pattern of every form of address and function that is written before names."""
    return any_of(*TITLES)


@cache
def address() -> re.Pattern[str]:
    """Return a pattern of a form of address or function with the name behind it."""
    first = rf"(?:{INITIALS}{SPACE})?(?:{prefix()}{GAP}){{0,4}}{WORD}"
    return re.compile(
        rf"(?<!\w)(?P<title>(?i:{former()}(?:{titles()})))(?:[^\S\n]+|(?<=\.){SPACE})"
        rf"(?P<name>(?P<first>{first})(?:{GAP}(?:{prefix()}{GAP}){{0,4}}{WORD}){{0,9}})"
    )


@cache
def plural_address() -> re.Pattern[str]:
    """Return a pattern of a form of address or function for several persons with the names behind it."""
    return re.compile(
        rf"(?<!\w)(?P<title>(?i:{any_of('meervoudige_aanspreekvormen')})):?{GAP}"
        rf"(?P<names>(?:{INITIALS}{SPACE})?{surname()}(?:{between()}(?:{INITIALS}{SPACE})?{surname()}){{1,40}})"
    )


@cache
def initialled() -> re.Pattern[str]:
    """Return a pattern of initials with the surname behind them."""
    return re.compile(
        rf"(?<![\w.&])(?:{INITIALS}|(?i:{any_of('afgekorte_voornamen')}){GAP}){SPACE}(?:\((?:{WORD})\){SPACE})?(?:(?:{any_of('adellijke_titels')}){GAP})?(?:{prefix()}{GAP}){{0,4}}{WORD}(?P<more>{GAP}{WORD})?"
    )


@cache
def capitalised() -> re.Pattern[str]:
    """Return a pattern of words with a capital in a row, with a genitive or an initial behind them."""
    short = rf"(?:(?:v\.?/?d\.?|v\.)?[^\S\n]?|(?:{prefix()}{GAP})+){UPPER}(?:\.(?!{UPPER}\.)|(?![\w.'-]))"
    return re.compile(rf"(?<![\w@.-]){name()}(?:'s|'|{GAP}{short}(?!\w))?")


@cache
def opening() -> re.Pattern[str]:
    """Return a pattern of the word before a name that has its capital from the start of the sentence."""
    plain = "|".join(sorted(straight(word) for word in function_words() | words("aanhef")))
    return re.compile(rf"(?:[Ii]k{GAP}ben|(?i:{plain})[.,:]?|{WORD}{GAP}van){GAP}(?={UPPER})")


@cache
def introduced() -> re.Pattern[str]:
    """Return a pattern of whoever says his own name, or how somebody is called."""
    own = any_of("zegt_eigen_naam").replace(re.escape(" "), GAP)
    before = rf"(?i:{own}|(?:{any_of('naamgevend')}))"
    return re.compile(rf"(?<!\w){before}[:,]?{GAP}(?P<name>{name()})")


@cache
def signature() -> re.Pattern[str]:
    """Return a pattern of the end of a letter with the name under or behind it, all of it on one line."""
    one_line = rf"{surname()}".replace(GAP, r"[^\S\n]+")
    return re.compile(
        rf"(?:^|(?<=[\n.,] ))(?i:{any_of('slotgroeten')})(?:[^\n]{{0,40}}?[,.!]?[^\S\n]*\n\s*|[,.!]?[^\S\n]+)"
        rf"(?:(?i:{titles()})\.?[^\S\n]+)*(?P<name>(?:{INITIALS}[^\S\n]*)?{one_line})[^\S\n]*(?=\n|$|[,(|.])",
        re.MULTILINE,
    )


@cache
def told() -> re.Pattern[str]:
    """Return a pattern of names that are told: by a label, a relative, a greeting, by what one is called."""
    quote = "[\"“”'‘]"
    one = rf"(?:{prefix()}{GAP}){{0,4}}{WORD}(?:{GAP}(?:{prefix()}{GAP}){{0,4}}{WORD}){{0,9}}"
    return re.compile(
        rf"(?<!\w)(?i:{any_of('naamlabels')}):?[^\S\n]+{quote}?(?P<labelled>{one})"
        rf"|(?<!\w)(?i:{any_of('naamlabels_met_dubbele_punt')}):[^\S\n]+(?P<responsible>{one})(?=[^\S\n]*+(?:$|[.,;|/(\n]))"
        rf"|(?<!\w)(?i:{any_of('naasten')})(?:{GAP}van{GAP}(?:(?:{any_of('naaste_van')}){GAP})?[a-z]+)?,{GAP}(?P<beside>{one})(?=,)"
        rf"|(?<![^\n])[^\S\n]*(?i:{any_of('aanhef')})[^\S\n]+(?P<greeted>{one})[^\S\n]*+(?=,?[^\S\n]*+(?:\n|$))"
        rf"|{quote}(?P<called>{one}){quote}{GAP}genoemd"
        rf"|(?P<age>(?<![\w.]){UPPER}\.)(?=[^\S\n]*\(\d{{1,2}}(?:{GAP}jaar)?\))"
        rf"|(?P<nicknamed>{WORD}{GAP}(?:{quote}|\(){WORD}(?:{quote}|\)){GAP}(?:{prefix()}{GAP}){{0,4}}{WORD})"
    )


# A name in brackets glued to an organisation: *DSO(Mikkel)*.
GLUED = re.compile(rf"(?<!\w){UPPER}[\w-]{{0,40}}\((?P<name>{WORD})\)")


@cache
def glued_row() -> re.Pattern[str]:
    """Return a pattern of several such names in a row."""
    one = GLUED.pattern.replace("(?P<name>", "(?:")
    return re.compile(rf"{one}(?:{between()}{one})+")


@cache
def initials_of_function() -> re.Pattern[str]:
    """Return a pattern of initials with tussenvoegsels in them before what may be a function: *PvdB (voorzitter)*."""
    inside = any_of("tussenvoegsels_in_voorletters")
    return re.compile(rf"(?<![\w-])({UPPER}{{1,2}}(?:{inside}){UPPER})[^\S\n]?\((?P<function>[^()\n]{{2,40}})\)")


@cache
def cited() -> re.Pattern[str]:
    """Return a pattern of an author with a year: *(De Vries, 2019)*, *Jansen en Bos (2021)*, *Jansen et al.*."""
    one = rf"(?:{prefix()}{GAP}){{0,4}}{WORD}"
    return re.compile(
        rf"(?<!\w)(?P<names>{one}(?:(?:,|{GAP}(?:en|&)){GAP}{one}){{0,20}})"
        rf"(?:{GAP}et{GAP}al\b|,?{GAP}(?:\((?:19|20)\d\d[a-z]?\)|(?:19|20)\d\d[a-z]?(?=[);:,])))"
    )


@cache
def surname_first() -> re.Pattern[str]:
    """Return a pattern of a surname with initials behind it: *Bosma, H.*, *De Vries, H.M.*, *Wit, J. de*."""
    return re.compile(
        rf"(?<![\w.-])(?:{prefix()}{GAP}){{0,4}}{WORD},[^\S\n]+{INITIALS}"
        rf"(?:[^\S\n]*+{prefix()}){{0,4}}(?![^\S\n]*+(?:{prefix()}[^\S\n]++){{0,4}}{UPPER}[^\W_])(?![^\S\n]*{UPPER}\.)"
        rf"|(?:(?<=[;|\n•(])|^)[^\S\n]*(?P<cell>(?:{prefix()}[^\S\n]++){{0,4}}{WORD}(?:[^\S\n]{WORD})?,[^\S\n]+"
        rf"(?P<given>{WORD}))[^\S\n]*(?=[;|\n)]|$)"
    )


@cache
def one_name() -> re.Pattern[str]:
    """Return a pattern of one name of an enumeration."""
    return re.compile(rf"(?:{INITIALS}{SPACE})?{surname()}")


# Names in other scripts than the Latin one; a single sign (α) is a symbol.
OTHER_SCRIPT = re.compile(
    r"[\u0370-\u03ff\u0400-\u052f\u0530-\u05ff\u0600-\u06ff\u0900-\u0dff\u0e00-\u0eff\u10a0-\u10ff\u1200-\u137f"
    r"\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{2,}"
    r"(?:[^\S\n]+[\u0370-\u03ff\u0400-\u052f\u0530-\u05ff\u0600-\u06ff\u0900-\u0dff\u0e00-\u0eff\u10a0-\u10ff"
    r"\u1200-\u137f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+)*"
)
