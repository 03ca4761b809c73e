"""Cosine of TF-IDF weighted letter trigrams by sparse_dot_topn: the quickest thing that finds anything."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from anyascii import anyascii
from sklearn.feature_extraction.text import TfidfVectorizer
from sparse_dot_topn import sp_matmul_topn

from bench.peer_token_sort import best_of_entities
from bench.trial import Finder, Listed, Ranked

NAME = "TF-IDF trigrams, sparse_dot_topn"
PACKAGES = ("sparse_dot_topn", "scikit-learn", "scipy")
_NEAREST = 30


def build(listed: Sequence[Listed], _schemata: Mapping[str, str]) -> Finder:
    """Weigh the trigrams of the list; other scripts are romanised with anyascii."""
    entities = [one.entity for one in listed]
    vectorizer: Any = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 3), dtype=np.float32)
    columns = vectorizer.fit_transform([_plain(one.name) for one in listed]).T.tocsr()

    def find(asked: Sequence[str]) -> list[Ranked]:
        if not asked:
            return []
        rows: Any = vectorizer.transform([_plain(name) for name in asked])
        product: Any = sp_matmul_topn(rows, columns, top_n=_NEAREST, sort=True, n_threads=1)
        answers = []
        for row in range(product.shape[0]):
            begin, end = product.indptr[row], product.indptr[row + 1]
            found = zip(product.indices[begin:end], product.data[begin:end], strict=True)
            answers.append(best_of_entities([(entities[at], float(score)) for at, score in found]))
        return answers

    return find


def _plain(name: str) -> str:
    return " ".join(anyascii(name).casefold().replace(",", " ").split())
