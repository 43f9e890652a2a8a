"""`make evaluate`: the quality of every stage on the hand-coded sample reports."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

from sklearn.metrics import adjusted_rand_score, f1_score, precision_score, recall_score, v_measure_score

from benchmarks import coding, gold, privacy, real
from models.kinds import train
from pipeline import tables
from pipeline.config import Settings
from pipeline.progress import Silent
from pipeline.run import analyse
from pipeline.storage import Storage
from pipeline.tables import KINDS


def main() -> None:
    """Run the pipeline on the sample reports and print how its results agree with the gold."""
    with tempfile.TemporaryDirectory() as folder:
        processed = Path(folder) / "processed"
        analyse(gold.RAW, processed, Path(folder) / "reports", Settings(), Silent())
        data = {name: Storage(processed).read_table(name) for name in tables.TABLES}
    print(f"Voorbeeldcorpus: {len(gold.gold_sessions())} verslagen, {len(gold.gold_statements())} uitspraken\n")
    print(f"{'':28}precisie  vangst     F1")
    for name, result in {
        "inzichten (kop en nummer)": gold.insight_score(data),
        "deelnemers": gold.participant_score(data),
        **{name: gold.session_score(data, name) for name in ("title", "date", "next_date", "series")},
        "uitspraken (zinsgrenzen)": gold.statement_score(data),
        "stem (attributed_to)": gold.voice_score(data),
    }.items():
        print(f"{name:28}{_row(result)}")
    _print_coding()
    print("", *privacy.lines(privacy.together(map(privacy.score_of_file, privacy.sets()))), sep="\n")
    codes, topics = gold.dilemma_labels(data)
    print(
        f"\nterugkerende dilemma’s            {len(codes)} gevonden uitspraken, "
        f"ARI {adjusted_rand_score(codes, topics):.3f}, V {v_measure_score(codes, topics):.3f}"
    )
    whole, (_, alpha) = gold.whole_dilemmas(data), gold.recurrence()
    print(
        f"  in één onderwerp                 {whole.n_right} van de {whole.n_gold}, "
        f"paren F1 {gold.pair_score(codes, topics).f1:.3f}"
    )
    print(
        f"  leden die erbij horen            {gold.share_of_members(data):.3f} "
        f"(alle dilemma’s, twee codeurs, α {alpha:.3f})"
    )
    names = gold.name_score(data)
    print(
        f"  namen die passen                 {names['goed']} van de {names.total()}, "
        f"misleidend {names['misleidend']}, anders {names['anders']}"
    )
    nearest = gold.dilemma_labels(data, topic="nearest_topic_id")
    print(
        f"  met losse in het naaste          ARI {adjusted_rand_score(*nearest):.3f}, V {v_measure_score(*nearest):.3f}"
    )
    for row in tables.records(data["topic_figures"]):
        print(f"  {row['figure']:28}{row['value']:12.3f}")


def _print_coding() -> None:
    """Print how well terms, negation, voices and kinds are told on sentences written for that."""
    scores = coding.matching_scores()
    print(f"\n{'termen, alle regels':28}{_row(scores.by_rule[0])}")
    for rule in range(1, 10):
        print(f"{f'  regel {rule}':28}{_row(scores.by_rule[rule])}")
    print(f"{'ontkenning (juist)':28}{scores.negation:23.3f}")
    for name in coding.VOICES:
        print(f"{f'stem ({name})':28}{_row(coding.voice_score(name))}")
    examples = train.examples()
    expected = [example.kind for example in examples]
    print(f"\nsoorten, over schrijvers ({len(examples)} zinnen)  macro-F1      α")
    placed, loose = train.cross_validate()
    for title, probabilities in (("met plaats in het inzicht", placed), ("losse zinnen", loose)):
        found = [KINDS[best] for best in probabilities.argmax(axis=1)]
        f1, alpha = f1_score(expected, found, average="macro"), gold.krippendorff_alpha(expected, found)
        print(f"  {title:37}{f1:8.3f}{alpha:7.3f}")
    print(f"  {'α tussen twee codeurs (taalmodellen)':37}{gold.kind_agreement():15.3f}")
    table = train.reliability(placed, expected)
    _print_kinds_elsewhere()
    print("  hoe zeker → hoe vaak juist: " + ", ".join(f"{sure:.2f} → {right:.2f} ({n})" for sure, right, n in table))


def _print_kinds_elsewhere() -> None:
    """Print how well kinds are told in registers that were not trained on, and in real reports."""
    sentences = train.register_examples()
    found = [KINDS[best] for best in train.without_registers().argmax(axis=1)]
    pairs = list(zip(sentences, found, strict=True))
    groups = {
        f"andere soorten teksten ({len(sentences)} zinnen)": pairs,
        "waarvan makkelijke": [pair for pair in pairs if pair[0].is_easy],
        "waarvan notulen, natuurlijk verdeeld": [pair for pair in pairs if pair[0].report.startswith("passages")],
    }
    for title, own in groups.items():
        _print_kinds(title, [sentence.kind for sentence, _ in own], [kind for _, kind in own])
    for construction, title in (("silent", "wrijving zonder signaalwoord"), ("seeming", "schijnbare wrijving")):
        right = [sentence.kind == kind for sentence, kind in pairs if sentence.construction == construction]
        print(f"  {f'{title}, juist':37}{sum(right) / len(right):8.3f}   ({len(right)} zinnen)")
    if real.is_there():
        found = [KINDS[best] for best in train.without_sources().argmax(axis=1)]
        expected = [sentence.kind for sentence in train.real_examples()]
        _print_kinds(f"echte verslagen ({len(expected)} zinnen)", expected, found)
    else:
        print(f"  echte verslagen: niet gemeten; zet de map in {real.FOLDER}")


def _print_kinds(title: str, expected: Sequence[str], found: Sequence[str]) -> None:
    f1 = f1_score(expected, found, average="macro")
    precision, recall = (
        score(expected, found, labels=["dilemma"], average="macro") for score in (precision_score, recall_score)
    )
    print(f"  {title:37}{f1:8.3f}   dilemma’s: precisie {precision:.3f}, vangst {recall:.3f}")


def _row(result: gold.Score) -> str:
    return f"{result.precision:8.3f}{result.recall:8.3f}{result.f1:7.3f}"


if __name__ == "__main__":
    main()
