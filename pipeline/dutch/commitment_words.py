"""The words by which promises, their holders and their deadlines are known (`toezeggingen.toml`)."""

from functools import cache

from pipeline.dutch.resource import InOrder, Resource, Words, key, read


class DeadlineWords(Resource):
    """What deadlines are made of."""

    before: Words = key("ervoor")
    parts: Words = key("deel_van_maand")
    before_that: Words = key("daarvoor")
    before_number: Words = key("voor_een_aantal")
    latest: Words = key("uiterste")
    open_ended: Words = key("open_einde")
    now: Words = key("nu")
    next: Words = key("volgend")
    occasions: Words = key("keren")
    periods: Words = key("perioden")
    today: Words = key("vandaag")
    tomorrow: Words = key("morgen")
    after_tomorrow: Words = key("overmorgen")
    soon: Words = key("spoedig")
    no_deadline: Words = key("geen_termijn")
    spring: InOrder = key("voorjaar")
    summer: InOrder = key("zomer")
    autumn: InOrder = key("najaar")
    winter: InOrder = key("winter")
    numbers: InOrder = key("getallen")
    days: Words = key("dagen")
    weeks: Words = key("weken")
    months: Words = key("maanden")
    quarters: Words = key("kwartalen")
    years: Words = key("jaren")

    @property
    def seasons(self) -> tuple[tuple[str, ...], ...]:
        """The words for each season, in the order of EDTF."""
        return (self.spring, self.summer, self.autumn, self.winter)


class CommitmentWords(Resource):
    """What tells a promise from a request and a recommendation, and who it is of."""

    labels_of_promise: Words = key("labels_toezegging")
    labels_of_request: Words = key("labels_vraag")
    labels_of_advice: Words = key("labels_aanbeveling")
    promising: Words = key("toezeggen")
    requesting: Words = key("vragen")
    proposing: Words = key("voorstellen")
    advising: Words = key("aanraden")
    being: Words = key("toestand")
    needing: Words = key("nodig")
    polite: Words = key("beleefd")
    bodies: Words = key("instanties")
    selves: Words = key("zelf")
    others: Words = key("anderen")
    before_name: Words = key("voor_een_naam")
    between_names: Words = key("tussen_namen")
    deadlines: DeadlineWords = key("termijnen")


@cache
def commitment_words() -> CommitmentWords:
    """Return the words by which promises are known."""
    return read(CommitmentWords, "toezeggingen.toml")
