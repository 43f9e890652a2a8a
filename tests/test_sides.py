"""The two sides of a sentence that states a dilemma, and sentences that contradict."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import gold
from pipeline.dutch.counter_voice import is_counter_voice
from pipeline.dutch.sides import sides


@pytest.mark.parametrize(
    ("sentence", "first", "second"),
    [
        (
            "De provincie wil snel bouwen, maar de natuur heeft rust nodig.",
            "De provincie wil snel bouwen",
            "de natuur heeft rust nodig",
        ),
        (
            "De coach kent de familie, maar mag de school niet bellen.",
            "De coach kent de familie",
            "maar mag de school niet bellen",
        ),
        (
            "[manager, SVB] wil ruimte geven, maar de regel laat dat niet toe.",
            "[manager, SVB] wil ruimte geven",
            "de regel laat dat niet toe",
        ),
        (
            "De een betaalt 7,2 procent, de ander betaalt niets.",
            "De een betaalt 7,2 procent",
            "de ander betaalt niets",
        ),
        (
            "De balie vraagt om tijd, terwijl de directie op aantallen stuurt.",
            "De balie vraagt om tijd",
            "terwijl de directie op aantallen stuurt",
        ),
        (
            "De balie vraagt om tijd, terwijl wie wacht, steeds bozer wordt.",
            "De balie vraagt om tijd",
            "terwijl wie wacht, steeds bozer wordt",
        ),
        (
            "Het loket is open. Maar de bewoners weten dat niet.",
            "Het loket is open",
            "de bewoners weten dat niet",
        ),
        (
            "Enerzijds wil het college sparen, anderzijds moet de brug dit jaar open.",
            "Enerzijds wil het college sparen",
            "anderzijds moet de brug dit jaar open",
        ),
        (
            "Aan de ene kant vraagt de wijk om rust en aan de andere kant wil de jeugd een veldje.",
            "Aan de ene kant vraagt de wijk om rust",
            "aan de andere kant wil de jeugd een veldje",
        ),
        (
            "Zo wringt het: hoe strenger de controle, hoe minder mensen zich melden.",
            "hoe strenger de controle",
            "hoe minder mensen zich melden",
        ),
        (
            "Wie belt, wacht een uur, en wie schrijft, wacht een maand.",
            "Wie belt, wacht een uur",
            "wie schrijft, wacht een maand",
        ),
        (
            "Hoewel de raad haast heeft, wil de wijk eerst meepraten.",
            "Hoewel de raad haast heeft",
            "wil de wijk eerst meepraten",
        ),
        (
            "De raad beslist in mei, hoewel de wijk nog wil meepraten.",
            "De raad beslist in mei",
            "hoewel de wijk nog wil meepraten",
        ),
        (
            "Het team moet kiezen tussen alle brieven beantwoorden en de telefoon opnemen.",
            "alle brieven beantwoorden",
            "de telefoon opnemen",
        ),
        (
            "Moet de gemeente sneller beslissen of beter luisteren?",
            "Moet de gemeente sneller beslissen",
            "of beter luisteren",
        ),
        (
            "Wat weegt zwaarder, de rust van de bewoner of de haast van de bouwer?",
            "de rust van de bewoner",
            "of de haast van de bouwer",
        ),
        (
            "Het verschil blijft: de een krijgt een brief, de ander een bezoek.",
            "de een krijgt een brief",
            "de ander een bezoek",
        ),
        (
            "Het is weliswaar goedkoop maar de inwoner begrijpt het niet.",
            "Het is weliswaar goedkoop",
            "de inwoner begrijpt het niet",
        ),
        (
            "De koppeling werkt technisch, alleen mag niemand haar gebruiken.",
            "De koppeling werkt technisch",
            "alleen mag niemand haar gebruiken",
        ),
        (
            "Een vaste lijst is te streng, vond de een; een open lijst is te vaag, vond de ander.",
            "Een vaste lijst is te streng, vond de een",
            "een open lijst is te vaag, vond de ander",
        ),
        (
            "Een nieuwe brug trekt bezoekers aan maar kost de buurt haar rust.",
            "Een nieuwe brug trekt bezoekers aan",
            "maar kost de buurt haar rust",
        ),
        ("Ouders willen inspraak, doch de school beslist.", "Ouders willen inspraak", "doch de school beslist"),
        (
            "Drie diensten korten hetzelfde loon, zonder dat zij dat van elkaar weten.",
            "Drie diensten korten hetzelfde loon",
            "zonder dat zij dat van elkaar weten",
        ),
        ("Het gaat niet snel, maar wel zorgvuldig.", "Het gaat niet snel", "maar wel zorgvuldig"),
        (
            "Komt de vraag vroeg, dan is er geen plan; komt zij laat, dan ligt alles vast.",
            "Komt de vraag vroeg, dan is er geen plan",
            "komt zij laat, dan ligt alles vast",
        ),
        (
            "Zij ziet de schulden groeien, en toch wacht zij met een brief.",
            "Zij ziet de schulden groeien",
            "toch wacht zij met een brief",
        ),
        (
            "De ouders vragen om rust, de school wil juist meer toetsen.",
            "De ouders vragen om rust",
            "de school wil juist meer toetsen",
        ),
        (
            "De balie wil helpen, terwijl de regels streng zijn, maar het gezin kan niet wachten.",
            "De balie wil helpen, terwijl de regels streng zijn",
            "maar het gezin kan niet wachten",
        ),
        (
            "De pont is gratis, maar de bus kost geld, aldus de wethouder.",
            "De pont is gratis",
            "de bus kost geld",
        ),
        (
            "“De balie wil helpen, maar de wet staat het niet toe.”",
            "De balie wil helpen",
            "de wet staat het niet toe",
        ),
    ],
)
def test_a_dilemma_is_cut_at_its_outermost_hinge(sentence: str, first: str, second: str) -> None:
    found = sides(sentence)
    assert found is not None
    assert (sentence[slice(*found.first)], sentence[slice(*found.second)]) == (first, second)


@pytest.mark.parametrize(
    "sentence",
    [
        "",
        "…",
        "Het loket sluit om vijf uur.",
        "De balie wil niet alleen helpen, maar ook luisteren.",
        "Het gaat niet om geld, maar om tijd.",
        "Dat is geen onwil, maar het is onmacht.",
        "Dat duurt nog maar twee weken.",
        "Mensen die werken, maar weinig verdienen, krijgen geen toeslag.",
        "Wie snel wil, maar niet kan wachten krijgt niets.",
        "“Ik wil wel helpen, maar het mag niet”, zei de coach.",
        "De balie [die wil, maar niet mag] sluit om vijf uur.",
        "De balie (zij wil wel, maar mag niet) sluit om vijf uur.",
        "De een wil dit, maar de raad niet, maar de wijk wel.",
        "Zolang de raad niet beslist, kan de bouw niet beginnen.",
        "Wie te laat betaalt, krijgt een boete.",
        "Weet de gemeente of de bewoners dat willen?",
        "Moet de gemeente eerst weten of bewoners willen verhuizen?",
        "Mag een ambtenaar of bestuurder dat zeggen?",
        "Het team moet kiezen tussen snelheid en rust.",
        "De bus rijdt tussen het oude dorp en de nieuwe wijk.",
        "De raad beslist in mei; de begroting volgt in juni.",
        "Zodra wij aan de ene kant bouwen, zakt aan de weg daarachter de andere kant weg.",
        "Het plan is klaar, maar.",
    ],
)
def test_in_doubt_a_sentence_is_left_whole(sentence: str) -> None:
    assert sides(sentence) is None


def test_what_holds_both_sides_is_cut_and_what_does_not_hardly_ever() -> None:
    lines = (gold.ROOT / "tests" / "gold" / "key-sentences.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    texts = [row["text"] if "text" in row else gold.on_one_line(gold.statement_at(row)["text"]) for row in rows]
    is_cut: dict[int, list[bool]] = {votes: [] for votes in range(3)}
    for row, text in zip(rows, texts, strict=True):
        is_cut[sum(row["both_sides"])].append(sides(text) is not None)
    assert (len(is_cut[2]), len(is_cut[0])) == (186, 393)
    assert sum(is_cut[2]) >= 77
    assert sum(is_cut[0]) <= 14


_PIECES = st.sampled_from(
    [
        "de een",
        "de ander",
        "maar",
        ", maar",
        ", terwijl",
        "; ",
        "enerzijds",
        "anderzijds",
        "hoe meer",
        ", hoe minder",
        "wil",
        "moet",
        "de gemeente",
        "het loket",
        "[manager, SVB]",
        "[die wil, maar niet mag]",
        "“",
        "”",
        "‘",
        "’",
        "(",
        ")",
        "[",
        "]",
        "of",
        "?",
        ".",
        ". Maar",
        ": ",
        "tussen",
        "kiezen",
        "en",
        "niet",
        "hoewel",
        ", ",
        "7,2",
        "foto’s",
        "’s",
        "juist",
        "alleen",
        "luisteren",
        "beslissen",
    ]
)


@given(st.lists(_PIECES, max_size=16).map(" ".join) | st.text(max_size=60))
def test_sides_lie_in_order_inside_the_sentence_and_cut_no_brackets(sentence: str) -> None:
    found = sides(sentence)
    if found is None:
        return
    assert 0 <= found.first[0] < found.first[1] <= found.second[0] < found.second[1] <= len(sentence)
    for start, end in (found.first, found.second):
        side = sentence[start:end]
        assert side == side.strip(" ,;:")
        assert (side.count("["), side.count("(")) == (side.count("]"), side.count(")"))


@pytest.mark.parametrize(
    ("sentence", "contradicts"),
    [
        ("De wethouder bracht daartegen in dat er geen geld is.", True),
        ("De directeur wierp tegen dat de wet dat verbiedt.", True),
        ("De inspectie betwist dat.", True),
        ("Dat bestrijden de boeren.", True),
        ("De gemeente bestrijdt armoede in de wijk.", False),
        ("De wethouder spreekt dat tegen.", True),
        ("De wethouder sprak tegen de zaal.", False),
        ("De rapporten spreken elkaar tegen.", False),
        ("Niemand sprak de voorzitter tegen.", False),
        ("De boeren kijken van de andere kant.", False),
        ("De coach liet de andere kant zien.", True),
        ("Aan de andere kant moet de school ook verder.", True),
        ("Zij woont aan de andere kant van de stad.", False),
        ("De inspecteur plaatst daar kanttekeningen bij.", True),
        ("De inspecteur plaatst een bord bij de weg.", False),
        ("De afnemers hebben geen bezwaar.", False),
        ("Heeft iemand bezwaren tegen het plan?", False),
        ("De minister aarzelt.", True),
        ("De minister aarzelt niet.", False),
        ("De school is het daar niet mee eens.", True),
        ("De arts waarschuwt juist voor te veel haast.", True),
        ("Het plan is tegen 1 mei klaar.", False),
        ("Zij vertelde tegen haar buurvrouw dat het mocht.", False),
        ("Daar staat tegenover dat de bus dan leeg is.", True),
        ("De zaal heeft tegengesproken wat in de brief stond.", True),
        ("", False),
    ],
)
def test_a_counter_voice_says_so_itself(sentence: str, contradicts: bool) -> None:
    assert is_counter_voice(sentence) is contradicts
