"""One person among others: which names are hers, and which places in a text name her and nobody else."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial

from pipeline.dutch import name_check, names
from pipeline.dutch.contact import find_contact_data
from pipeline.dutch.name_check import fold, name_parts
from pipeline.dutch.other_names import is_no_person
from pipeline.nlp.paths import written
from pipeline.nlp.pseudonyms import name_key, with_labels

_GENITIVE = re.compile(r"('s|'|s|en)$")
_MIN_INSIDE = 4  # letters of a surname that is looked for inside an address


@dataclass(frozen=True)
class Scope:
    """Who else is named where a text is from.

    Attributes
    ----------
    others
        The names of the others.
    is_present
        Whether the person is known to be named there.
    elsewhere
        The names of those who are named in the other reports.
    """

    others: tuple[str, ...]
    is_present: bool
    elsewhere: tuple[str, ...] = ()

    def whose(self, is_of: Callable[[str], bool]) -> bool | None:
        """Return True if a mention can be hers alone, None if that is unclear, False if it is of another one here."""
        if any(map(is_of, self.others)):
            return None if self.is_present else False
        return None if not self.is_present and any(map(is_of, self.elsewhere)) else True


@dataclass(frozen=True)
class Mention:
    """A place that may name the person.

    Attributes
    ----------
    start, end
        Offsets in the text, half open.
    is_hers
        Whether it can be nobody else; if not, it is unclear whose it is.
    kind
        Of contact data what it is, empty for a name.
    """

    start: int
    end: int
    is_hers: bool
    kind: str = ""


@dataclass(frozen=True)
class OnePerson:
    """A person, by all names that the reports have for her.

    Attributes
    ----------
    names
        Her names, the fullest first.
    others
        The names of all others in the corpus.
    plain
        Her surnames that are words too, folded: such a one is no name by itself.
    doubtful
        Names that may be hers or another's.
    former
        What she was called before somebody put her name right: often a part of it, or what is no name at all.
    """

    names: tuple[str, ...]
    others: tuple[str, ...] = ()
    plain: frozenset[str] = frozenset()
    doubtful: tuple[str, ...] = ()
    former: frozenset[str] = frozenset()

    @property
    def everywhere(self) -> Scope:
        """The scope of what is of no report in particular."""
        return Scope(self.others, is_present=True)

    def scope(self, named: Iterable[str]) -> Scope:
        """Return the scope of a report in which some are named."""
        keys = {name_key(name) for name in self.names}
        found = set(named)
        others = tuple(sorted(name for name in found if name_key(name) not in keys))
        is_present = len(others) < len(found)
        return Scope(others, is_present, self.others)

    def is_called(self, text: str) -> bool:
        """Return whether a text is a form of one of her names."""
        return any(stands_for(text, name) for name in self.names)

    def whose(self, text: str, scope: Scope) -> bool | None:
        """Return whose a form of her name is; as `Scope.whose`."""
        return scope.whose(lambda other: stands_for(text, other))

    def find(self, text: str, scope: Scope) -> list[Mention]:
        """Return where a text names her, in order and without overlap."""
        contact = find_contact_data(text)
        mentions: list[Mention] = []
        for span in contact:
            is_hers = self.owns_address(text[span.start : span.end], scope)
            if is_hers is not False:
                mentions.append(Mention(span.start, span.end, bool(is_hers), span.kind))
        taken = [(span.start, span.end) for span in contact]
        for one in sorted(self._named(text, scope), key=lambda one: (one.start - one.end, one.start)):
            if all(one.end <= start or end <= one.start for start, end in taken):
                mentions.append(one)
                taken.append((one.start, one.end))
        return sorted(mentions, key=lambda one: one.start)

    def without(self, text: str, scope: Scope, label: str) -> str:
        """Return a text with a label in place of her, and of contact data with her name what it is."""
        hers = [one for one in self.find(text, scope) if one.is_hers]
        return with_labels(text, [(one.start, one.end, f"[{one.kind}]" if one.kind else label) for one in hers])

    def owns_address(self, address: str, scope: Scope) -> bool | None:
        """Return True if contact data have her name in it and nobody else's, None if it is unclear, False if not."""
        own = max(_in_address(address, name) for name in self.names)
        if not own:
            return False
        return scope.whose(lambda other: _in_address(address, other) >= own)

    def _named(self, text: str, scope: Scope) -> Iterator[Mention]:
        folded = fold(text)
        of_others: list[tuple[int, int]] | None = None
        for form in self._forms:
            surname = form.words[form.key]
            is_word = form.is_alone and (len(surname) < 3 or is_no_person(surname.capitalize()))
            if is_word or (surname in self.plain and _is_surname(form)):
                continue  # a word too: the finder of names has looked at what stands around it
            for start, end, place in _matches(form, folded):
                if not (form.is_full or form.is_alone or text[place].isupper()):
                    continue
                if of_others is None:
                    of_others = [found[:2] for other in self._of_namesakes for found in other.matches(folded)]
                if any(first <= start and end <= last for first, last in of_others):
                    continue
                is_hers = scope.whose(partial(_has_form, form.words))
                if is_hers is not False:
                    yield Mention(start, end, bool(is_hers))

    @cached_property
    def _forms(self) -> Sequence[name_check.Form]:
        found = {form.words: form for name in self.names for form in name_check.forms_of(name)}
        return [found[words] for words in sorted(found, key=lambda words: (-len(words), words))]

    @cached_property
    def _of_namesakes(self) -> Sequence[name_check.Form]:
        """More than the surname, of others who have the same one, where it is no form of hers."""
        own = {form.words for form in self._forms}
        keys = {form.words[form.key] for form in self._forms}
        forms = (form for other in self.others for form in name_check.forms_of(other))
        return [
            form for form in forms if form.words[form.key] in keys and len(form.words) > 1 and form.words not in own
        ]


