"""One word for each closed value of the schema, as people read it."""

from __future__ import annotations

from typing import Literal

from hfm_atlas.model.entries import Access, Authority, Kind, Relation, WeightsAccess
from hfm_atlas.model.taxonomy import Allows

KIND_NAMES: dict[Kind, str] = {"model": "Model", "dataset": "Dataset", "survey": "Survey", "base": "Base model"}
KIND_PLURALS: dict[Kind, str] = {"model": "Models", "dataset": "Datasets", "survey": "Surveys", "base": "Base models"}
RELATIONS: dict[Relation, str] = {
    "continues-pretraining": "continues its pre-training",
    "fine-tunes": "fine-tunes it",
    "adapts": "adapts it",
    "distils": "distils it",
    "uses-frozen": "uses it frozen",
    "merges": "merges it",
    "architecture-of": "takes its architecture",
    "successor-of": "succeeds it",
}
ACCESS: dict[Access, str] = {
    "open": "open to download",
    "registration": "after registration",
    "credentialed": "after approval or training",
    "closed": "closed",
}
WEIGHTS_ACCESS: dict[WeightsAccess, str] = {
    "open": "open to download",
    "registration": "after registration",
    "approval": "after approval",
    "request": "on request to the authors",
    "api-only": "only used through an API",
    "not-released": "not released",
}
AUTHORITIES: dict[Authority, str] = {
    "fda": "FDA",
    "ce": "CE marking",
    "nmpa": "NMPA",
    "mhra": "MHRA",
    "pmda": "PMDA",
    "tga": "TGA",
    "health-canada": "Health Canada",
    "other": "another authority",
}
Use = Allows | Literal["other"]
# What a licence allows, from the freest to the strictest, in words. `other`: the taxonomy does not describe it.
USES: dict[Use, str] = {
    "anything": "any use",
    "share-alike": "any use, share alike",
    "restricted": "use under conditions",
    "other": "other licence",
    "non-commercial": "non-commercial only",
}
