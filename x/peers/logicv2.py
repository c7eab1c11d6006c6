"""Score labelled name pairs with nomenklatura's logic-v2, for comparison.

Usage: logicv2.py PAIRS.csv [OUT.csv]

PAIRS.csv has the columns schema, name1, name2, is_match. Each pair is scored
as an entity with one name against another, as the published matcher does it;
printed are F1 at its threshold 0.70, the best F1 at any threshold on the same
pairs, and the CPU time a pair with the entities already made (what it costs to
compare) and with making them.
"""

import csv
import sys
import time

from followthemoney import model
from nomenklatura.matching import get_algorithm
from nomenklatura.matching.types import ScoringConfig

try:
    from followthemoney import EntityProxy
except ImportError:
    from followthemoney.proxy import EntityProxy


def entity(i, side, schema, name):
    return EntityProxy.from_dict(
        {"id": f"p{i}-{side}", "schema": schema, "properties": {"name": [name]}}
    )


def f1(rows, scores, threshold):
    tp = fp = fn = 0
    for r, s in zip(rows, scores):
        truth = r["is_match"].lower() == "true"
        said = s >= threshold
        tp += truth and said
        fp += said and not truth
        fn += truth and not said
    return 2 * tp / (2 * tp + fp + fn), tp, fp, fn


def main():
    with open(sys.argv[1], newline="", encoding="utf-8") as f:
        rows = list(csv.DictReader(f))
    algorithm = get_algorithm("logic-v2")
    config = ScoringConfig.defaults()
    ready = [(entity(i, 1, r["schema"], r["name1"]), entity(i, 2, r["schema"], r["name2"])) for i, r in enumerate(rows)]
    for a, b in ready:  # load tables, fill caches
        algorithm.compare(a, b, config)
    start = time.process_time()
    scores = [algorithm.compare(a, b, config).score for a, b in ready]
    compare = time.process_time() - start
    start = time.process_time()
    for i, r in enumerate(rows):
        algorithm.compare(entity(i, 1, r["schema"], r["name1"]), entity(i, 2, r["schema"], r["name2"]), config)
    whole = time.process_time() - start
    value, tp, fp, fn = f1(rows, scores, 0.70)
    best = max((f1(rows, scores, t / 100)[0], t / 100) for t in range(1, 100))
    print(f"pairs {len(rows)}: F1 at 0.70 {value:.3f} (tp {tp} fp {fp} fn {fn}); best {best[0]:.3f} at {best[1]:.2f}")
    print(f"CPU {1e6 * compare / len(rows):.1f} us a pair, {1e6 * whole / len(rows):.1f} us with making the entities")
    if len(sys.argv) > 2:
        with open(sys.argv[2], "w", newline="", encoding="utf-8") as f:
            w = csv.writer(f)
            w.writerow(["schema", "name1", "name2", "is_match", "score"])
            for r, s in zip(rows, scores):
                w.writerow([r["schema"], r["name1"], r["name2"], r["is_match"], f"{s:.4f}"])


if __name__ == "__main__":
    main()