def stands_for(text: str, name: str) -> bool:
    """Return whether a text is a form of a name: in full, a part of it, or its initials, in the genitive or not.

    >>> stands_for("Van der Burgs", "Karin van der Burg"), stands_for("K. van der Burg", "Kees van der Burg")
    (True, True)
    >>> stands_for("Piet Jansen", "Jan Jansen"), stands_for("JANSEN", "Jan Jansen")
    (False, True)
    """
    forms = names.forms_of(names.parse_name(name))
    own = names.fold(text).strip(" ,")
    options = {own, _GENITIVE.sub("", own), own.removesuffix("s")}
    return not options.isdisjoint(forms.words | {names.fold(name)}) or text in forms.initials


def resolve(query: str, known: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Return which names are of the person that is asked for.

    Parameters
    ----------
    query
        The name as a user gives it.
    known
        The names in the tables.

    Returns
    -------
    tuple
        Her names, the fullest first; the names that may be hers or another's; and, where several persons can be
        meant, their names (then there are no others).
    """
    candidates = sorted({name for name in known if name_parts(name) is not None and _alike(query, name)})
    exact = [name for name in candidates if name_key(name) == name_key(query)]
    full = _persons(name for name in candidates if _is_full(name))
    if not exact and (len(full) > 1 or (not full and len(candidates) > 1)):
        return (), (), tuple(full) if full else tuple(candidates)
    if not candidates:
        return (), (), ()
    own = set(exact or full or candidates)
    own |= {name for name in candidates if _is_full(name) and any(_same(name, one) for one in own)}
    everybody = [name for name in known if _is_full(name)]
    doubtful = []
    for name in candidates:
        fuller = {other for other in everybody if _alike(name, other)}
        if name in own or not any(_alike(name, one) for one in own):
            continue
        if not _is_full(name) and fuller <= own:
            own.add(name)
        elif not _is_full(name):
            doubtful.append(name)
    return tuple(sorted(own, key=lambda name: (not _is_full(name), -len(name), name))), tuple(doubtful), ()


def is_whole(name: str) -> bool:
    """Return whether a name has a surname, and a given name or initials before it."""
    parts = name_parts(name)
    return parts is not None and bool(parts.given)


def _persons(found: Iterable[str]) -> list[str]:
    """Return names of which none is another one written otherwise."""
    kept: list[str] = []
    for name in found:
        if not any(_same(name, other) for other in kept):
            kept.append(name)
    return kept


def _same(one: str, other: str) -> bool:
    parts, others = name_parts(one), name_parts(other)
    if parts is None or others is None or not parts.given or not others.given:
        return False
    return (parts.given[0], parts.prefix, parts.surname) == (others.given[0], others.prefix, others.surname)


def _is_full(name: str) -> bool:
    parts = name_parts(name)
    return parts is not None and bool(parts.given) and len(parts.given[0]) > 1


def _alike(query: str, name: str) -> bool:
    """Return whether a name may be of the same person as another one, which may be shorter or longer."""
    if name_key(query) == name_key(name) or stands_for(query, name):
        return True
    own, other = name_parts(query), name_parts(name)
    if own is None or other is None or own.surname != other.surname:
        return False
    if own.prefix != other.prefix and own.prefix and other.prefix:
        return False
    if not own.given or not other.given or own.given[0] in other.called or other.given[0] in own.called:
        return True
    return all(
        a == b if len(a) > 1 and len(b) > 1 else a[0] == b[0] for a, b in zip(own.given, other.given, strict=False)
    )


def _matches(form: name_check.Form, folded: str) -> Iterator[tuple[int, int, int]]:
    """Yield where a form stands in a folded text, a surname alone also in the genitive."""
    if not form.is_alone:
        yield from form.matches(folded)
        return
    for match in re.finditer(rf"(?<![\w-]){form.words[0]}(?:'?s)?(?![\w]|-\w)", folded):
        yield match.start(), match.end(), match.start()


def _is_surname(form: name_check.Form) -> bool:
    """Return whether a form is a surname with what belongs before it, and nothing more."""
    parts = name_parts(form.name)
    return parts is not None and form.words == (*parts.prefix, *parts.surname)


def _has_form(words: tuple[str, ...], name: str) -> bool:
    return any(form.words == words for form in name_check.forms_of(name))


def _in_address(address: str, name: str) -> int:
    """Return how much of a name is in contact data: 2 for more than the surname, 1 for the surname, 0 for nothing."""
    kinds: Mapping[str, Collection[str]] = written(name)
    pieces = re.findall(r"[^\W_]+", fold(address))
    joined = "".join(pieces)
    if any(one in joined for one in kinds["sure"]):
        return 2
    surnames = [*kinds["surname"], *kinds["common"]]
    if any(one in pieces or (len(one) >= _MIN_INSIDE and one in joined) for one in surnames):
        return 1
    return int("@" in address and any(one in pieces[:1] for one in kinds["given"]))
