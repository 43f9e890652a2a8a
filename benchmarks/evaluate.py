"""`make evaluate`: the quality of every stage on the hand-coded sample reports."""

import tempfile
from pathlib import Path

from sklearn.metrics import adjusted_rand_score, v_measure_score

from benchmarks import gold
from pipeline import tables
from pipeline.config import Settings
from pipeline.progress import Silent
from pipeline.run import analyse
from pipeline.storage import Storage


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
        **{f"soort: {kind}": result for kind, result in gold.kind_scores(data).items()},
        "stem (attributed_to)": gold.voice_score(data),
    }.items():
        print(f"{name:28}{result.precision:8.3f}{result.recall:8.3f}{result.f1:7.3f}")
    kinds = gold.kind_scores(data)
    pairs = gold.statement_pairs(data)
    found, expected = [row["kind"] for row, _ in pairs], [answer["kind"] for _, answer in pairs]
    print(f"\nsoorten, macro-F1                 {sum(s.f1 for s in kinds.values()) / len(kinds):.3f}")
    print(f"soorten, α met het gold           {gold.krippendorff_alpha(found, expected):.3f}")
    print(f"soorten, α tussen twee codeurs    {gold.kind_agreement():.3f}  (taalmodellen, zie tests/gold/README.md)")
    codes, topics = gold.dilemma_labels(data)
    print(
        f"\nterugkerende dilemma’s            {len(codes)} gevonden uitspraken, "
        f"ARI {adjusted_rand_score(codes, topics):.3f}, V {v_measure_score(codes, topics):.3f}"
    )


if __name__ == "__main__":
    main()
