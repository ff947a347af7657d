"""Invent an atlas of any size, to measure with: `python benchmarks/invent.py FOLDER --entries 1000`.

The taxonomy, templates and pages are the real ones; entries are made up from a seed, so that two runs give the same
files. Names, titles and numbers mean nothing.
"""

from __future__ import annotations

import argparse
import random
import shutil
from datetime import date
from pathlib import Path

import yaml

from hfm_atlas.model.entries import ENTRY_CLASSES
from hfm_atlas.model.facts import stated_facts

ROOT = Path(__file__).resolve().parent.parent
SUBFIELDS = ("language", "vision", "bioinformatics", "multimodal")
SYLLABLES = ("ba", "ce", "di", "fo", "gu", "ha", "je", "ki", "lo", "mu", "na", "pe", "ro", "su", "ta", "ve", "zy")
SENTENCES = (
    "Pre-trained on invented records and adapted to several made-up tasks.",
    "It masks parts of its input and learns to fill them in again.",
    "Evaluation covers three invented hospitals and one held-out country.",
    "Code exists only in this benchmark.",
)


class PlainDumper(yaml.CSafeDumper):
    """Writes every value out; the atlas refuses anchors and aliases."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--entries", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    count = invent_atlas(arguments.folder, arguments.entries, arguments.seed)
    print(f"{count} entries in {arguments.folder}")


def invent_atlas(folder: Path, count: int, seed: int = 1) -> int:
    """Write a whole project with `count` invented entries to `folder`; returns how many files were written."""
    for name in ("taxonomy", "templates", "docs"):
        shutil.copytree(ROOT / name, folder / name, dirs_exist_ok=True)
    shutil.copy(ROOT / "mkdocs.yml", folder / "mkdocs.yml")
    source = Inventor(seed)
    entries = source.entries(count)
    for collection, entry in map(_supported, entries):
        path = folder / "entries" / collection / f"{entry['id']}.yml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(yaml.dump(entry, sort_keys=False, allow_unicode=True, Dumper=PlainDumper), "utf-8")
    return len(entries)


def _supported(made: tuple[str, dict[str, object]]) -> tuple[str, dict[str, object]]:
    """An entry with evidence for every fact that it states, so that validation finds nothing in it."""
    collection, entry = made
    validated = ENTRY_CLASSES[str(entry["kind"])].model_validate(entry)
    evidence = {path: {"source": "paper", "locator": "Sec. 3"} for path in stated_facts(validated)}
    return collection, {**entry, "evidence": evidence, "read": {"paper": {"date": date(2026, 3, 1)}}}


class Inventor:
    """Makes up entries from a seed and the real taxonomy."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.total = 1
        self.terms = {
            file.stem: yaml.load(file.read_text("utf-8"), Loader=yaml.CSafeLoader)["terms"]
            for file in sorted((ROOT / "taxonomy").glob("*.yml"))
        }

    def entries(self, count: int) -> list[tuple[str, dict[str, object]]]:
        """`count` entries with their collection: mostly models, some data sets, base models and one survey."""
        self.total = count
        bases = [self._base(number) for number in range(max(1, count // 20))]
        datasets = [self._dataset(number) for number in range(max(1, count // 10))]
        others = [("surveys", self._survey()), *bases, *datasets]
        models: list[tuple[str, dict[str, object]]] = []
        for number in range(max(0, count - len(others))):
            models.append(self._model(number, models, [entry["id"] for _, entry in bases], datasets))
        return [*others, *models][:count]

    def _some(self, facet: str, maximum: int, *, roots: bool = False) -> list[str]:
        candidates = [term["id"] for term in self.terms[facet] if not roots or "broader" not in term]
        return sorted(self.random.sample(candidates, self.random.randint(1, min(maximum, len(candidates)))))

    def _name(self, number: int) -> str:
        parts = self.random.choices(SYLLABLES, k=4)
        return "".join(parts).capitalize() + f"-{number}"

    def _common(self, kind: str, id: str, number: int) -> dict[str, object]:
        return {
            "kind": kind,
            "id": id,
            "name": self._name(number),
            "summary": " ".join(self.random.sample(SENTENCES, 2)),
            "publication": self._publication(f"{id} and what it does not do", number),
            "added": date(2026, 1, 1 + number % 28),
            "review": {"status": self.random.choice(["checked", "drafted"]), "date": date(2026, 2, 1 + number % 28)},
        }

    def _publication(self, title: str, number: int) -> dict[str, object]:
        authors = [f"{self._name(index)}, {self._name(index)}" for index in range(self.random.randint(2, 9))]
        return {
            "type": "article",
            "title": title,
            "authors": authors,
            "venue": "Journal of Invented Results",
            "year": 2018 + 8 * number // self.total,  # so that nothing is older than what it builds on
            "volume": str(number % 40 + 1),
            "pages": f"{number}-{number + 9}",
            "doi": f"10.5555/invented.{title.split()[0]}",
        }

    def _base(self, number: int) -> tuple[str, dict[str, object]]:
        entry = self._common("base", f"base-{number}", number)
        entry["publication"]["year"] = 2017  # type: ignore[index]  # older than what builds on it
        return "base", {**entry, "modalities": self._some("modalities", 2)}

    def _dataset(self, number: int) -> tuple[str, dict[str, object]]:
        entry = self._common("dataset", f"dataset-{number}", number)
        size = [{"amount": f"{self.random.randint(1, 900)}K", "unit": "records"}]
        facts = {"subfield": self.random.choice(SUBFIELDS), "modalities": self._some("modalities", 2), "size": size}
        return "datasets", {**entry, **facts, "tasks": self._some("tasks", 3)}

    def _survey(self) -> dict[str, object]:
        return {**self._common("survey", "he-2025", 0), "subfields": list(SUBFIELDS)}

    def _model(
        self,
        number: int,
        models: list[tuple[str, dict[str, object]]],
        bases: list[object],
        datasets: list[tuple[str, dict[str, object]]],
    ) -> tuple[str, dict[str, object]]:
        subfield = self.random.choice(SUBFIELDS)
        upstream = self.random.choice(bases + [entry["id"] for _, entry in models[-50:]])
        used = [entry for _, entry in self.random.sample(datasets, min(2, len(datasets)))]
        data = [entry["id"] for entry in used]
        paradigm = self.random.choice(["generative", "contrastive", "hybrid"])
        facts = {
            "subfield": subfield,
            "architecture": {"family": self._some("architectures", 1)[0], "parameters": [f"{number % 90 + 1}M"]},
            "builds_on": [{"model": upstream, "relation": "fine-tunes"}],
            "modalities": self._some("modalities", 3),
            "pretraining": {
                "paradigms": [paradigm],
                "objectives": self._objectives(paradigm),
                "corpora": [{"dataset": id, "amount": "2M", "unit": "records"} for id in data],
                "compute": "not reported",
            },
            "adaptation": self._some("adaptation", 3),
            "tasks": self._some("tasks", 4),
            "applications": self._some("applications", 2),
            "languages": ["en"],
            "availability": {"code": f"https://example.org/{subfield}/{number}", "code_licence": "Apache-2.0"},
            "clinical_evidence": [{"term": "benchmark", "source": "paper", "locator": "Sec. 5"}],
            "results": [self._result(entry) for entry in used],
            "challenges": [self._link(term, stance=True) for term in self._some("challenges", 3)],
            "opportunities": [self._link(term) for term in self._some("opportunities", 2)],
            "listed_by": [{"survey": "he-2025", "locator": "Table I", "subfield": subfield}],
        }
        return subfield, {**self._common("model", f"model-{number}", number), **facts}

    def _objectives(self, paradigm: str) -> list[str]:
        """Up to two that belong to the paradigm, any two where several are trained together."""
        below = [term["id"] for term in self.terms["pretraining"] if term.get("broader") == paradigm]
        candidates = below or [term["id"] for term in self.terms["pretraining"]]
        return sorted(self.random.sample(candidates, min(2, len(candidates))))

    def _result(self, benchmark: dict[str, object]) -> dict[str, object]:
        value = round(self.random.uniform(40, 99), 1)
        tasks = benchmark["tasks"]
        assert isinstance(tasks, list)
        place = {"setting": "invented test set", "source": "paper", "locator": "Table 2"}
        defaults = {"task": self.random.choice(tasks), "metric": "accuracy", "value": value, "unit": "percent"}
        return {"benchmark": benchmark["id"], **defaults, **place}

    def _link(self, term: str, *, stance: bool = False) -> dict[str, object]:
        stances = {"stance": self.random.choice(["addresses", "exhibits", "measures"])} if stance else {}
        note = self.random.choice(SENTENCES)
        return {"term": term, **stances, "note": note, "source": "paper", "locator": "Sec. 5"}


if __name__ == "__main__":
    main()
